package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.patchclamp.internal.vocabulary.JsonFile;
import io.patchclamp.model.ChatTemplate;

/**
 * The chat templates that a model's files hold, and the special tokens they speak of. They are parsed when they are asked
 * for: a model whose template cannot be read is a model all the same.
 */
record ChatSource(String owner, Map<String, String> templates, Map<String, String> tokens) {
    static final ChatSource NONE = new ChatSource("", Map.of(), Map.of());

    private static final String MAIN = "default";
    private static final String TEMPLATE = "chat_template";
    private static final long LARGEST = 1 << 20;
    private static final List<String> TOKENS = List.of("bos", "eos", "unk", "pad", "sep", "cls", "mask");
    private static final List<String> GGUF_TOKENS =
            List.of("bos", "eos", "unknown", "padding", "seperator", "cls", "mask");

    /** Of a directory: {@code chat_template.jinja} and its like come before what tokenizer_config.json says. */
    static ChatSource in(Path directory) {
        Path config = directory.resolve("tokenizer_config.json");
        Map<String, String> templates = new LinkedHashMap<>();
        Path jinja = directory.resolve("chat_template.jinja");
        if (Files.isRegularFile(jinja)) {
            templates.put(MAIN, text(jinja));
        }
        jinjas(directory.resolve("additional_chat_templates"), templates);
        if (templates.isEmpty()) {
            JsonFile.member(config, TEMPLATE).ifPresent(value -> add(value, config, templates));
        }
        Path json = directory.resolve("chat_template.json");
        if (templates.isEmpty()) {
            JsonFile.member(json, TEMPLATE).ifPresent(value -> add(value, json, templates));
        }
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String kind : TOKENS) {
            String name = kind + "_token";
            JsonFile.member(config, name)
                    .or(() -> JsonFile.member(directory.resolve("special_tokens_map.json"), name))
                    .map(token -> token instanceof Map<?, ?> wrapped ? wrapped.get("content") : token)
                    .ifPresent(token -> tokens.put(name, String.valueOf(token)));
        }
        return new ChatSource("'" + directory.toAbsolutePath().normalize().getFileName() + "'", templates, tokens);
    }

    private static void jinjas(Path folder, Map<String, String> templates) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".jinja"))
                    .sorted()
                    .forEach(file ->
                            templates.put(file.getFileName().toString().replaceFirst("\\.jinja$", ""), text(file)));
        } catch (IOException e) {
            throw JsonFile.broken(folder, String.valueOf(e.getMessage()), e);
        }
    }

    /** One template, or a list of named ones. */
    private static void add(Object value, Path file, Map<String, String> templates) {
        if (value instanceof String text) {
            templates.put(MAIN, text);
            return;
        }
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            if (!(one instanceof Map<?, ?> named
                    && named.get("name") instanceof String name
                    && named.get("template") instanceof String text)) {
                throw JsonFile.broken(
                        file, TEMPLATE + " is neither a text nor a list of objects with name and template", null);
            }
            templates.put(name, text);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw JsonFile.broken(
                        file, "it has " + Files.size(file) + " bytes, and we read up to " + LARGEST, null);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw JsonFile.broken(file, "it is no UTF-8 text", e);
        } catch (IOException e) {
            throw JsonFile.broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Of a GGUF file, with the written form of each token. */
    static ChatSource of(TokenizerMetadata metadata, List<String> written) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (int i = 0; i < TOKENS.size(); i++) {
            String name = TOKENS.get(i) + "_token";
            // Files of cut-down models keep the ids of the whole one.
            metadata.id(GGUF_TOKENS.get(i) + "_token_id", Integer.MAX_VALUE).stream()
                    .filter(id -> id < written.size())
                    .forEach(id -> tokens.put(name, written.get(id)));
        }
        return new ChatSource(metadata.owner(), metadata.chatTemplates(), tokens);
    }

    Optional<ChatTemplate> template() {
        return templates.isEmpty() ? Optional.empty() : Optional.of(ChatTemplate.of(owner, templates, tokens));
    }
}
