package io.patchclamp.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatTemplateTest {
    private static final Set<String> SETTINGS =
            Set.of("messages", "tools", "documents", "add_generation_prompt", "continue_final_message");

    /** Real templates, from the packages that the file names, by real renderings: chat_templates.py made it. */
    @Test
    void everyFamilysChatIsWrittenAsTransformersWritesIt() throws IOException {
        Map<String, Object> all = fixture();
        Map<String, String> tokens = new LinkedHashMap<>();
        map(all.get("tokens")).forEach((name, token) -> tokens.put(name, (String) token));
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (Map.Entry<String, Object> one : map(all.get("templates")).entrySet()) {
            Map<String, Object> given = map(one.getValue());
            assertThat(given).containsKeys("source", "licence");
            ChatTemplate template = ChatTemplate.of(one.getKey(), Map.of("default", (String) given.get("text")), tokens)
                    .at(LocalDateTime.of(2026, 1, 9, 7, 5, 3));
            for (Map.Entry<String, Object> expected : map(given.get("cases")).entrySet()) {
                Chat chat = chat(map(map(all.get("conversations")).get(expected.getKey())));
                cases++;
                compare(template, chat, map(expected.getValue()))
                        .ifPresent(
                                difference -> wrong.add(one.getKey() + ", " + expected.getKey() + ": " + difference));
            }
        }
        assertThat(cases).isGreaterThan(800);
        assertThat(wrong).isEmpty();
    }

    private static Optional<String> compare(ChatTemplate template, Chat chat, Map<String, Object> expected) {
        try {
            String text = template.render(chat);
            return text.equals(expected.get("text")) ? Optional.empty() : Optional.of(text + "\nnot " + expected);
        } catch (PatchclampException e) {
            Object refused = expected.get("refused");
            boolean same = refused == null
                    ? expected.containsKey("failed")
                    : e.getMessage().contains(" refuses this chat, line ")
                            && e.getMessage().contains(": " + refused + "\nTry: ");
            return same ? Optional.empty() : Optional.of(e.getMessage() + "\nnot " + expected);
        }
    }

    private static Chat chat(Map<String, Object> conversation) {
        boolean open = Boolean.TRUE.equals(conversation.get("continue_final_message"));
        boolean answer = !Boolean.FALSE.equals(conversation.get("add_generation_prompt"));
        Chat chat = Chat.EMPTY.ending(open ? Chat.Ending.OPEN : answer ? Chat.Ending.ANSWER : Chat.Ending.NOTHING);
        for (Object message : (List<?>) conversation.get("messages")) {
            chat = chat.message(map(message));
        }
        if (conversation.containsKey("tools")) {
            chat = chat.tools(Json.write(conversation.get("tools")));
        }
        if (conversation.containsKey("documents")) {
            chat = chat.documents(Json.write(conversation.get("documents")));
        }
        for (Map.Entry<String, Object> variable : conversation.entrySet()) {
            chat = SETTINGS.contains(variable.getKey()) ? chat : chat.with(variable.getKey(), variable.getValue());
        }
        return chat;
    }

    private static Map<String, Object> fixture() throws IOException {
        try (InputStream in =
                new GZIPInputStream(ChatTemplateTest.class.getResourceAsStream("chat-templates.json.gz"))) {
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), "the templates");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void aTemplateForToolsIsTakenWhereThereAreTools() {
        ChatTemplate template = ChatTemplate.of(
                "'x'", Map.of("default", "plain", "tool_use", "tools: {{ tools | length }}", "rag", "rag"), Map.of());
        assertThat(template.render(Chat.of("a"))).isEqualTo("plain");
        assertThat(template.render(Chat.of("a").tools("[{}, {}]"))).isEqualTo("tools: 2");
        assertThat(template.named("rag").render(Chat.of("a"))).isEqualTo("rag");
        assertThat(template.named("rag").source()).isEqualTo("rag");
        assertThat(template.names()).containsExactlyInAnyOrder("default", "tool_use", "rag");
        assertThatThrownBy(() -> template.named("rug"))
                .hasMessage("There is no chat template 'rug' in 'x'.\nTry: rag, or default, or tool_use");
        assertThatThrownBy(() ->
                        ChatTemplate.of("'x'", Map.of("rag", ""), Map.of()).render(Chat.of("a")))
                .hasMessage("There is no usual chat template in 'x', only rag.\nTry: chatTemplate.named(\"rag\")");
    }

    @Test
    void aChatsOwnVariablesWinOverTheModels() {
        ChatTemplate template =
                ChatTemplate.of("'x'", Map.of("default", "{{ bos_token }}{{ eos_token }}"), Map.of("bos_token", "B"));
        assertThat(template.render(Chat.of("a"))).isEqualTo("B");
        assertThat(template.render(Chat.of("a").with("bos_token", 1).with("eos_token", List.of(true))))
                .isEqualTo("1[True]");
    }

    @Test
    void messagesSayWhatIsWrong() {
        assertThatThrownBy(() -> ChatTemplate.of("\n{% if %}"))
                .hasMessage("The chat template of this text cannot be read, line 2: Found '%}', expected an expression."
                        + "\nTry: ChatTemplate.of(text) with a text that is mended; the supported part of Jinja is in"
                        + " ChatTemplate's documentation");
        assertThatThrownBy(() -> render("{{ raise_exception('No ' + messages[0].role) }}"))
                .hasMessage(
                        "The chat template of this text refuses this chat, line 1: No user\nTry: other messages; the"
                                + " template's text, model.chatTemplate(), says which it takes");
        assertThatThrownBy(() -> render("{{ x.y }}"))
                .hasMessage("The chat template of this text fails in line 1: 'x' is undefined.\nTry: messages with what"
                        + " the template asks for, or chat.with(\"name\", value) for a variable it lacks");
        assertThatThrownBy(() -> render("{{ range(1000000) }}"))
                .hasMessage("The chat template of this text is stopped in line 1: A range of 1000000 numbers is asked"
                        + " for; 100000 is the most.\nTry: a shorter chat, or another template");
        assertThatThrownBy(() -> ChatTemplate.of("a").render(Chat.EMPTY))
                .hasMessage("The chat has no message, so there is nothing to write.\nTry: Chat.of(\"…\")");
        assertThatThrownBy(() -> Chat.of("a").with("now", LocalDateTime.MIN))
                .hasMessage(
                        "A chat cannot hold a java.time.LocalDateTime.\nTry: texts, numbers, truth values, null, and"
                                + " lists and maps of these");
        assertThatThrownBy(() -> Chat.parse("{\"role\": \"user\"}"))
                .hasMessage(
                        "The messages of a chat are a list of objects, and this is not: {role=user}.\nTry: [{…}, {…}]"
                                + " in JSON");
        assertThatThrownBy(() -> open("{{ messages[0].role }}"))
                .hasMessage("The last message of the chat has no content that could stay open, as the chat template of"
                        + " this text reads none.\nTry: chat.assistant(\"…\").ending(Chat.Ending.OPEN)");
        assertThatThrownBy(() -> open("{{ messages[0].content | upper }}"))
                .hasMessage("The chat template of this text does not write the last message as it is, so it cannot stay"
                        + " open.\nTry: Chat.Ending.ANSWER, and the beginning of the answer in the trial's own text");
    }

    private static String render(String source) {
        return ChatTemplate.of(source).render(Chat.of("a"));
    }

    private static String open(String source) {
        return ChatTemplate.of(source).render(Chat.of("a").ending(Chat.Ending.OPEN));
    }
}
