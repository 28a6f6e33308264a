package io.patchclamp.magic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonParser;
import io.patchclamp.internal.family.Families;
import io.patchclamp.internal.family.Family;
import io.patchclamp.internal.family.Settings;
import io.patchclamp.model.ChatTemplate;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Direction;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.Objective;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Write;
import io.patchclamp.provenance.Provenance;

/** A Llama of two small blocks that has names and sizes, but computes nothing. Its tokens are characters. */
public final class FakeModel implements Model {
    private final String name;
    private static final String CONFIG = """
            {"num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 2, "num_key_value_heads": 1,
             "head_dim": 4, "intermediate_size": 12, "vocab_size": 64, "max_position_embeddings": 32,
             "rms_norm_eps": 1e-5, "tie_word_embeddings": true}""";

    private boolean closed;

    /** An open one. */
    public FakeModel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelConfig config() {
        return modules().config();
    }

    @Override
    public ModuleTree modules() {
        Family llama = Families.ofType("llama").orElseThrow();
        Settings settings =
                new Settings("a fake", JsonParser.parseString(CONFIG).getAsJsonObject());
        return llama.draw(llama.config(settings), settings).modules();
    }

    @Override
    public Tokenizer tokenizer() {
        return new Characters();
    }

    @Override
    public Provenance provenance() {
        return new Provenance(name, name + ".gguf", "abc123", "Q4_1", "characters", "f32", Map.of());
    }

    @Override
    public List<Weight> weights() {
        return List.of(new Weight("model.embed_tokens.weight", List.of(64, 8), "F32"));
    }

    @Override
    public Trace trace(int[] tokens) {
        throw new UnsupportedOperationException("a fake model computes nothing");
    }

    @Override
    public List<Gradient> differentiate(
            int[][] tokens, List<Write> writes, int[] readAt, List<Site> sites, Objective objective) {
        throw new UnsupportedOperationException("a fake model computes nothing");
    }

    @Override
    public float[][] unembed(float[][] residual) {
        throw new UnsupportedOperationException("a fake model computes nothing");
    }

    @Override
    public Direction logitDirection(float[] slope, float[] residual) {
        throw new UnsupportedOperationException("a fake model computes nothing");
    }

    @Override
    public Direction pulledBack(Point point, int layer, float[] residual, float[] projected) {
        throw new UnsupportedOperationException("a fake model computes nothing");
    }

    @Override
    public float[][] read(int[][] tokens, List<Tap> taps, List<Write> writes) {
        try (Decoding decoding = begin()) {
            return decoding.feed(tokens, taps, writes);
        }
    }

    @Override
    public void observe(int[][] tokens, List<Tap> taps, List<Write> writes) {
        read(tokens, taps, writes);
    }

    @Override
    public Decoding begin() {
        if (closed) {
            throw new IllegalStateException("model '" + name + "' is closed");
        }
        return new Decoding() {
            @Override
            public float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes) {
                throw new UnsupportedOperationException("a fake model computes nothing");
            }

            @Override
            public void keep(int... rows) {}

            @Override
            public int position(int row) {
                return 0;
            }

            @Override
            public int position() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private static final class Characters implements Tokenizer {
        @Override
        public Tokens encode(String text) {
            List<Integer> ids = new ArrayList<>();
            List<String> visible = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            for (int i = 0; i < text.length(); i++) {
                ids.add((int) text.charAt(i));
                visible.add(visible(text.charAt(i)));
                starts.add(i);
                ends.add(i + 1);
            }
            return new Tokens(text, ids, visible, starts, ends);
        }

        @Override
        public Tokens encodeWhole(String text) {
            return encode(text);
        }

        @Override
        public Optional<ChatTemplate> chatTemplate() {
            return Optional.of(ChatTemplate.of("<{{ messages[0].content }}>{{ add_generation_prompt }}"));
        }

        @Override
        public String decode(int... ids) {
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append((char) id);
            }
            return text.toString();
        }

        @Override
        public byte[] bytes(int id) {
            return decode(id).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isSpecial(int id) {
            return false;
        }

        @Override
        public int size() {
            return 64;
        }

        @Override
        public List<Integer> endOfText() {
            return List.of();
        }

        @Override
        public String origin() {
            return "characters";
        }

        @Override
        public int single(String text) {
            return text.charAt(0);
        }

        @Override
        public String visible(int id) {
            return id == ' ' ? "·" : id == '\n' ? "⏎" : decode(id);
        }
    }
}
