package io.patchclamp.metric;

import java.util.Map;
import java.util.Random;

import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MetricTest {
    /** Ids: 0 beginning of text, 1 " Paris", 2 " Rome", 3 "yes", 4 a newline. */
    private final WordTokenizer tokenizer = new WordTokenizer(" Paris", " Rome", "yes", "\n");

    /** Exponentials 1, 8, 4, 2, 1: probabilities in sixteenths. */
    private final float[] logits = {0, (float) Math.log(8), (float) Math.log(4), (float) Math.log(2), 0};

    private final float[] flat = {3, 3, 3, 3, 3};
    private final Map<String, String> columns = Map.of("answer", " Paris", "wrong one", " Rome", "none", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "prob(\" Paris\") → 0.5",
                "prob(' Rome') → 0.25",
                "prob(\"\\n\") → 0.0625",
                "logit(\"yes\") → 0.6931471805599453",
                "logprob(\"yes\") → -2.0794415416798357",
                "logit(\" Paris\") - logit(\" Rome\") → 0.6931471805599453",
                "logit(answer) - logit( wrong one ) → 0.6931471805599453",
                "prob(answer)/prob(wrong one) → 2",
                "entropy → 1.2996509635498975",
                "loss → 1.25",
                "2 + 3 * 4 - 10 / 5 → 12",
                "(2 + 3) * 4 → 20",
                "10 - 4 - 3 → 3",
                "16 / 4 / 2 → 2",
                "-prob(\" Paris\") * -2 → 1",
                "--3 → 3",
                "1.5e1 + .5 → 15.5",
                "-(1 + 2) → -3",
            })
    void evaluates(String text, double expected) {
        Reading reading = Reading.of(logits).withBaseline(flat).withLoss(1.25);

        assertThat(Metric.parse(text).evaluate(reading, tokenizer, columns)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void klIsTheDivergenceFromTheUneditedRun() {
        Metric kl = Metric.parse("kl");

        // p is flat: ln(1/5) less the mean logarithm of q
        double expected =
                Math.log(0.2) - (Math.log(1 / 2.) + Math.log(1 / 4.) + Math.log(1 / 8.) + 2 * Math.log(1 / 16.)) / 5;
        assertThat(kl.evaluate(logits, flat, tokenizer, columns)).isCloseTo(expected, within(1e-6));
        assertThat(kl.evaluate(logits, logits.clone(), tokenizer, columns)).isZero();
        assertThat(kl.evaluate(flat, new float[] {1, 1, 1, 1, 1}, tokenizer, columns))
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void whatCannotHappenCountsForNothing() {
        float[] masked = {Float.NEGATIVE_INFINITY, 0, 0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};

        assertThat(Metric.parse("entropy").evaluate(masked, flat, tokenizer, columns))
                .isCloseTo(Math.log(2), within(1e-12));
        assertThat(Metric.parse("kl").evaluate(flat, masked, tokenizer, columns))
                .isCloseTo(Math.log(2.5), within(1e-6));
        assertThat(Metric.parse("kl").evaluate(masked, flat, tokenizer, columns))
                .isInfinite();
    }

    @Test
    void largeLogitsDoNotOverflow() {
        float[] large = {5000, 5000, 0, 0, -5000};

        assertThat(Metric.parse("prob(\" Paris\")").evaluate(large, flat, tokenizer, columns))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void lossIsTheMeanOverAllTokensButTheFirst() {
        float[][] positions = {logits, flat, logits};

        assertThat(Reading.loss(positions, new int[] {0, 1, 2}))
                .isCloseTo((Math.log(2) + Math.log(5)) / 2, within(1e-6));
        assertThatThrownBy(() -> Reading.loss(positions, new int[] {3}))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("'loss' is about tokens that have others before them, and this text is 1 token."
                        + "\nTry: a longer prompt, or another metric");
        assertThatThrownBy(() -> Reading.loss(positions, new int[] {0, 1, 2, 3, 4}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 tokens, but logits at 3 positions only");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "logit(a) → logits",
                "logit(a) - logit(b) → logits",
                "logprob(a) → nats",
                "kl → nats",
                "entropy - loss → nats",
                "prob(a) - 0.5 → probability",
                "1 - prob(a) → probability",
                "2 * logit(a) / 3 → logits",
                "prob(a) / prob(b) → ``",
                "prob(a) * prob(b) → probability × probability",
                "kl / prob(a) → nats / probability",
                "1 / kl → 1 / nats",
                "kl + prob(a) → mixed units",
                "(kl + prob(a)) / kl → mixed units",
                "3 → ``",
            })
    void knowsItsUnit(String text, String unit) {
        assertThat(Metric.parse(text).unit()).isEqualTo(unit == null ? "" : unit);
    }

    @Test
    void saysWhatItNeeds() {
        Metric metric = Metric.parse("kl - logit(answer) + prob(' x') * logit(wrong one)");

        assertThat(metric.columns()).containsExactly("answer", "wrong one");
        assertThat(metric.needsBaseline()).isTrue();
        assertThat(metric.needsLoss()).isFalse();
        assertThat(Metric.parse("-(2 * loss)").needsLoss()).isTrue();
        assertThat(metric).hasToString("kl - logit(answer) + prob(' x') * logit(wrong one)");
    }

    @Test
    void aTargetOfSeveralTokensShowsItsSplit() {
        assertThatThrownBy(() -> evaluate("logit(\"Parisian\")"))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("The target \"Parisian\" is 2 tokens, not one: Parisi an."
                        + "\nTry: \" Parisian\" with a space before it, as inside a sentence, or --first to take its"
                        + " first token");
        assertThatThrownBy(() ->
                        Metric.parse("prob(x)").evaluate(Reading.of(logits), tokenizer, Map.of("x", " Rome Rome")))
                .hasMessage("The target \" Rome Rome\" (column 'x') is 2 tokens, not one: ·Rome ·Rome."
                        + "\nTry: another target, or --first to take its first token");
    }

    @Test
    void firstTakesTheFirstTokenOfTheTextItself() {
        Metric first = Metric.parse("prob(\" Paris is large\")").first();

        assertThat(first.evaluate(Reading.of(logits), tokenizer, columns)).isCloseTo(0.5, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "logit(anwser) → The metric takes a target from the column 'anwser', and there is none. → "
                        + "'answer' or 'none'; or quotes for the text itself: \" anwser\"",
                "logit(none) → The metric takes a target from the column 'none', which is empty in this trial. → "
                        + "a text in every row of 'none'",
                "logit(\"other\") → The target 'other' is token 5, but there are logits for 5 tokens only. → "
                        + "a target that the model can say",
                "kl → 'kl' compares with the unedited run, and there is none here. → "
                        + "entropy or logprob(…), or kl where something is edited",
                "loss → 'loss' needs the distribution at every position, and only one is read here. → "
                        + "logprob(…) of the token that should come next",
            })
    void whatIsMissingIsNamed(String text, String what, String advice) {
        assertThatThrownBy(() -> evaluate(text))
                .isInstanceOf(PatchclampException.class)
                .hasMessage(what + "\nTry: " + advice);
    }

    @Test
    void withoutColumnsATargetNeedsQuotes() {
        assertThatThrownBy(() -> Metric.parse("logit(Paris)").evaluate(Reading.of(logits), tokenizer, Map.of()))
                .hasMessage("The metric takes a target from the column 'Paris', and there is none: the trials have no"
                        + " columns.\nTry: quotes for the text itself: \" Paris\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "logit(\" a\") - → 13 → Something is missing at the end.",
                "logit(\" a → 6 → The quote that opens here is never closed.",
                "logit(\" a\" → 5 → The '(' here is never closed.",
                "logit(a → 5 → The '(' here is never closed.",
                "(1 + 2 → 0 → The '(' here is never closed.",
                "1 + 2) → 5 → The ')' here was never opened.",
                "1 2 → 2 → An operator is missing before this.",
                "logit(\"a\", \"b\") → 9 → ')' is missing before this.",
                "logit() → 6 → A target is missing here.",
                "logit(\"\") → 6 → The target is empty.",
                "logit(f(x)) → 7 → '(' cannot stand in a column's name.",
                "logit(“ Paris”) → 6 → '“' is not the quote of a keyboard.",
                "logit(\"\\q\") → 7 → '\\q' is no escape.",
                "logit → 0 → 'logit' needs a target.",
                "kl(\" a\") → 2 → 'kl' takes no target.",
                "\" a\" → 0 → A text alone is no number.",
                "1 + % → 4 → '%' cannot stand here.",
                "2 * ( ) → 6 → ')' cannot stand here.",
            })
    void mistakesMarkThePlace(String text, int place, String what) {
        assertThatThrownBy(() -> Metric.parse(text))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith(what + "\n  " + text + "\n  " + " ".repeat(place) + "^\nTry: ");
    }

    @Test
    void unknownMeasuresNameTheNearest() {
        assertThatThrownBy(() -> Metric.parse("logits(\" a\")"))
                .hasMessage("There is no 'logits' to measure.\n  logits(\" a\")\n  ^"
                        + "\nTry: logit(…); there are logit(…), logprob(…), prob(…), entropy, kl and loss");
        assertThatThrownBy(() -> Metric.parse("1 - entrpy"))
                .hasMessage("There is no 'entrpy' to measure.\n  1 - entrpy\n      ^"
                        + "\nTry: entropy; there are logit(…), logprob(…), prob(…), entropy, kl and loss");
    }

    @Test
    void emptyAndEndlessMetricsAreRefused() {
        assertThatThrownBy(() -> Metric.parse(" "))
                .hasMessage(
                        "The metric is empty.\nTry: for example logit(\" Paris\") - logit(\" Rome\"), kl or entropy");
        assertThatThrownBy(() -> Metric.parse("1+".repeat(1_500)))
                .hasMessageStartingWith("The metric has 3000 characters; 2000 are allowed.\nTry: ");
        assertThatThrownBy(() -> Metric.parse("(".repeat(1_000)))
                .hasMessageStartingWith("The metric nests more than 50 deep.\n");
    }

    @Test
    void noTextMakesAnyOtherError() {
        String[] scraps = {
            "logit",
            "prob",
            "logprob",
            "(",
            ")",
            "\" Paris\"",
            "'x'",
            "answer",
            "kl",
            "loss",
            "entropy",
            "+",
            "-",
            "*",
            "/",
            "1",
            "2.5",
            ".",
            "e9",
            " ",
            "\"",
            "\\",
            "é",
            "😀",
            ","
        };
        Random random = new Random(11);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "" : "kl - prob(answer) ");
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(scraps[random.nextInt(scraps.length)]);
            }
            try {
                Metric.parse(text.toString()).evaluate(logits, flat, tokenizer, columns);
                read++;
            } catch (PatchclampException e) {
                assertThat(e).hasMessageContaining("\nTry: ");
            }
        }
        assertThat(read).isBetween(1_500, 15_000);
    }

    @Test
    void aReadingsRunsMustBeOfOneVocabulary() {
        assertThatThrownBy(() -> Reading.of(logits).withBaseline(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 logits, but 3 in the unedited run");
    }

    private double evaluate(String text) {
        return Metric.parse(text).evaluate(Reading.of(logits), tokenizer, columns);
    }
}
