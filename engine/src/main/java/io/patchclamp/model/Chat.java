package io.patchclamp.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.json.Json;

/**
 * A conversation, and what a {@link ChatTemplate} is told besides. Immutable: each method gives a longer or changed copy.
 * {@code Chat.of("Who are you?")} is one user turn that the model is to answer.
 *
 * @param messages each with a {@code role}, most with a {@code content}, some with {@code tool_calls} and the like; values
 *     are texts, numbers, truth values, null, and lists and maps of these
 * @param tools JSON schemas of functions, if the model is offered any
 * @param documents texts to answer from, each with {@code title} and {@code text}, if there are any
 * @param variables what the template is told by name, such as {@code enable_thinking}; they win over its own, such as
 *     {@code bos_token}
 * @param ending what comes after the last message
 */
public record Chat(
        List<Map<String, Object>> messages,
        Optional<List<Map<String, Object>>> tools,
        Optional<List<Map<String, Object>>> documents,
        Map<String, Object> variables,
        Ending ending) {
    /** A conversation without messages, to begin from. */
    public static final Chat EMPTY = new Chat(List.of(), Optional.empty(), Optional.empty(), Map.of(), Ending.ANSWER);

    /** What comes after the last message. */
    public enum Ending {
        /** The beginning of the model's answer: {@code add_generation_prompt}. */
        ANSWER,
        /** Nothing. */
        NOTHING,
        /** The last message stays open, for the model to go on with it: {@code continue_final_message}. */
        OPEN
    }

    public Chat {
        messages = messages.stream().map(Chat::plainMap).toList();
        tools = tools.map(all -> all.stream().map(Chat::plainMap).toList());
        documents = documents.map(all -> all.stream().map(Chat::plainMap).toList());
        variables = plainMap(variables);
        Objects.requireNonNull(ending, "ending");
    }

    /**
     * One user turn, to be answered.
     *
     * @param text what the user says
     * @return the conversation
     */
    public static Chat of(String text) {
        return EMPTY.user(text);
    }

    /**
     * Messages in JSON, to be answered.
     *
     * @param json such as {@code [{"role": "user", "content": "Who are you?"}]}
     * @return the conversation
     * @throws io.patchclamp.fault.LoadException if it is no JSON
     * @throws PatchclampException if it is no list of objects
     */
    public static Chat parse(String json) {
        Chat chat = EMPTY;
        for (Map<String, Object> message : objects(json, "The messages")) {
            chat = chat.message(message);
        }
        return chat;
    }

    /**
     * Adds what the system says.
     *
     * @param text its text
     * @return a longer copy
     */
    public Chat system(String text) {
        return message("system", text);
    }

    /**
     * Adds what the user says.
     *
     * @param text its text
     * @return a longer copy
     */
    public Chat user(String text) {
        return message("user", text);
    }

    /**
     * Adds what the model says.
     *
     * @param text its text
     * @return a longer copy
     */
    public Chat assistant(String text) {
        return message("assistant", text);
    }

    private Chat message(String role, String text) {
        return message(Map.of("role", role, "content", Objects.requireNonNull(text, "text")));
    }

    /**
     * Adds a message of any form, such as one with {@code tool_calls}.
     *
     * @param message its parts
     * @return a longer copy
     */
    public Chat message(Map<String, Object> message) {
        List<Map<String, Object>> all = new ArrayList<>(messages);
        all.add(message);
        return new Chat(all, tools, documents, variables, ending);
    }

    /**
     * Offers tools to the model.
     *
     * @param json a list of JSON schemas
     * @return a changed copy
     * @throws io.patchclamp.fault.LoadException if it is no JSON
     * @throws PatchclampException if it is no list of objects
     */
    public Chat tools(String json) {
        return new Chat(messages, Optional.of(objects(json, "The tools")), documents, variables, ending);
    }

    /**
     * Gives the model texts to answer from.
     *
     * @param json a list of objects with {@code title} and {@code text}
     * @return a changed copy
     * @throws io.patchclamp.fault.LoadException if it is no JSON
     * @throws PatchclampException if it is no list of objects
     */
    public Chat documents(String json) {
        return new Chat(messages, tools, Optional.of(objects(json, "The documents")), variables, ending);
    }

    /**
     * Tells the template something by name.
     *
     * @param variable such as {@code enable_thinking}
     * @param value a text, number, truth value, null, list or map
     * @return a changed copy
     */
    public Chat with(String variable, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(variables);
        all.put(Objects.requireNonNull(variable, "variable"), value);
        return new Chat(messages, tools, documents, all, ending);
    }

    /**
     * Ends it in another way.
     *
     * @param wanted what comes after the last message
     * @return a changed copy
     */
    public Chat ending(Ending wanted) {
        return new Chat(messages, tools, documents, variables, wanted);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(String json, String what) {
        Object value = Json.parse(Objects.requireNonNull(json, "json"), what.toLowerCase(java.util.Locale.ROOT));
        if (!(value instanceof List<?> list) || !list.stream().allMatch(item -> item instanceof Map)) {
            throw new PatchclampException(
                    what + " of a chat are a list of objects, and this is not: " + value + ".", "[{…}, {…}] in JSON");
        }
        return (List<Map<String, Object>>) value;
    }

    /** The same in the few types that a template knows. */
    private static Object plain(Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Map<?, ?> map) {
            return plainMap(map);
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(plain(item)));
            return Collections.unmodifiableList(all);
        }
        throw new PatchclampException(
                "A chat cannot hold a " + value.getClass().getName() + ".",
                "texts, numbers, truth values, null, and lists and maps of these");
    }

    private static Map<String, Object> plainMap(Map<?, ?> map) {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((name, value) -> all.put(String.valueOf(name), plain(value)));
        return Collections.unmodifiableMap(all);
    }
}
