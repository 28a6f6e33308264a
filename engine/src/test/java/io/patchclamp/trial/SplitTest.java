package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SplitTest {
    /** Eight frames, each with the same six words. */
    private static Trials crossed() {
        StringBuilder body = new StringBuilder("prompt | template | word | number\n");
        for (String frame :
                List.of("A wet", "Some big", "That tiny", "Her old", "My new", "Our own", "His fat", "No such")) {
            for (String word : List.of("dog", "cats", "bird", "cows", "fox", "owls")) {
                body.append(frame).append(" [[").append(word).append("]] near here");
                body.append(" | ").append(frame).append(" | ").append(word);
                body.append(" | ").append(word.endsWith("s") ? "pl" : "sg").append('\n');
            }
        }
        return Trials.parse(body.toString());
    }

    private static Set<String> values(Trials trials, String column) {
        return trials.items().stream().map(i -> i.columns().get(column)).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void noGroupIsOnBothSides(long seed) {
        Split split = crossed().split("template", 0.5, seed);

        assertThat(split.s().count()).isEqualTo(24);
        assertThat(values(split.s(), "template")).doesNotContainAnyElementsOf(values(split.t(), "template"));
        assertThat(split.warnings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("24 of 24 trials in T have the same event");
        List<Integer> all = new ArrayList<>(split.sNumbers());
        all.addAll(split.tNumbers());
        assertThat(all).doesNotHaveDuplicates().hasSize(48);
        assertThat(split.s()).isEqualTo(crossed().choose(split.sNumbers()));
        assertThat(split).hasToString("S 24 trials, T 24 trials, split by template (8 groups), seed " + seed);
    }

    @Test
    void theSameSeedGivesTheSameSplitInWhateverOrderTheRowsAre() {
        Trials trials = crossed();
        List<Trials.Item> shuffled = new ArrayList<>(trials.items());
        Collections.shuffle(shuffled, new Random(3));
        Split a = trials.split("template", 0.5, 7);
        Split b = new Trials(shuffled).split("template", 0.5, 7);

        assertThat(a).isEqualTo(trials.split("template", 0.5, 7));
        assertThat(new HashSet<>(b.s().items())).isEqualTo(new HashSet<>(a.s().items()));
        assertThat(trials.split("template", 0.5, 8).sNumbers()).isNotEqualTo(a.sNumbers());
    }

    @Test
    void splittingByWordWarnsOfSharedFramesAndOfALevelOnOneSide() {
        Split split = crossed().where("word in ['dog', 'cats']").split("word", 0.5, 1);

        assertThat(split.warnings())
                .anyMatch(
                        w -> w.matches("8 of 8 trials in T have a prompt that is the same but for one word or the event"
                                + " in S, such as '.+'\\."))
                .anyMatch(w -> w.matches("2 of 2 values of 'number' are in one part only, such as 'sg' in [ST]\\."));
        Trials three = Trials.parse("prompt | t | c\na | 1 | x\nb | 2 | x\nc | 2 | y");
        assertThat(three.split("t", 0.5, 1).warnings()).anyMatch(w -> w.matches("c 'y' is only in [ST]\\."));
    }

    @Test
    void aFullyCrossedDesignHangsTogetherByBothColumns() {
        assertThatThrownBy(() -> crossed().split(List.of("template", "word"), 0.5, 1))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("All 48 trials are one group by template and word, which cannot be split.\n"
                        + "Try: a column with more groups");
        Trials blocks = Trials.parse("prompt | t | w\np | 1 | a\nq | 2 | a\nr | 3 | b\ns | 3 | c");
        Split split = blocks.split(List.of("t", "w"), 0.5, 1);
        assertThat(split.groups()).isEqualTo(2);
        assertThat(List.of(split.sNumbers(), split.tNumbers())).containsExactlyInAnyOrder(List.of(0, 1), List.of(2, 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void conditionsAreEvenInBothParts(long seed) {
        StringBuilder body = new StringBuilder("prompt | noun | animate | frame\n");
        for (int noun = 0; noun < 42; noun++) {
            for (int k = 0; k <= noun % 3; k++) {
                body.append("w")
                        .append(noun)
                        .append(" said ")
                        .append(noun * k)
                        .append(" | n")
                        .append(noun);
                body.append(noun % 2 == 0 ? " | yes" : " | no")
                        .append(" | ")
                        .append((noun * 7 + k) % 4)
                        .append('\n');
            }
        }
        Trials trials = Trials.parse(body.toString());

        Split split = trials.split(List.of("noun"), "animate", 0.5, seed);
        for (String level : List.of("yes", "no")) {
            assertThat(count(split.s(), "animate", level)).isCloseTo(count(split.t(), "animate", level), within(1L));
        }
        assertThat(split.s().count()).isCloseTo(split.t().count(), within(2));
        Split third = trials.split("noun", 1 / 3.0, seed);
        for (String level : List.of("yes", "no")) {
            assertThat(3 * count(third.s(), "animate", level)).isCloseTo(42L, within(6L));
        }
        for (String level : List.of("0", "1", "2", "3")) {
            assertThat(3 * count(third.s(), "frame", level)).isCloseTo(count(trials, "frame", level), within(6L));
        }
    }

    private static long count(Trials trials, String column, String level) {
        return trials.items().stream()
                .filter(i -> level.equals(i.columns().get(column)))
                .count();
    }

    @Test
    void withoutAColumnNearDuplicatesStayTogether() {
        Split split = crossed().split(0.25, 5);

        assertThat(split.by()).isEqualTo("likeness of the prompts");
        assertThat(split.warnings()).noneMatch(w -> w.contains("one word"));
        assertThatThrownBy(() -> Trials.of("one two", "one three", "ONE  four").split(0.5, 1))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("All 3 trials are one group by likeness of the prompts, which cannot be split.\n"
                        + "Try: a column that names each trial's template or word, and split(\"template\", …)");
    }

    @Test
    void whatCannotBeSplitSaysWhy() {
        Trials gaps = Trials.parse("prompt | t\na | x\nb |");
        assertThatThrownBy(() -> gaps.split("t", 0.5, 1))
                .hasMessage("The trial 'b' has no 't', so it is in no group.\nTry: a value in every row of 't'");
        assertThatThrownBy(() -> gaps.split("t", 1, 1))
                .hasMessage("A part of 1.0 of the trials leaves nothing on one side.\nTry: 0.5");
        assertThatThrownBy(() -> gaps.split("u", 0.5, 1))
                .hasMessage("The trials have no column 'u'; they have t.\nTry: 't'");
    }

    @Test
    void theSamePromptOnBothSidesIsSaid() {
        Split split = Trials.parse("prompt | t\na | x\na | y").split("t", 0.5, 1);
        assertThat(split.warnings()).containsExactly("1 of 1 trials in T have the same prompt in S, such as 'a'.");
    }
}
