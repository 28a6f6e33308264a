package io.patchclamp.internal.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.patchclamp.fault.LoadException;
import io.patchclamp.model.Positions.DynamicScaling;
import io.patchclamp.model.Positions.FactorScaling;
import io.patchclamp.model.Positions.LinearScaling;
import io.patchclamp.model.Positions.Llama3Scaling;
import io.patchclamp.model.Positions.LongScaling;
import io.patchclamp.model.Positions.NoScaling;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Scaling;
import io.patchclamp.model.Positions.YarnScaling;

/**
 * The rotary embedding as {@code config.json} writes it: {@code rope_parameters} since {@code transformers} 5,
 * {@code rope_theta} beside {@code rope_scaling} before.
 */
final class RopeSettings {
    private static final Set<String> UNDERSTOOD = Set.of(
            "rope_type",
            "type",
            "rope_theta",
            "partial_rotary_factor",
            "factor",
            "low_freq_factor",
            "high_freq_factor",
            "original_max_position_embeddings",
            "attention_factor",
            "beta_fast",
            "beta_slow",
            "mscale",
            "mscale_all_dim",
            "truncate",
            "short_factor",
            "long_factor",
            "divisors");

    /** The meaning of LongRoPE where a text that outgrows the original context is read again. */
    static final String PHI3 = "longrope of phi3";

    private final Settings settings;
    private final Map<String, String> meaning;

    RopeSettings(Settings settings) {
        this(settings, Map.of());
    }

    /** @param meaning what a kind of scaling is called elsewhere, where a family has a name of its own */
    RopeSettings(Settings settings, Map<String, String> meaning) {
        this.settings = settings;
        this.meaning = meaning;
    }

    Rope rope(int headDim, double theta) {
        return rope(headDim, settings.number("rope_theta", theta), settings.number("partial_rotary_factor", 1));
    }

    /** With the base and the share of a head that turns where the scaling does not say them. */
    Rope rope(int headDim, double theta, double share) {
        JsonObject given = settings.object("rope_parameters");
        JsonObject old = settings.object("rope_scaling");
        return rope(old == null || old.isEmpty() ? given : old, headDim, theta, share);
    }

    Rope rope(String layerType, String scalingKey, String thetaKey, int headDim, double theta) {
        JsonObject given = settings.object("rope_parameters");
        if (given != null) {
            for (String key : given.keySet()) {
                if (!given.get(key).isJsonObject() && !given.get(key).isJsonNull()) {
                    throw settings.refusal("rope_parameters." + key, given.get(key), ", beside layer types");
                }
            }
        }
        boolean nested =
                given != null && given.has(layerType) && given.get(layerType).isJsonObject();
        JsonObject one = nested ? given.getAsJsonObject(layerType).deepCopy() : new JsonObject();
        JsonObject old = scalingKey.isEmpty() ? null : settings.object(scalingKey);
        if (old != null) {
            old.entrySet().forEach(e -> one.add(e.getKey(), e.getValue()));
        }
        return rope(one, headDim, settings.number(thetaKey, theta), settings.number("partial_rotary_factor", 1));
    }

    private Rope rope(JsonObject given, int headDim, double theta, double share) {
        if (given == null) {
            return new Rope(theta, (int) (headDim * share), new NoScaling());
        }
        for (String key : given.keySet()) {
            if (!UNDERSTOOD.contains(key)) {
                throw settings.refusal("rope_parameters." + key, given.get(key), ", a field that is not understood");
            }
        }
        double base = number(given, "rope_theta", theta);
        int dims = (int) (headDim * number(given, "partial_rotary_factor", share));
        return new Rope(base, dims, scaling(given, base));
    }

