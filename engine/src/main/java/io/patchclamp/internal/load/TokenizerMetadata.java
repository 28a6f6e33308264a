package io.patchclamp.internal.load;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import io.patchclamp.fault.LoadException;

/** The {@code tokenizer.ggml.*} entries of a GGUF file, read with types and ranges checked. */
final class TokenizerMetadata {
    private static final int SHOWN = 60;
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String CHAT = "tokenizer.chat_template";
    /** What llama.cpp writes for "none". */
    private static final long NO_TOKEN = 0xFFFF_FFFFL;

    private static final String FETCH = "fetch the file again; it is damaged, or no converter of llama.cpp wrote it";

    private final Map<String, ?> entries;
    private final String origin;

    TokenizerMetadata(Map<String, ?> entries, String origin) {
        this.entries = entries;
        this.origin = origin;
    }

    String text(String name) {
        Object value = required(name);
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "a string", value);
    }

    /** The chat templates by name, {@code default} for the usual one; what is no text is none. */
    Map<String, String> chatTemplates() {
        Map<String, String> templates = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (value instanceof String text && (key.equals(CHAT) || key.startsWith(CHAT + "."))) {
                templates.put(key.equals(CHAT) ? "default" : key.substring(CHAT.length() + 1), text);
            }
        });
        return templates;
    }

    /** The file's name, in quotes. */
    String owner() {
        return "'" + origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1) + "'";
    }

    /** The model's architecture; empty if the file does not say. */
    String architecture() {
        return entries.get("general.architecture") instanceof String name ? name : "";
    }

    /** Whether it is Phi-3, which llama.cpp too tells by the model's name alone. */
    boolean isPhi3() {
        String name = entries.get("general.name") instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
        return architecture().equals("phi3") || name.contains("phi-3") || name.contains("phi3");
    }

    boolean flag(String name, boolean otherwise) {
        Object value = get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false", value);
    }

    /** A token id within the vocabulary, if the file names one. */
    OptionalInt id(String name, int size) {
        Object value = get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!(value instanceof Number number) || !isWhole(number)) {
            throw wrong(name, "a token id", value);
        }
        if (number.longValue() == NO_TOKEN || number.longValue() == -1) {
            return OptionalInt.empty();
        }
        if (number.longValue() < 0 || number.longValue() >= size) {
            throw fault(PREFIX + name + " is " + value + ", but the vocabulary has " + size + " tokens");
        }
        return OptionalInt.of(number.intValue());
    }

    boolean has(String name) {
        return get(name) != null;
    }

    List<String> texts(String name) {
        List<?> values = list(name);
        List<String> texts = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!(value instanceof String text)) {
                throw wrong(name + "[" + texts.size() + "]", "a string", value);
            }
            texts.add(text);
        }
        return texts;
    }

    int[] integers(String name, int count) {
        List<?> values = counted(name, count);
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            if (!(values.get(i) instanceof Number number)
                    || !isWhole(number)
                    || number.longValue() != number.intValue()) {
                throw wrong(name + "[" + i + "]", "an integer", values.get(i));
            }
            integers[i] = number.intValue();
        }
        return integers;
    }

    float[] floats(String name, int count) {
        List<?> values = counted(name, count);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            if (!(values.get(i) instanceof Number number) || Float.isNaN(number.floatValue())) {
                throw wrong(name + "[" + i + "]", "a number", values.get(i));
            }
            floats[i] = number.floatValue();
        }
        return floats;
    }

    LoadException fault(String what) {
        return fault(what, FETCH);
    }

    LoadException fault(String what, String advice) {
        return new LoadException("The tokenizer in '" + origin + "' cannot be read: " + what + ".", advice);
    }

    private List<?> counted(String name, int count) {
        List<?> values = list(name);
        if (values.size() != count) {
            throw fault(PREFIX + name + " has " + values.size() + " entries for " + count + " tokens");
        }
        return values;
    }

    private List<?> list(String name) {
        Object value = required(name);
        if (value instanceof List<?> list) {
            return list;
        }
        if (!value.getClass().isArray()) {
            throw wrong(name, "an array", value);
        }
        int length = Array.getLength(value);
        List<Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(Array.get(value, i));
        }
        return list;
    }

    private Object required(String name) {
        Object value = get(name);
        if (value == null) {
            throw fault("there is no " + PREFIX + name);
        }
        return value;
    }

    private Object get(String name) {
        return entries.get(PREFIX + name);
    }

    private LoadException wrong(String name, String expected, Object value) {
        return fault(PREFIX + name + " should be " + expected + ", but is " + describe(value));
    }

    private static String describe(Object value) {
        if (value == null) {
            return "missing";
        }
        if (value instanceof List<?> list) {
            return "an array of " + list.size();
        }
        if (value.getClass().isArray()) {
            return "an array of " + Array.getLength(value);
        }
        return value instanceof String text ? "'" + shown(text) + "'" : shown(value.toString());
    }

    /** A text from the file, short enough and safe to print. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private static boolean isWhole(Number number) {
        return !(number instanceof Float) && !(number instanceof Double)
                || number.doubleValue() == Math.rint(number.doubleValue());
    }
}
