package io.patchclamp.internal.family;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.AttentionRule;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.Positions.Rope;

/** A {@code config.json} being understood: what is read is crossed off, and what is left over is refused. */
public final class Settings {
    private static final String COMPLETE = "a copy of the model that is complete";

    /** Where false is what is special. */
    private static final Set<String> CHANGES_WHEN_FALSE = Set.of("is_causal", "causal", "use_rope", "rope");

    private static final int MOST_LAYERS = 10_000;

    private final String file;
    private final JsonObject json;
    private final Set<String> read = new TreeSet<>();

    /**
     * Settings about to be read.
     *
     * @param file where they are from, for messages
     */
    public Settings(String file, JsonObject json) {
        this.file = file;
        this.json = json.deepCopy();
    }

    /** Where they are from. */
    public String file() {
        return file;
    }

    /** What {@code transformers} takes where a config does not speak of a field at all. */
    void unsaid(String key, Number value) {
        if (!json.has(key)) {
            json.addProperty(key, value);
        }
    }

    /** What {@code transformers} takes where a config does not speak of a field at all. */
    void unsaid(String key, boolean value) {
        if (!json.has(key)) {
            json.addProperty(key, value);
        }
    }

    JsonElement take(String key) {
        read.add(key);
        return json.has(key) && !json.get(key).isJsonNull() ? json.get(key) : null;
    }

    /** The first of these names that is said; the first of all if none is. All count as read. */
    String either(String name, String otherName) {
        boolean first = has(name);
        return has(otherName) && !first ? otherName : name;
    }

    /** A whole number that goes by two names; if it has both, they must agree. */
    int integer(String name, String otherName) {
        int value = integer(either(name, otherName));
        only(otherName, Integer.toString(value));
        return value;
    }

    boolean has(String key) {
        return take(key) != null;
    }

