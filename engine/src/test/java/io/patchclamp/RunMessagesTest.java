package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What goes wrong while a model runs is on the page of messages, and what is on the page can go wrong. */
class RunMessagesTest {
    @Test
    void thePageHasEachMessageOfARunAndNoOther() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Recorder recorder = Recorder.on(model);
            Model closed = TestModels.load("biased");
            closed.close();
            Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
            mistakes.put("The prompt is empty", () -> recorder.record(Trials.of("")));
            mistakes.put(
                    "The prompt has N tokens; the context of MODEL holds M",
                    () -> recorder.record(Trials.of("a".repeat(4097))));
            mistakes.put(
                    "The text is too long for MODEL",
                    () -> Generator.on(model).newTokens(9).generate(Trials.of("a".repeat(4090))));
            mistakes.put("Pooling at the event, but the prompt 'TEXT' marks none", () -> recorder.pool(Pool.EVENT)
                    .record(Trials.of("abc")));
            mistakes.put("The window keeps tokens A to B", () -> recorder.window(5, 6)
                    .record(Trials.of("abc")));
            mistakes.put(
                    "'TOKENS' chooses no token of 'TEXT' to record",
                    () -> recorder.tokens(TokenChoice.parse("/z/")).record(Trials.of("abc")));
            mistakes.put(
                    "The model ended 'TEXT' with new token N, before it read one of 'TOKENS' to record",
                    RunMessagesTest::endAtOnce);
            mistakes.put(
                    "mixes queries that see different numbers of keys",
                    () -> recorder.at("L0.attn.pattern").pool(Pool.MEAN).record(Trials.of("abc")));
            mistakes.put("The model's output is not a number", () -> Generator.on(model)
                    .edits(List.of(Clamp.of(model.select("L1.resid_post"), Float.POSITIVE_INFINITY)))
                    .generate(Trials.of("abc")));
            mistakes.put(
                    "A text outgrew N tokens, from where all its tokens are turned anew",
                    RunMessagesTest::outgrowTheContextOfALongRopeAfterAnEdit);
            mistakes.put("The model NAME is closed", () -> Recorder.on(closed).record(Trials.of("abc")));
            mistakes.put("Interrupted while", () -> {
                Thread.currentThread().interrupt();
                recorder.record(Trials.of("abc"));
            });
            mistakes.forEach((message, mistake) -> assertThat(catchThrowable(mistake))
                    .as(message)
                    .isInstanceOf(PatchclampException.class)
                    .message()
                    .containsPattern(pattern(message)));
            assertThat(page("From running a model")).containsExactlyElementsOf(mistakes.keySet());
        }
    }

    private static void endAtOnce() {
        Trials trials = Trials.of("abc");
        int first;
        try (Model model = TestModels.load("grouped")) {
            first = Generator.on(model)
                    .newTokens(1)
                    .generate(trials)
                    .trials()
                    .get(0)
                    .tokens()
                    .get(0)
                    .id();
        }
        try (Model model = TestModels.ending("grouped", first)) {
            Recorder.on(model)
                    .newTokens(5)
                    .tokens(TokenChoice.parse("generated"))
                    .record(trials);
        }
    }

    private static void outgrowTheContextOfALongRopeAfterAnEdit() {
        Write nothing = new Write() {
            @Override
            public Point point() {
                return Point.EMBED;
            }

            @Override
            public int layer() {
                return -1;
            }

            @Override
            public void write(Slab slab) {
                // it is enough that something could be forced
            }
        };
        try (Model model = TestModels.load("phi3-longrope");
                Decoding decoding = model.begin()) {
            decoding.feed(new int[][] {new int[5], new int[20]}, List.of(), List.of(nothing));
            decoding.keep(1);
            decoding.feed(new int[][] {new int[5]}, List.of(), List.of());
        }
    }

    /** A word in capitals stands for whatever was there. */
    private static String pattern(String message) {
        StringBuilder out = new StringBuilder();
        for (String word : message.split("(?<=\\W)|(?=\\W)")) {
            out.append(
                    word.matches("[A-Z]+") && !word.equals("A") || word.equals("A") && message.contains("A to B")
                            ? ".+"
                            : Pattern.quote(word));
        }
        return out.toString();
    }

    private static List<String> page(String section) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        int start = page.indexOf("## " + section);
        int end = page.indexOf("\n## ", start);
        Matcher row = Pattern.compile("(?m)^\\| (.+?) \\|").matcher(page.substring(start, end));
        return row.results()
                .map(m -> m.group(1))
                .filter(m -> !m.equals("message"))
                .toList();
    }
}
