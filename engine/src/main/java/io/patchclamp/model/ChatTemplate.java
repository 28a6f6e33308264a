package io.patchclamp.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.jinja.Template;
import io.patchclamp.internal.jinja.TemplateFault;

/**
 * How a model wants a conversation written: the Jinja template that comes with it, rendered as {@code transformers}'
 * {@code apply_chat_template} renders it. Immutable; safe for several threads.
 *
 * <p>What it is rendered with: {@code messages} (without members that are null; {@code thinking} and {@code reasoning}
 * are there as {@code reasoning_content} too), {@code tools} and {@code documents} (None where there are none),
 * {@code add_generation_prompt}, the model's special tokens such as {@code bos_token}, then the chat's own variables.
 *
 * <p>What is supported of Jinja2, with Python's own arithmetic, printing, slices, and rules of truth:
 *
 * <ul>
 *   <li>blocks: {@code for} (with {@code if}, {@code else}, {@code recursive}), {@code break}, {@code continue},
 *       {@code if}, {@code set} (also of blocks, of several names, of a namespace), {@code macro}, {@code call},
 *       {@code filter}, {@code with}, {@code raw}, {@code print}, {@code generation}, comments; whitespace with
 *       {@code trim_blocks} and {@code lstrip_blocks}, {@code -} and {@code +};
 *   <li>expressions: all literals, operators, comparisons, slices, choices, calls with {@code *} and {@code **};
 *   <li>functions: {@code range}, {@code dict}, {@code namespace}, {@code cycler}, {@code joiner},
 *       {@code raise_exception}, {@code strftime_now}; everything of {@code loop};
 *   <li>methods of texts (but for {@code encode}, {@code translate}, {@code maketrans}, {@code format_map},
 *       {@code expandtabs}), lists and dicts; those that would change a list or dict are refused;
 *   <li>all tests; all filters but {@code filesizeformat}, {@code pprint}, {@code random}, {@code striptags},
 *       {@code urlize}, {@code wordwrap}, {@code xmlattr}.
 * </ul>
 *
 * <p>Not supported: {@code block}, {@code extends}, {@code include}, {@code import}, {@code autoescape}, whole numbers
 * beyond 64 bits. A template that takes more than 20 million steps, or writes more than 16 million characters, is
 * stopped.
 */
public final class ChatTemplate {
    private static final String MAIN = "default";
    private static final String FOR_TOOLS = "tool_use";

    private final String owner;
    private final Map<String, String> sources;
    private final Map<String, Object> tokens;
    private final Supplier<LocalDateTime> now;
    private final Template main;

    private ChatTemplate(
            String owner, Map<String, String> sources, Map<String, Object> tokens, Supplier<LocalDateTime> now) {
        this.owner = owner;
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
        this.now = now;
        this.main = sources.containsKey(MAIN) ? parsed(sources.get(MAIN)) : null;
    }

    /**
     * A template from its text, without a model.
     *
     * @param source the Jinja text
     * @return the template
     * @throws PatchclampException if it is no template; the message has the line
     */
    public static ChatTemplate of(String source) {
        return of("this text", Map.of(MAIN, Objects.requireNonNull(source, "source")), Map.of());
    }

    /**
     * A model's templates.
     *
     * @param owner whose they are, for messages: {@code 'smollm2'}
     * @param sources the Jinja texts by name; {@code default} is the usual one, {@code tool_use} is taken where there are
     *     tools
     * @param tokens the model's special tokens, such as {@code bos_token}, as texts
     * @return the template
     * @throws PatchclampException if the usual one is no template; the message has the line
     */
    public static ChatTemplate of(String owner, Map<String, String> sources, Map<String, String> tokens) {
        return new ChatTemplate(owner, sources, new LinkedHashMap<>(tokens), LocalDateTime::now);
    }

    /**
     * The same, with another clock for {@code strftime_now}, so that a text does not change from day to day.
     *
     * @param time what the template takes for now
     * @return a changed copy
     */
    public ChatTemplate at(LocalDateTime time) {
        Objects.requireNonNull(time, "time");
        return new ChatTemplate(owner, sources, tokens, () -> time);
    }

    /**
     * Another of the model's templates.
     *
     * @param name one of {@link #names}
     * @return a template that is this one alone
     * @throws PatchclampException if there is none of that name
     */
    public ChatTemplate named(String name) {
        if (!sources.containsKey(name)) {
            List<String> near = Nearest.to(name, sources.keySet(), 3);
            throw new PatchclampException(
                    "There is no chat template '" + name + "' in " + owner + ".", String.join(", or ", near));
        }
        return new ChatTemplate(owner, Map.of(MAIN, sources.get(name)), tokens, now);
    }