    private Scaling scaling(JsonObject s, double base) {
        String type = s.has("rope_type")
                ? Settings.words(s.get("rope_type"))
                : s.has("type") ? Settings.words(s.get("type")) : "default";
        return switch (meaning.getOrDefault(type, type)) {
            case "default" -> new NoScaling();
            case "linear" -> new LinearScaling(factor(s));
            case "dynamic" -> new DynamicScaling(factor(s), settings.number("max_position_embeddings"));
            case "llama3" ->
                new Llama3Scaling(
                        factor(s), required(s, "low_freq_factor"), required(s, "high_freq_factor"), original(s));
            case "yarn" -> yarn(s);
            case "longrope", "su" -> longRope(s, false);
            case PHI3 -> longRope(s, true);
            case "factors" -> new FactorScaling(list(s, "divisors"));
            default ->
                throw new LoadException(
                        "'" + settings.file() + "' scales rotary angles by '" + type + "', which is not understood.",
                        "a model with scaling default, linear, dynamic, llama3, yarn or longrope");
        };
    }

    private Scaling yarn(JsonObject s) {
        double original = original(s);
        double factor = above0(s, "factor", number(s, "factor", settings.number("max_position_embeddings") / original));
        double warm = number(s, "attention_factor", Double.NaN);
        if (Double.isNaN(warm)) {
            double mscale = number(s, "mscale", 0);
            double all = number(s, "mscale_all_dim", 0);
            warm = mscale != 0 && all != 0 ? mscale(factor, mscale) / mscale(factor, all) : mscale(factor, 1);
        }
        boolean truncate =
                !s.has("truncate") || !Settings.words(s.get("truncate")).equals("false");
        double fast = number(s, "beta_fast", 0);
        double slow = number(s, "beta_slow", 0);
        return new YarnScaling(factor, fast == 0 ? 32 : fast, slow == 0 ? 1 : slow, original, warm, truncate);
    }

    private static double mscale(double factor, double mscale) {
        return factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
    }

    private Scaling longRope(JsonObject s, boolean anew) {
        double original = original(s);
        double factor = number(s, "factor", settings.number("max_position_embeddings") / original);
        double warm =
                number(s, "attention_factor", factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original)));
        return new LongScaling(list(s, "short_factor"), list(s, "long_factor"), original, warm, anew);
    }

    /** One beside the rotary embedding goes before one inside it, as in {@code transformers}. */
    private double original(JsonObject s) {
        double inside = number(s, "original_max_position_embeddings", settings.number("max_position_embeddings"));
        return above0(
                s, "original_max_position_embeddings", settings.number("original_max_position_embeddings", inside));
    }

    private double factor(JsonObject s) {
        return above0(s, "factor", required(s, "factor"));
    }

    /** What divides. */
    private double above0(JsonObject s, String key, double value) {
        if (!(value > 0)) {
            JsonElement given = s.has(key) ? s.get(key) : new JsonPrimitive(value);
            throw settings.refusal("rope_parameters." + key, given, ", and angles are divided by it");
        }
        return value;
    }

    private List<Double> list(JsonObject s, String key) {
        if (!s.has(key) || !s.get(key).isJsonArray()) {
            throw new LoadException(
                    "'" + settings.file() + "' has no list of " + key + " in its rotary embedding.",
                    "a copy of the model that is complete");
        }
        List<Double> out = new ArrayList<>();
        for (JsonElement value : s.getAsJsonArray(key)) {
            try {
                out.add(value.getAsDouble());
            } catch (RuntimeException e) {
                throw new LoadException(
                        "'" + settings.file() + "' has " + value + " in its list of " + key + ", which is no number.",
                        "a copy of the model that is complete",
                        e);
            }
        }
        return out;
    }

    private double required(JsonObject s, String key) {
        double value = number(s, key, Double.NaN);
        if (Double.isNaN(value)) {
            throw new LoadException(
                    "'" + settings.file() + "' has no " + key + ".", "a copy of the model that is complete");
        }
        return value;
    }

    private double number(JsonObject s, String key, double fallback) {
        if (!s.has(key) || s.get(key).isJsonNull()) {
            return fallback;
        }
        try {
            return s.get(key).getAsDouble();
        } catch (RuntimeException e) {
            throw new LoadException(
                    "'" + settings.file() + "' sets " + key + " to " + s.get(key) + ", which is no number.",
                    "a copy of the model that is complete",
                    e);
        }
    }
}
