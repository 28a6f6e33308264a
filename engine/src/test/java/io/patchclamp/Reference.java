package io.patchclamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * What {@code transformers} has at every place of one tiny model, read here without the product's own reader.
 * {@code src/test/python/family_reference.py} says how it was made.
 *
 * @param meta the prompt, its continuation, the parameters and the printed modules
 * @param arrays under short names, {@code grad/…} for gradients
 * @param aliases HuggingFace names whose numbers are those of a short site, in a shape of their own
 */
record Reference(JsonObject meta, Map<String, Values> arrays, Map<String, Alias> aliases) {
    record Values(int[] shape, float[] data) {}

    record Alias(String site, int[] shape) {}

    static Reference read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong());
        JsonObject json = JsonParser.parseString(new String(bytes.array(), 8, header, StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonObject meta = json.remove("__metadata__").getAsJsonObject();
        Map<String, Values> arrays = new TreeMap<>();
        for (String name : json.keySet()) {
            JsonObject entry = json.getAsJsonObject(name);
            int[] at = ints(entry.getAsJsonArray("data_offsets"));
            float[] data = new float[(at[1] - at[0]) / Float.BYTES];
            bytes.slice(8 + header + at[0], at[1] - at[0])
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(data);
            arrays.put(name, new Values(ints(entry.getAsJsonArray("shape")), data));
        }
        Map<String, Alias> aliases = new TreeMap<>();
        for (Map.Entry<String, JsonElement> e :
                parsed(meta, "same").getAsJsonObject().entrySet()) {
            JsonArray to = e.getValue().getAsJsonArray();
            aliases.put(
                    e.getKey(),
                    new Alias(to.get(0).getAsString(), ints(to.get(1).getAsJsonArray())));
        }
        return new Reference(meta, arrays, aliases);
    }

    String text() {
        return meta.get("text").getAsString();
    }

    List<Integer> ids() {
        return list("ids");
    }

    /** The greedy continuation, token by token with the cache. */
    List<Integer> greedy() {
        return list("greedy");
    }

    /** How many parameters there are; a tied unembedding is none of its own. */
    long parameters() {
        return meta.get("params").getAsLong();
    }

    /** Every parameter's name and shape. */
    Map<String, List<Integer>> weights() {
        Map<String, List<Integer>> weights = new TreeMap<>();
        for (JsonElement weight : parsed(meta, "weights").getAsJsonArray()) {
            JsonArray pair = weight.getAsJsonArray();
            weights.put(
                    pair.get(0).getAsString(),
                    boxed(ints(pair.get(1).getAsJsonArray())).toList());
        }
        return weights;
    }

    /** The modules as printed, but for the index of padding, which has no part in the arithmetic. */
    String modules() {
        return meta.get("modules").getAsString().replaceAll(", padding_idx=\\d+", "");
    }

    /** The places under their short names, without gradients. */
    Map<String, Values> sites() {
        return arrays.entrySet().stream()
                .filter(e -> !e.getKey().startsWith("grad/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** The two ends of every module that is called with activations, under their HuggingFace names. */
    Map<String, Values> huggingFace() {
        Map<String, Values> ends = new TreeMap<>();
        aliases.forEach((name, to) ->
                ends.put(name, new Values(to.shape, arrays.get(to.site).data())));
        return ends;
    }

    private List<Integer> list(String key) {
        return boxed(ints(parsed(meta, key).getAsJsonArray())).toList();
    }

    private static JsonElement parsed(JsonObject meta, String key) {
        return JsonParser.parseString(meta.get(key).getAsString());
    }

    private static Stream<Integer> boxed(int[] numbers) {
        return java.util.Arrays.stream(numbers).boxed();
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }
}
