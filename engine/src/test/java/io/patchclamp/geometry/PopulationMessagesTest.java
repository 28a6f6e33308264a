package io.patchclamp.geometry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What can go wrong with a population is on the page of messages. */
class PopulationMessagesTest {
    private final Responses responses = Populations.of(
            Map.of(
                    "kind", Populations.cycle(20, "a", "b"),
                    "same", Populations.cycle(20, "x"),
                    "none", Populations.cycle(20, ""),
                    "word", Populations.blocks(20, 10),
                    "half", Populations.blocks(20, 4)),
            Populations.noise(20, 5, 1),
            Populations.noise(20, 5, 2));

    @Test
    void eachMessageIsOnThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        Map<String, ThrowingCallable> mistakes = mistakes();
        for (Map.Entry<String, ThrowingCallable> mistake : mistakes.entrySet()) {
            assertThatThrownBy(mistake.getValue())
                    .as(mistake.getKey())
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageContaining(mistake.getKey())
                    .hasMessageContaining("\nTry: ");
        }
        for (String words : List.of(
                "has one value",
                "has no value",
                "fewer than K folds",
                "takes 3 folds or more",
                "Parts are held against each other, and N is too few",
                "Chance is what shuffled labels give",
                "A penalty is a finite number above 0",
                "and a population is read from finite numbers",
                "and this looks at one",
                "and distances are compared from 3 on",
                "Crossnobis multiplies differences of separate parts",
                "says 'A' and 'B' of one condition",
                "and no condition is named",
                "a path needs one space",
                "rows say nothing",
                "No trial has every offset from A to B",
                "and one of the two is followed",
                "Nothing is read from N units",
                "The item 'ITEM' of 'NAME' is 'A' and 'B' in 'NAME'",
                "How alike sites are cannot be told from N trials",
                "are more than can be looked at")) {
            assertThat(page).contains(words);
        }
    }

    private Map<String, ThrowingCallable> mistakes() {
        Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
        mistakes.put("no column 'kidn'", () -> Decoder.of(responses, "kidn").run());
        mistakes.put("has one value, [x]", () -> Decoder.of(responses, "same").run());
        mistakes.put("Parts are held against each other, and 1 is too few", () -> Rsa.of(responses, "word")
                .parts(1));
        mistakes.put("has no value", () -> Decoder.of(responses, "none").run());
        mistakes.put(
                "is in 2 groups of 'word', fewer than 5 folds",
                () -> Decoder.of(responses, "kind").group("word").run());
        mistakes.put(
                "takes 3 folds or more, got 2",
                () -> Decoder.of(responses, "kind").folds(2).run());
        List<String> lopsided = Stream.concat(Stream.of("a", "a", "a"), Populations.cycle(9, "b").stream())
                .toList();
        mistakes.put("'a' of column 'kind' is in 3 groups of prompt, fewer than 4 folds", () -> Decoder.of(
                        Populations.of(Map.of("kind", lopsided), Populations.noise(12, 3, 1)), "kind")
                .group("prompt")
                .folds(4)
                .run());
        mistakes.put("got 0 shuffles", () -> Decoder.of(responses, "kind").permutations(0));
        mistakes.put("above 0, got [-1.0]", () -> Decoder.of(responses, "kind").penalties(-1));
        float[][] broken = Populations.noise(20, 5, 1);
        broken[2][3] = Float.NaN;
        mistakes.put("Trial 3 has NaN at L0.resid_post[3]", () -> Decoder.of(
                        Populations.of(Map.of("kind", Populations.cycle(20, "a", "b")), broken), "kind")
                .run());
        mistakes.put("has 2 conditions, and distances are compared from 3 on", () -> Rsa.of(responses, "kind")
                .run());
        Responses three = Populations.of(
                Map.of(
                        "kind", Populations.cycle(21, "a", "b", "c"),
                        "one", Populations.cycle(21, "1", "2", "3"),
                        "mixed", Populations.blocks(21, 2)),
                Populations.noise(21, 4, 1));
        mistakes.put(
                "a condition of 'kind' is in 1 group of 'one'",
                () -> Rsa.of(three, "kind").group("one").run());
        mistakes.put(
                "The model 'mixed' says 'g0' and 'g1' of one condition",
                () -> Rsa.of(three, "kind").model("mixed").run());
        mistakes.put("no condition is named", () -> Pca.of(responses).run());
        mistakes.put("a path needs one space", () -> Pca.of(Populations.of(
                        Map.of("kind", Populations.cycle(20, "a", "b")),
                        Populations.noise(20, 5, 1),
                        Populations.noise(20, 6, 1)))
                .by("kind")
                .run());
        mistakes.put(
                "Components of 2 rows say nothing", () -> Pca.of(Populations.of(Map.of(), Populations.noise(2, 5, 1)))
                        .run());
        mistakes.put(
                "All pairs of 3000 units",
                () -> UnitCorrelations.of(
                        Populations.of(Map.of("kind", Populations.cycle(4, "a", "b")), Populations.noise(4, 3000, 1)),
                        "kind",
                        Shuffling.of(1, 0)));
        mistakes.put("Nothing is read from 0 units", () -> Decoder.of(responses, "kind")
                .select(0));
        mistakes.put(
                "How alike sites are cannot be told from 2 trials",
                () -> Alike.of(Populations.of(Map.of(), Populations.noise(2, 5, 1)), Shuffling.of(1, 0)));
        mistakes.put(
                "' is 'a' and 'b' in 'kind'",
                () -> Decoder.of(responses, "kind").group("prompt").item("same").run());
        mistakes.put("have no site [L9]", () -> responses.sites(List.of("L9")));
        return mistakes;
    }
}
