package io.patchclamp.figure;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeatMapLayoutTest {
    static final String[] TOKENS = {
        "Hello",
        ",",
        "·I",
        "·am",
        "⏎",
        "·internationalization",
        "你好世界",
        "😀",
        "·🤖🤖",
        "⟨im_end⟩",
        "مرحبا",
        "n\u0303",
        "",
        "a\nb",
        "\u202eabc",
        "\ud800",
        "⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥⇥",
        "W".repeat(40)
    };

    /** Any matrix, any tokens, any options: it draws, and no two texts touch, and none leaves the page. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noTextTouchesAnotherOrThePageEdge(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            HeatMap map = any(random);
            HeatMapPlan plan = map.plan();
            try (Ink ink = new HeatMapPainter(map, plan).paint()) {
                check(
                        ink,
                        "seed " + seed + ", round " + round + ": "
                                + plan.words().caption());
            }
        }
    }

    private static HeatMap any(Random random) {
        int[] sizes = {1, 2, 3, 5, 8, 18, 19, 40, 97, 200, 576};
        int tokens = sizes[random.nextInt(sizes.length)];
        int units = random.nextInt(4) == 0 ? 1536 : sizes[random.nextInt(sizes.length)];
        float[] data = new float[tokens * units];
        int kind = random.nextInt(4);
        for (int i = 0; i < data.length; i++) {
            data[i] = kind == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian();
            data[i] *= kind == 1 ? 1e30f : kind == 2 ? 1e-44f : 1;
        }
        List<String> names = new ArrayList<>();
        int[] ids = new int[units];
        int[] n = new int[tokens];
        for (int t = 0; t < tokens; t++) {
            names.add(TOKENS[random.nextInt(TOKENS.length)]);
            n[t] = 1 + random.nextInt(3);
        }
        for (int u = 0; u < units; u++) {
            ids[u] = (u == 0 ? 0 : ids[u - 1]) + 1 + random.nextInt(60);
        }
        HeatMap map = HeatMap.of(Picture.matrix(tokens, units, data)).tokens(names);
        map = random.nextBoolean() ? map.units(ids) : map;
        map = random.nextBoolean() ? map.promptLength(random.nextInt(tokens + 1)) : map;
        map = random.nextBoolean() ? map.timeOnX(random.nextBoolean()) : map;
        map = random.nextBoolean() ? map.trialsPerToken(n) : map;
        map = random.nextBoolean() ? map.title("A claim that is long enough to need a second line. ".repeat(3)) : map;
        map = random.nextBoolean() ? map.unitLabel("dimension of the residual stream") : map;
        map = random.nextBoolean() ? map.valueLabel("a very long name of a value in 你好 (nats per token)") : map;
        return map.width(300 + random.nextInt(900));
    }

    static void check(Ink ink, String what) {
        List<Ink.Written> written = ink.written();
        assertThat(written).isNotEmpty();
        for (int i = 0; i < written.size(); i++) {
            Rectangle2D box = written.get(i).area().getBounds2D();
            assertThat(new Rectangle2D.Double(2, 2, ink.width() - 4, ink.height() - 4).contains(box))
                    .as("'%s' at %s leaves %d x %d, %s", written.get(i).text(), box, ink.width(), ink.height(), what)
                    .isTrue();
            for (int j = 0; j < i; j++) {
                assertThat(touch(written.get(i).area(), written.get(j).area()))
                        .as(
                                "'%s' on '%s', %s",
                                written.get(i).text(), written.get(j).text(), what)
                        .isFalse();
            }
        }
    }

    private static boolean touch(Shape a, Shape b) {
        if (!a.getBounds2D().intersects(b.getBounds2D())) {
            return false;
        }
        Area both = new Area(a);
        both.intersect(new Area(b));
        return !both.isEmpty();
    }

    @Test
    void allUnitsAreLabelledWithTheirOwnNumberWhereThereIsRoom() {
        HeatMapPlan plan = HeatMap.of(Picture.filled(9, 3, 1))
                .units(new int[] {12, 731, 1054})
                .plan();
        assertThat(plan.unitTicks()).extracting(t -> t.runs().get(0).text()).containsExactly("12", "731", "1054");
        assertThat(plan.peakTicks()).isEmpty();
    }

    @Test
    void thePromptIsNamedOnlyWhereItsNameHasRoomBesideTheOther() {
        for (int tokens : new int[] {2, 18}) {
            HeatMap map =
                    HeatMap.of(Picture.filled(tokens, 50, 1)).promptLength(1).timeOnX(false);
            try (Ink ink = new HeatMapPainter(map, map.plan()).paint()) {
                check(ink, tokens + " tokens");
                assertThat(ink.written()).extracting(Ink.Written::text).contains("generated");
                assertThat(ink.written().stream().anyMatch(w -> w.text().equals("prompt")))
                        .isEqualTo(tokens == 18);
            }
        }
    }

    @Test
    void unitsInARowGetRoundNumbers() {
        int[] ids = new int[1000];
        Arrays.setAll(ids, i -> 515 + i);
        List<AxisLabels.Tick> ticks =
                HeatMap.of(Picture.filled(4, 1000, 1)).units(ids).plan().unitTicks();
        assertThat(ticks).hasSizeGreaterThan(3).allSatisfy(t -> {
            int id = Integer.parseInt(t.runs().get(0).text());
            assertThat(id % 50).isZero();
            assertThat(id).isEqualTo(515 + t.item());
        });
    }

    @Test
    void thePeakMarkersNameTheUnitThatWasPlanted() {
        float[] data = Picture.noise(18 * 1536, 9);
        data[5 * 1536 + 731] = -60;
        HeatMapPlan plan = HeatMap.of(Picture.matrix(18, 1536, data)).plan();
        assertThat(plan.peakTicks().get(0).runs().get(0).text()).isEqualTo("731");
        assertThat(plan.peakTicks().get(0).item()).isEqualTo(731);
    }

    @Test
    void noCellHoldsPromptAndGeneratedTokens() {
        for (int items : new int[] {7, 1400}) {
            for (int split = 1; split < items; split += 3) {
                Axis axis = Axis.fit(items, split, 600, 18, 90);
                assertThat(axis.cellOf(split - 1)).isLessThan(axis.cellOf(split));
                assertThat(axis.cellOf(items - 1)).isEqualTo(axis.cells() - 1);
                assertThat(axis.start(axis.cellOf(split)) - axis.start(axis.cellOf(split - 1)))
                        .isEqualTo(axis.cell() + Axis.GAP);
            }
        }
    }
}
