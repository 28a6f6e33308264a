package io.patchclamp.kernel.display;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.patchclamp.view.Bundle;

/** Bundles as the wire wants them: bytes whole in base64, JSON unpacked, no NaN that would end the message. */
public final class MimeJson {
    private static final String PAPER = "needs_background";
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private MimeJson() {}

    /** The content of a display message. */
    static JsonObject content(Bundle bundle, String id) {
        JsonObject content = new JsonObject();
        content.add("data", data(bundle));
        JsonObject metadata = new JsonObject();
        bundle.metadata().forEach((type, values) -> {
            metadata.add(type, json(values));
            if (values.containsKey(PAPER)) { // read from here by JupyterLab, from there by nbconvert
                metadata.add(PAPER, json(values.get(PAPER)));
            }
        });
        content.add("metadata", metadata);
        JsonObject extra = new JsonObject();
        if (id != null) {
            extra.addProperty("display_id", id);
        }
        content.add("transient", extra);
        return content;
    }

    /**
     * The forms of a bundle.
     *
     * @param bundle the bundle
     * @return one field a MIME type
     */
    public static JsonObject data(Bundle bundle) {
        JsonObject data = new JsonObject();
        bundle.data().forEach((type, value) -> data.add(type, form(type, value)));
        return data;
    }

    /** Basekernel's display data as a bundle, for code written for other kernels. */
    static Bundle bundle(DisplayData display, String text) {
        JsonObject all = GSON.toJsonTree(display).getAsJsonObject();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text);
        all.getAsJsonObject("data").entrySet().forEach(e -> data.put(e.getKey(), e.getValue()));
        return new Bundle(data, Map.of());
    }

    private static JsonElement form(String type, Object value) {
        if (value instanceof byte[] bytes) {
            return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof String text && (type.equals("application/json") || type.endsWith("+json"))) {
            try {
                return finite(JsonParser.parseString(text));
            } catch (JsonParseException e) {
                return new JsonPrimitive(text);
            }
        }
        return value instanceof String text ? new JsonPrimitive(text) : json(value);
    }

    /**
     * Any value as JSON, without what JSON does not know.
     *
     * @param value the value
     * @return null for NaN and infinities
     */
    public static JsonElement json(Object value) {
        return value instanceof JsonElement element ? finite(element) : finite(GSON.toJsonTree(value));
    }

    /** JSON knows no NaN and no infinity: null stands for them. */
    private static JsonElement finite(JsonElement element) {
        if (element.isJsonObject()) {
            JsonObject copy = new JsonObject();
            element.getAsJsonObject().entrySet().forEach(e -> copy.add(e.getKey(), finite(e.getValue())));
            return copy;
        }
        if (element.isJsonArray()) {
            JsonArray copy = new JsonArray();
            element.getAsJsonArray().forEach(e -> copy.add(finite(e)));
            return copy;
        }
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
            return Double.isFinite(element.getAsDouble()) || !isSpecial(element.getAsString())
                    ? element
                    : JsonNull.INSTANCE;
        }
        return element;
    }

    private static boolean isSpecial(String number) {
        return number.equals("NaN") || number.endsWith("Infinity");
    }
}
