package io.patchclamp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A text that is read once is read as one that could be gone on with. */
class ReadOnceTest {
    private static final int[][] TEXTS = {{1, 5, 2, 7}, {3, 4}, {6}};

    @TempDir
    Path temporary;

    private record Reader(Point point, int layer, Map<String, List<float[]>> heard) implements Tap {
        @Override
        public void read(Slab slab) {
            heard.computeIfAbsent(point + " " + layer, k -> new ArrayList<>()).add(slab.data());
        }
    }

    private static List<Tap> everywhere(Model model, Map<String, List<float[]>> heard) {
        return model.sites().all().stream()
                .<Tap>map(s -> new Reader(s.point(), s.layer(), heard))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.patchclamp.FamilyConformanceTest#models")
    void readingOnceGivesTheBitsOfABegunDecodingAtEverySite(String name) throws IOException {
        try (Model model = FamilyConformanceTest.load(name, temporary)) {
            Map<String, List<float[]>> begun = new HashMap<>();
            Map<String, List<float[]>> once = new HashMap<>();
            Map<String, List<float[]>> observed = new HashMap<>();
            float[][] expected;
            try (Decoding decoding = model.begin()) {
                expected = decoding.feed(TEXTS, everywhere(model, begun), List.of());
            }
            assertThat(model.read(TEXTS, everywhere(model, once), List.of())).isDeepEqualTo(expected);
            model.observe(TEXTS, everywhere(model, observed), List.of());
            assertThat(once.keySet()).isEqualTo(begun.keySet()).isNotEmpty();
            begun.forEach((site, heard) -> {
                assertThat(once.get(site)).as(site).hasSameSizeAs(heard);
                assertThat(once.get(site).get(0)).as(site).isEqualTo(heard.get(0));
                assertThat(observed.get(site).get(0)).as(site).isEqualTo(heard.get(0));
            });
        }
    }
}
