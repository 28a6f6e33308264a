package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.google.gson.JsonObject;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.family.Drawing.Source;
import io.patchclamp.internal.family.Families;
import io.patchclamp.internal.family.Family;
import io.patchclamp.internal.family.Settings;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fused kernel computes what the open way does, for heads of any width, one head or several, shared keys, windows of
 * any size, and texts of unequal length that are read on in pieces of any size.
 */
class AttentionFuzzTest {
    private static final int SHAPES = 60;

    /** Watching the pattern of a block makes it go the open way. */
    private record Watch(Point point, int layer) implements Tap {
        @Override
        public void read(Slab slab) {
            // that it is there is all that matters
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"phi3", "gpt2", "gemma2"})
    void fusedAttentionEqualsTheOpenWay(String type) {
        Random random = new Random(20260801);
        for (int i = 0; i < SHAPES; i++) {
            JsonObject config = config(type, random);
            try (Scope scope = Scope.open();
                    Decoder model = model(type, config, scope, random)) {
                int[][][] feeds = feeds(random, model.config().vocabulary());
                List<float[][]> fused = run(model, feeds, List.of());
                List<Tap> watched = new ArrayList<>();
                for (int layer = 0; layer < model.config().layers(); layer++) {
                    watched.add(new Watch(Point.PATTERN, layer));
                }
                List<float[][]> open = run(model, feeds, watched);
                for (int feed = 0; feed < feeds.length; feed++) {
                    for (int row = 0; row < feeds[feed].length; row++) {
                        String where = config + ", feed " + feed + " of " + Arrays.deepToString(feeds);
                        close(where, fused.get(feed)[row], open.get(feed)[row]);
                    }
                }
            }
        }
    }

    private static JsonObject config(String type, Random random) {
        JsonObject json = new JsonObject();
        int kvHeads = 1 + random.nextInt(3);
        int heads = type.equals("gpt2") ? 1 + random.nextInt(4) : kvHeads * (1 + random.nextInt(4));
        int width = 1 + random.nextInt(random.nextBoolean() ? 12 : 70);
        json.addProperty("vocab_size", 23);
        if (type.equals("gpt2")) {
            json.addProperty("n_layer", 2);
            json.addProperty("n_head", heads);
            json.addProperty("n_embd", heads * width);
            json.addProperty("n_positions", 64);
            json.addProperty("scale_attn_by_inverse_layer_idx", random.nextBoolean());
            return json;
        }
        json.addProperty("num_hidden_layers", 2);
        json.addProperty("num_attention_heads", heads);
        json.addProperty("num_key_value_heads", kvHeads);
        json.addProperty("hidden_size", 4 + random.nextInt(30));
        json.addProperty("head_dim", type.equals("gemma2") ? 2 * width : width + 3);
        json.addProperty("intermediate_size", 5);
        json.addProperty("max_position_embeddings", 64);
        if (random.nextBoolean() || type.equals("gemma2")) {
            json.addProperty("sliding_window", 1 + random.nextInt(14));
        }
        if (type.equals("phi3")) {
            json.addProperty("partial_rotary_factor", 0.5);
        } else {
            json.add("attn_logit_softcapping", com.google.gson.JsonNull.INSTANCE);
            json.addProperty("query_pre_attn_scalar", 1 + random.nextInt(40));
        }
        return json;
    }

    private static Decoder model(String type, JsonObject config, Scope scope, Random random) {
        Torch.ready();
        Family family = Families.ofType(type).orElseThrow();
        Settings settings = new Settings("a random model", config);
        Drawing drawing = family.draw(family.config(settings), settings);
        Map<String, Boolean> columns = new HashMap<>();
        for (Source source : drawing.sources().values()) {
            columns.put(source.module() + ".weight", source.columns());
        }
        Map<String, Weight> weights = new HashMap<>();
        List<Model.Weight> listing = new ArrayList<>();
        for (Parameter parameter : drawing.modules().parameters()) {
            long[] shape =
                    parameter.shape().stream().mapToLong(Integer::longValue).toArray();
            if (columns.getOrDefault(parameter.name(), false)) {
                shape = new long[] {shape[1], shape[0]};
            }
            float[] numbers = new float[Math.toIntExact(parameter.count())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (0.4 * random.nextGaussian());
            }
            weights.put(parameter.name(), Weight.of(scope.floats(numbers, shape)));
            listing.add(new Model.Weight(parameter.name(), parameter.shape(), "F32"));
        }
        return new Decoder("random", drawing, Weights.of(scope, drawing, weights, listing), null, null);
    }

    /** Texts of unequal length, then pieces of unequal length. */
    private static int[][][] feeds(Random random, int vocabulary) {
        int rows = 1 + random.nextInt(3);
        int[][][] feeds = new int[2 + random.nextInt(3)][rows][];
        for (int feed = 0; feed < feeds.length; feed++) {
            int most = feed == 0 ? 14 : random.nextBoolean() ? 1 : 5;
            boolean even = random.nextBoolean();
            int length = 1 + random.nextInt(most);
            for (int row = 0; row < rows; row++) {
                feeds[feed][row] = random.ints(even ? length : 1 + random.nextInt(most), 0, vocabulary)
                        .toArray();
            }
        }
        return feeds;
    }

    private static List<float[][]> run(Decoder model, int[][][] feeds, List<Tap> taps) {
        List<float[][]> out = new ArrayList<>();
        try (Decoding decoding = model.begin()) {
            for (int[][] feed : feeds) {
                out.add(decoding.feed(feed, taps, List.of()));
            }
        }
        return out;
    }

    private static void close(String where, float[] fused, float[] open) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < open.length; i++) {
            assertThat(fused[i]).as(where).isFinite();
            largest = Math.max(largest, Math.abs(open[i]));
            worst = Math.max(worst, Math.abs((double) fused[i] - open[i]));
        }
        assertThat(worst).as(where).isLessThanOrEqualTo(1e-5 * largest);
    }
}