    /**
     * What the model's templates are called.
     *
     * @return most often {@code default} alone
     */
    public List<String> names() {
        return List.copyOf(sources.keySet());
    }

    /**
     * The Jinja text.
     *
     * @return of the usual template
     * @throws PatchclampException if there is only one of another name
     */
    public String source() {
        return sources.get(chosen(false));
    }

    /**
     * What tells its text from that of another model.
     *
     * @return SHA-256 of the Jinja text, in hexadecimal; of several texts that of each name, a line feed, its text and
     *     another line feed, in their order
     */
    public String sha256() {
        String text = sources.size() == 1
                ? sources.values().iterator().next()
                : sources.entrySet().stream()
                        .map(e -> e.getKey() + "\n" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether the text speaks of something, such as a variable that would have no effect otherwise.
     *
     * @param word such as {@code tools}
     * @return true if the word is anywhere in it
     */
    public boolean mentions(String word) {
        return sources.values().stream().anyMatch(source -> source.contains(word));
    }

    /**
     * Writes a conversation.
     *
     * @param chat the conversation
     * @return its text, beginning-of-text included where the template writes one: it is split into tokens with
     *     {@link Tokenizer#encodeWhole}, not {@link Tokenizer#encode}
     * @throws PatchclampException if it has no message, the template refuses it, or the template fails; the message has
     *     the template's line
     */
    public String render(Chat chat) {
        if (chat.messages().isEmpty()) {
            throw new PatchclampException("The chat has no message, so there is nothing to write.", "Chat.of(\"…\")");
        }
        String name = chosen(chat.tools().isPresent());
        Template template = name.equals(MAIN) ? main : parsed(sources.get(name));
        List<Map<String, Object>> messages = new ArrayList<>();
        chat.messages().forEach(message -> messages.add(Reasoning.known(message)));
        if (chat.ending() == Chat.Ending.OPEN) {
            OpenEnd open = OpenEnd.of(messages, sources.get(name), owner);
            return open.cut(rendered(template, chat, messages));
        }
        return rendered(template, chat, messages);
    }

    private String chosen(boolean tools) {
        if (tools && sources.containsKey(FOR_TOOLS)) {
            return FOR_TOOLS;
        }
        if (main == null) {
            throw new PatchclampException(
                    "There is no usual chat template in " + owner + ", only " + String.join(", ", names()) + ".",
                    "chatTemplate.named(\"" + names().get(0) + "\")");
        }
        return MAIN;
    }

    private String rendered(Template template, Chat chat, List<Map<String, Object>> messages) {
        Map<String, Object> variables = new LinkedHashMap<>(tokens);
        variables.putAll(chat.variables());
        variables.put("messages", messages);
        variables.put("tools", chat.tools().orElse(null));
        variables.put("documents", chat.documents().orElse(null));
        variables.put("add_generation_prompt", chat.ending() == Chat.Ending.ANSWER);
        try {
            return template.render(variables, now);
        } catch (TemplateFault fault) {
            throw explained(fault);
        }
    }

    private Template parsed(String source) {
        try {
            return Template.parse(source);
        } catch (TemplateFault fault) {
            throw explained(fault);
        }
    }

    private PatchclampException explained(TemplateFault fault) {
        String where = "The chat template of " + owner;
        String line = "line " + fault.line();
        String what =
                switch (fault.kind()) {
                    case SYNTAX -> where + " cannot be read, " + line + ": " + fault.getMessage() + ".";
                    case RAISED -> where + " refuses this chat, " + line + ": " + fault.getMessage();
                    case FAILED -> where + " fails in " + line + ": " + fault.getMessage() + ".";
                    case TOO_LARGE -> where + " is stopped in " + line + ": " + fault.getMessage() + ".";
                };
        String advice =
                switch (fault.kind()) {
                    case SYNTAX ->
                        "ChatTemplate.of(text) with a text that is mended; the supported part of Jinja is in"
                                + " ChatTemplate's documentation";
                    case RAISED -> "other messages; the template's text, model.chatTemplate(), says which it takes";
                    case FAILED ->
                        "messages with what the template asks for, or chat.with(\"name\", value) for a"
                                + " variable it lacks";
                    case TOO_LARGE -> "a shorter chat, or another template";
                };
        return new PatchclampException(what, advice, fault);
    }

    @Override
    public String toString() {
        return "chat template of " + owner + ", " + String.join(", ", names());
    }
}
