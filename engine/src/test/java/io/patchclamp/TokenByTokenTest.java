package io.patchclamp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A text that is read on token by token is computed in Java where few texts are read side by side, and by libtorch where many are.
 * Every family says the same either way, at every site, and nothing changes by being looked at.
 */
class TokenByTokenTest {
    /** More than are computed in Java. */
    private static final int MANY = 9;

    @TempDir
    Path temporary;

    private record Reader(Point point, int layer, Map<String, List<float[]>> heard) implements Tap {
        @Override
        public void read(Slab slab) {
            int perRow = slab.data().length / slab.rows();
            heard.computeIfAbsent(point + " " + layer, k -> new ArrayList<>()).add(Arrays.copyOf(slab.data(), perRow));
        }
    }

    private record Back(Point point, int layer) implements Write {
        @Override
        public void write(Slab slab) {
            // what was there stays there
        }
    }

    private static int[] text(Model model) {
        int[] ids = new int[12];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (i * 7 + 3) % model.config().vocabulary();
        }
        return ids;
    }

    private static List<Tap> everywhere(Model model, boolean attention, Map<String, List<float[]>> heard) {
        return model.sites().all().stream()
                .filter(s -> s.point().isAttention() == attention)
                .<Tap>map(s -> new Reader(s.point(), s.layer(), heard))
                .toList();
    }

    /** The logits of the first row after each token: three are read at once, then one by one. */
    private static List<float[]> read(Model model, int rows, List<Tap> taps, List<Write> writes) {
        int[] text = text(model);
        List<float[]> logits = new ArrayList<>();
        try (Decoding decoding = model.begin()) {
            int[] prompt = Arrays.copyOf(text, 3);
            decoding.feed(Collections.nCopies(rows, prompt).toArray(int[][]::new), List.of(), List.of());
            for (int i = prompt.length; i < text.length; i++) {
                int[] next = {text[i]};
                logits.add(decoding.feed(Collections.nCopies(rows, next).toArray(int[][]::new), taps, writes)[0]);
            }
        }
        return logits;
    }

    @ParameterizedTest
    @MethodSource("io.patchclamp.FamilyConformanceTest#models")
    void everySiteOfOneTextIsThatOfManyTexts(String name) throws IOException {
        try (Model model = FamilyConformanceTest.load(name, temporary)) {
            for (boolean attention : new boolean[] {false, true}) {
                Map<String, List<float[]>> one = new HashMap<>();
                Map<String, List<float[]>> many = new HashMap<>();
                close(
                        "logits",
                        read(model, 1, everywhere(model, attention, one), List.of()),
                        read(model, MANY, everywhere(model, attention, many), List.of()));
                assertThat(one.keySet()).isEqualTo(many.keySet()).isNotEmpty();
                one.forEach((site, values) -> close(site, values, many.get(site)));
            }
        }
    }

    private static void close(String site, List<float[]> here, List<float[]> there) {
        assertThat(here).as(site).hasSameSizeAs(there);
        double most = 1e-6;
        for (float[] values : there) {
            for (float value : values) {
                most = Float.isInfinite(value) ? most : Math.max(most, Math.abs(value));
            }
        }
        for (int step = 0; step < here.size(); step++) {
            for (int i = 0; i < here.get(step).length; i++) {
                float a = here.get(step)[i];
                float b = there.get(step)[i];
                if (!(a == b || Math.abs(a - b) <= 1e-5 * most)) {
                    throw new AssertionError(site + ", step " + step + ", number " + i + ": " + a + " and " + b);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.patchclamp.FamilyConformanceTest#models")
    void lookingAndWritingBackChangeNoBit(String name) throws IOException {
        try (Model model = FamilyConformanceTest.load(name, temporary)) {
            List<float[]> plain = read(model, 2, List.of(), List.of());
            Map<String, List<float[]>> heard = new HashMap<>();
            same("looking", read(model, 2, everywhere(model, false, heard), List.of()), plain);
            List<Write> back = model.sites().all().stream()
                    .filter(s -> !s.point().isAttention() && s.point() != Point.HEAD_OUT)
                    .filter(TokenByTokenTest::isBeforeTheLastNorm)
                    .<Write>map(s -> new Back(s.point(), s.layer()))
                    .toList();
            same("writing back", read(model, 2, List.of(), back), plain);
        }
    }

    /** What is written behind it makes the logits of all tokens be computed. */
    private static boolean isBeforeTheLastNorm(Site site) {
        return site.point() != Point.FINAL_NORM && site.point() != Point.UNEMBED && site.point() != Point.LOGITS;
    }

    private static void same(String what, List<float[]> here, List<float[]> there) {
        for (int step = 0; step < there.size(); step++) {
            assertThat(here.get(step)).as("%s, step %d", what, step).isEqualTo(there.get(step));
        }
    }
}
