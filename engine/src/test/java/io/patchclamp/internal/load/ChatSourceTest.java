package io.patchclamp.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Chat;
import io.patchclamp.model.ChatTemplate;
import io.patchclamp.model.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatSourceTest {
    @TempDir
    Path directory;

    /** {@code chat_tokens.py} made the ids with {@code apply_chat_template(tokenize=True)}. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void chatsBecomeTheTokensThatTransformersMakesOfThem(int number) throws IOException {
        Map<String, Object> all = json("chat-tokens.json");
        Map<String, Object> one = map(((List<?>) all.get("cases")).get(number));
        FamilyTokenizersTest.Case given = FamilyTokenizersTest.Case.of((String) one.get("family"));
        given.fromDirectory(directory);
        place((String) one.get("where"), text((String) one.get("template")), map(one.get("tokens")));
        Tokenizer tokenizer = JsonTokenizers.from(directory);
        ChatTemplate template = tokenizer.chatTemplate().orElseThrow();
        map(all.get("chats")).forEach((name, messages) -> {
            String written = template.render(Chat.parse(Json.write(messages)));
            List<Integer> ids = tokenizer.encodeWhole(written).ids();
            assertThat(ids.stream().map(id -> (Object) (long) id).toList())
                    .as(one.get("template") + ", " + name + ": " + written)
                    .isEqualTo(map(one.get("ids")).get(name));
        });
        if (template.names().size() > 1) {
            assertThat(template.named("rag").render(Chat.of("a"))).isEqualTo("rag");
        }
    }

    private void place(String where, String text, Map<String, Object> tokens) throws IOException {
        Path file = directory.resolve("tokenizer_config.json");
        Map<String, Object> config = Files.exists(file)
                ? new LinkedHashMap<>(Json.parseObject(Files.readString(file), "it"))
                : new LinkedHashMap<>();
        config.putAll(tokens);
        config.put(
                "chat_template",
                switch (where) {
                    case "config" -> text;
                    case "named" ->
                        List.of(Map.of("name", "default", "template", text), Map.of("name", "rag", "template", "rag"));
                    default -> "not this one";
                });
        Files.writeString(file, Json.write(config));
        if (where.equals("jinja") || where.equals("folder")) {
            Files.writeString(directory.resolve("chat_template.jinja"), text);
        }
        if (where.equals("folder")) {
            Path folder = Files.createDirectory(directory.resolve("additional_chat_templates"));
            Files.writeString(folder.resolve("rag.jinja"), "rag");
        }
    }

    @Test
    void aGgufFileBringsItsTemplatesAndTokens() throws IOException {
        Map<String, Object> entries =
                new LinkedHashMap<>(FamilyTokenizersTest.Case.of("gemma").gguf());
        assertThat(GgufTokenizers.from(entries, "/a/tiny.gguf").chatTemplate()).isEmpty();
        entries.put("tokenizer.chat_template", "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}");
        entries.put("tokenizer.chat_template.tool_use", "{{ tools | length }}");
        ChatTemplate template =
                GgufTokenizers.from(entries, "/a/tiny.gguf").chatTemplate().orElseThrow();
        assertThat(template.render(Chat.of("x"))).isEqualTo("<bos>x<eos>");
        assertThat(template.render(Chat.of("x").tools("[{}]"))).isEqualTo("1");
        assertThat(template).hasToString("chat template of 'tiny.gguf', default, tool_use");
    }

    @Test
    void aTemplateThatCannotBeReadIsAnErrorWhenItIsAskedFor() throws IOException {
        FamilyTokenizersTest.Case.of("gemma").fromDirectory(directory);
        assertThat(JsonTokenizers.from(directory).chatTemplate()).isEmpty();
        Files.writeString(directory.resolve("chat_template.json"), "{\"chat_template\": \"{% if\"}");
        Tokenizer tokenizer = JsonTokenizers.from(directory);
        assertThatThrownBy(tokenizer::chatTemplate)
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith(
                        "The chat template of '" + directory.getFileName() + "' cannot be read, line 1: ");
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"chat_template\": [1]}");
        assertThatThrownBy(() -> JsonTokenizers.from(directory))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(
                        "chat_template is neither a text nor a list of objects with name and template.\nTry: ");
    }

    private static String text(String template) throws IOException {
        try (InputStream in = new GZIPInputStream(
                ChatSourceTest.class.getResourceAsStream("/io/patchclamp/model/chat-templates.json.gz"))) {
            Map<String, Object> all = Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), "it");
            return (String) map(map(all.get("templates")).get(template)).get("text");
        }
    }

    private static Map<String, Object> json(String name) throws IOException {
        try (InputStream in = ChatSourceTest.class.getResourceAsStream(name)) {
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), "it");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
