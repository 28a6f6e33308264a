package io.patchclamp.internal.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.patchclamp.fault.LoadException;

/**
 * JSON to and from plain Java values: {@code Map<String, Object>} in the order of the text, {@code List<Object>},
 * {@link String}, {@link Long} (whole numbers of 64 bits), {@link Double} (all other numbers), {@link Boolean}, null.
 */
public final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_SHOWN = 160;

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @param text the JSON
     * @param source what it is, for the message: {@code the header of '/a/b.safetensors'}
     * @return the value
     * @throws LoadException if it is not JSON, a key appears twice in one object, or it nests too deep
     */
    public static Object parse(String text, String source) {
        return parse(text, source, Long.MAX_VALUE);
    }

    /**
     * Reads one JSON value from a place that is not trusted: a short text may hold so many values that no heap has room.
     *
     * @param text the JSON
     * @param source what it is, for the message
     * @param most how many values it may hold, those inside others included
     * @return the value
     * @throws LoadException as {@link #parse(String, String)}, and if it holds more
     */
    public static Object parse(String text, String source, long most) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MAX_DEPTH);
        try {
            Object value = new Walk(in, source, most).value();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw broken(source, "there is more after its end", null);
            }
            return value;
        } catch (EOFException e) {
            throw broken(source, "it ends too early, at " + shortened(in.getPath()), e);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // The reader's advice is for programmers.
            String message = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replace("Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON", "no JSON");
            throw broken(source, shortened(message), e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @param text the JSON
     * @param source what it is, for the message
     * @return its members, in their order
     * @throws LoadException as {@link #parse}, and if it is not an object
     */
    public static Map<String, Object> parseObject(String text, String source) {
        return parseObject(text, source, Long.MAX_VALUE);
    }

    /**
     * Reads one JSON object from a place that is not trusted.
     *
     * @param text the JSON
     * @param source what it is, for the message
     * @param most how many values it may hold, those inside others included
     * @return its members, in their order
     * @throws LoadException as {@link #parse(String, String, long)}, and if it is not an object
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> parseObject(String text, String source, long most) {
        Object value = parse(text, source, most);
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw broken(source, "it is no object ({…})", null);
    }

    private static LoadException broken(String source, String why, Exception cause) {
        return new LoadException(
                source.substring(0, 1).toUpperCase(Locale.ROOT) + source.substring(1) + " is not the JSON we expect: "
                        + why + ".",
                "fetch the file again; it is cut short or damaged",
                cause);
    }

    /** One way through a text. */
    private static final class Walk {
        private final JsonReader in;
        private final String source;
        private long left;

        Walk(JsonReader in, String source, long most) {
            this.in = in;
            this.source = source;
            this.left = most;
        }

        Object value() throws IOException {
            if (--left < 0) {
                throw new LoadException(
                        source.substring(0, 1).toUpperCase(Locale.ROOT) + source.substring(1)
                                + " holds more values than the heap has room for, at " + shortened(in.getPath()) + ".",
                        "more heap (-Xmx); a file that asks for so much may be hostile");
            }
            return switch (in.peek()) {
                case BEGIN_OBJECT -> object();
                case BEGIN_ARRAY -> list();
                case STRING -> in.nextString();
                case NUMBER -> number(in.nextString());
                case BOOLEAN -> in.nextBoolean();
                case NULL -> {
                    in.nextNull();
                    yield null;
                }
                default -> throw broken(source, "unexpected " + in.peek() + " at " + shortened(in.getPath()), null);
            };
        }

        private List<Object> list() throws IOException {
            List<Object> list = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                list.add(value());
            }
            in.endArray();
            return list;
        }

        private Map<String, Object> object() throws IOException {
            Map<String, Object> members = new LinkedHashMap<>();
            in.beginObject();
            while (in.hasNext()) {
                String key = in.nextName();
                if (members.containsKey(key)) {
                    throw broken(source, "the key '" + shortened(key) + "' appears twice", null);
                }
                members.put(key, value());
            }
            in.endObject();
            return members;
        }
    }

    private static String shortened(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private static Object number(String text) {
        if (text.length() <= 20 && isWhole(text)) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                return Double.valueOf(text);
            }
        }
        return Double.valueOf(text);
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a value as JSON on one line.
     *
     * @param value a map with text keys, a list, a text, a number that is neither infinite nor NaN, a truth value, or
     *     null; nested as wanted
     * @return JSON that {@link #parse} reads back as it was
     */
    public static String write(Object value) {
        return write(value, FormattingStyle.COMPACT);
    }

    /**
     * Writes a value as JSON for people, indented by two spaces.
     *
     * @param value as for {@link #write}
     * @return JSON, without a line end after it
     */
    public static String writeIndented(Object value) {
        return write(value, FormattingStyle.PRETTY);
    }

    private static String write(Object value, FormattingStyle style) {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.setStrictness(Strictness.STRICT);
            out.setHtmlSafe(false);
            out.setFormattingStyle(style);
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonWriter out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.beginObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                out.name((String) member.getKey());
                write(member.getValue(), out);
            }
            out.endObject();
        } else if (value instanceof Iterable<?> list) {
            out.beginArray();
            for (Object element : list) {
                write(element, out);
            }
            out.endArray();
        } else if (value instanceof Number number) {
            out.value(number);
        } else if (value instanceof Boolean flag) {
            out.value(flag);
        } else {
            out.value((String) value);
        }
    }
}
