package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.generate.Generator;
import io.patchclamp.generate.Prompts;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Chat;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.RecordingFiles;
import io.patchclamp.trial.Trials;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Prompts as user turns, on a tiny model whose tokenizer puts a token before every text. */
class ChatTrialsTest {
    private static final String BEGINNING = """
            {"type": "TemplateProcessing", "pair": [], "special_tokens": {"<unk>": {"id": "<unk>", "ids": [0], "tokens": ["<unk>"]}},
             "single": [{"SpecialToken": {"id": "<unk>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]}""";

    @TempDir
    Path folder;

    private Model talking(String template) throws IOException {
        Path from = TestModels.tiny("grouped");
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(from.resolve(name), folder.resolve(name));
        }
        Map<String, Object> tokenizer =
                Json.parseObject(Files.readString(from.resolve("tokenizer.json")), "the tokenizer");
        tokenizer.put("post_processor", Json.parse(BEGINNING, "the beginning"));
        Files.writeString(folder.resolve("tokenizer.json"), Json.write(tokenizer));
        Files.writeString(folder.resolve("chat_template.jinja"), template);
        return Patchclamp.load(folder.toString());
    }

    @Test
    void promptsBecomeUserTurnsAndEventsMoveAlong() throws IOException {
        try (Model model = talking("ab{{ messages[0].content | trim }}cd{{ 'e' if add_generation_prompt }}")) {
            Trials chats = Trials.parse("prompt | n\na [[fox]] is | 1\n[[fox]] | 2\nplain | 3")
                    .inChat(model);
            assertThat(chats.items())
                    .containsExactly(
                            new Item("aba fox iscde", Map.of("n", "1"), Optional.of(new Span(4, 7)), true),
                            new Item("abfoxcde", Map.of("n", "2"), Optional.of(new Span(2, 5)), true),
                            new Item("abplaincde", Map.of("n", "3"), Optional.empty(), true));
            Trials spaced = new Trials(List.of(new Item("  a fox ", Map.of(), Optional.of(new Span(4, 8)))));
            assertThat(spaced.inChat(model).items())
                    .containsExactly(new Item("aba foxcde", Map.of(), Optional.of(new Span(4, 7)), true));
            assertThat(Trials.parse("clean | corrupt\na b | c d").inChat(model).items())
                    .containsExactly(new Item("abc dcde", Map.of("clean", "aba bcde"), Optional.empty(), true));
        }
    }

    @Test
    void aRecordingSaysWhichTemplateWroteItsPrompts() throws Exception {
        String template = "a{{ messages[0].content }}";
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(template.getBytes(UTF_8)));
        try (Model model = talking(template)) {
            assertThat(model.chatTemplate().orElseThrow().sha256()).isEqualTo(hash);
            Recorder recorder = Recorder.on(model).at("embed");
            Path chat = folder.resolve("chat.pclamp");
            RecordingFiles.save(recorder.record(Trials.of("b", "c").inChat(model)), chat);
            assertThat(Files.readString(chat.resolve("recording.json")))
                    .contains("\"trials\": 2,\n    \"template\": \"" + hash + "\"");
            RecordingFiles.save(recorder.record(Trials.of("b", "c")), chat);
            assertThat(Files.readString(chat.resolve("recording.json")))
                    .contains("\"trials\": 0,\n    \"template\": null")
                    .contains("\"tokenizer sha256\": \"");
        }
    }

    @Test
    void aWrittenChatGetsNoSecondBeginning() throws IOException {
        try (Model model = talking("a{{ messages[0].content }}")) {
            Item plain = Trials.of("ab").items().get(0);
            Item chat = Trials.of("b").inChat(model).items().get(0);
            assertThat(chat.prompt()).isEqualTo(plain.prompt());
            assertThat(Prompts.tokens(model, plain).ids()).startsWith(0).hasSize(3);
            assertThat(Prompts.tokens(model, chat).ids())
                    .isEqualTo(Prompts.tokens(model, plain).ids().subList(1, 3));
            assertThat(model.chat(Chat.of("b")).ids())
                    .isEqualTo(Prompts.tokens(model, chat).ids());
            assertThat(Trials.chats(model, Chat.of("b").assistant("c").ending(Chat.Ending.NOTHING))
                            .items())
                    .containsExactly(new Item("ab", Map.of(), Optional.empty(), true));
            assertThat(Generator.on(model)
                            .newTokens(2)
                            .generate(Trials.of("b").inChat(model))
                            .trials()
                            .get(0)
                            .prompt()
                            .ids())
                    .hasSize(2);
        }
    }

    @Test
    void whatCannotBeWrittenIsAnError() throws IOException {
        try (Model model = talking("{{ messages[0].content | length }}")) {
            Trials marked = Trials.parse("a [[fox]]");
            assertThatThrownBy(() -> marked.inChat(model))
                    .hasMessage("The event 'fox' cannot be found in what the chat template makes of the prompt: 5\n"
                            + "Try: a prompt without [[…]], or Trials.chats(model, …) with the event looked up in its"
                            + " text");
            Trials once = Trials.of("a").inChat(model);
            assertThatThrownBy(() -> once.inChat(model))
                    .hasMessage(
                            "The prompt '1' is a written chat already.\nTry: these trials without inChat or --chat");
        }
        try (Model model = TestModels.load("grouped")) {
            assertThat(model.chatTemplate()).isEmpty();
            assertThatThrownBy(() -> Trials.of("a").inChat(model))
                    .hasMessage(
                            "'grouped' has no chat template: it continues text, and was not taught to talk.\nTry: the"
                                    + " text as it is; or ChatTemplate.of(text) of another model, and"
                                    + " model.tokenizer().encodeWhole(template.render(chat))");
        }
    }
}