    int integer(String key) {
        double value = number(key);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new LoadException(
                    "'" + file + "' sets " + key + " to " + json.get(key) + ", which is no whole number of 31 bits.",
                    COMPLETE);
        }
        return (int) value;
    }

    int integer(String key, int fallback) {
        return has(key) ? integer(key) : fallback;
    }

    /** How many blocks; a number that no model has would be followed until memory is full. */
    int layers(String key) {
        int layers = integer(key);
        if (layers > MOST_LAYERS) {
            throw new LoadException(
                    "'" + file + "' speaks of " + layers + " blocks; no model has more than " + MOST_LAYERS + ".",
                    COMPLETE);
        }
        return layers;
    }

    double number(String key) {
        JsonElement value = take(key);
        if (value == null) {
            throw new LoadException("'" + file + "' has no " + key + ".", COMPLETE);
        }
        try {
            return value.getAsDouble();
        } catch (RuntimeException e) {
            throw new LoadException(
                    "'" + file + "' sets " + key + " to " + value + ", which is no number.", COMPLETE, e);
        }
    }

    double number(String key, double fallback) {
        return has(key) ? number(key) : fallback;
    }

    boolean flag(String key, boolean fallback) {
        JsonElement value = take(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw new LoadException(
                    "'" + file + "' sets " + key + " to " + value + ", which is neither true nor false.", COMPLETE);
        }
        return value.getAsBoolean();
    }

    String text(String key, String fallback) {
        JsonElement value = take(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : fallback;
    }

    JsonObject object(String key) {
        JsonElement value = take(key);
        if (value != null && !value.isJsonNull() && !value.isJsonObject()) {
            throw new LoadException("'" + file + "' sets " + key + " to " + value + ", which is no object.", COMPLETE);
        }
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : null;
    }

    List<String> texts(String key) {
        JsonElement value = take(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isJsonArray()) {
            throw new LoadException("'" + file + "' sets " + key + " to " + value + ", which is no list.", COMPLETE);
        }
        return StreamSupport.stream(value.getAsJsonArray().spliterator(), false)
                .map(Settings::words)
                .toList();
    }

    /** A text as it is, anything else as it is written. */
    static String words(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    /** Refuses any value but the one that means "nothing special". */
    void only(String key, String... understood) {
        JsonElement value = take(key);
        if (value == null || Arrays.stream(understood).anyMatch(u -> same(value, u))) {
            return;
        }
        throw refusal(key, value, "; only " + String.join(" or ", understood) + " is understood");
    }

    private static boolean same(JsonElement value, String understood) {
        if (!value.isJsonPrimitive()) {
            return false;
        }
        try {
            return value.getAsString().equals(understood)
                    || value.getAsJsonPrimitive().isNumber() && value.getAsDouble() == Double.parseDouble(understood);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    LoadException refusal(String key, JsonElement value, String why) {
        return new LoadException(
                "'" + file + "' sets " + key + " to " + value + why + ".",
                "a model without it: leaving it out of the arithmetic would give other numbers than the model's own");
    }

    /** The neurons' non-linearity, by the name {@code transformers} gives it. */
    Activation activation(String key, Activation fallback) {
        JsonElement value = take(key);
        if (value == null) {
            return fallback;
        }
        return switch (words(value).toLowerCase(Locale.ROOT)) {
            case "silu" -> Activation.SILU;
            case "swish" -> Activation.SWISH;
            case "gelu" -> Activation.GELU;
            case "gelu_pytorch_tanh" -> Activation.GELU_TANH;
            case "gelu_new" -> Activation.GELU_NEW;
            case "gelu_fast" -> Activation.GELU_FAST;
            case "relu" -> Activation.RELU;
            default -> throw refusal(key, value, "; silu, gelu, gelu_new, gelu_pytorch_tanh and relu are understood");
        };
    }

    /** The width of one of some heads that share a width. */
    int share(int width, int heads) {
        return heads == 0 ? 0 : width / heads;
    }

    /** Attention scaled by {@code 1/√d_head}, uncapped. */
    AttentionRule attention(
            int headDim, List<Integer> windows, QueryKeyNorm queryKeyNorm, boolean bias, boolean outputBias) {
        return new AttentionRule(1 / Math.sqrt(Math.max(1, headDim)), windows, 0, queryKeyNorm, 0, bias, outputBias);
    }

    /** Every query of every layer sees all keys before it. */
    List<Integer> noWindows(int layers) {
        return everyLayer(layers, 0);
    }

    /** The same in every layer. */
    <T> List<T> everyLayer(int layers, T one) {
        return Collections.nCopies(Math.max(0, layers), one);
    }

    /** The rotary embedding of all layers, turning {@code partial_rotary_factor} of a head. */
    Rope rope(int headDim, double theta) {
        return new RopeSettings(this).rope(headDim, theta);
    }

    /**
     * The rotary embedding of all layers of a family that has names of its own for what others know, too.
     *
     * @param meaning what such a kind of scaling is called elsewhere
     */
    Rope rope(int headDim, double theta, Map<String, String> meaning) {
        return new RopeSettings(this, meaning).rope(headDim, theta);
    }

    /** The rotary embedding of all layers, where what is not said beside the scaling is said elsewhere. */
    Rope rope(int headDim, double theta, double share) {
        return new RopeSettings(this).rope(headDim, theta, share);
    }

    /**
     * The rotary embedding of the layers of one type.
     *
     * @param layerType such as {@code sliding_attention}
     * @param scalingKey where configs before {@code transformers} 5 have its scaling; empty if nowhere
     * @param thetaKey where they have its base
     */
    Rope rope(String layerType, String scalingKey, String thetaKey, int headDim, double theta) {
        return new RopeSettings(this).rope(layerType, scalingKey, thetaKey, headDim, theta);
    }

    private static boolean isEmpty(JsonElement value) {
        return value.isJsonNull()
                || value.isJsonObject() && value.getAsJsonObject().isEmpty()
                || value.isJsonArray() && value.getAsJsonArray().isEmpty();
    }

    /** Refuses every field that nobody asked for, unless it is known to leave the arithmetic alone. */
    public void refuseWhatIsLeft() {
        for (String key : json.keySet()) {
            JsonElement value = json.get(key);
            boolean says = !isEmpty(value) && (!same(value, "false") || CHANGES_WHEN_FALSE.contains(key));
            if (says && !read.contains(key) && !HarmlessFields.contains(key)) {
                throw refusal(key, value, ", a field that is not understood for this family");
            }
        }
    }
}
