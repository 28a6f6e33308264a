package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.token.AddedTokens;
import io.patchclamp.internal.token.ByteAlphabet;
import io.patchclamp.internal.token.ByteLevelCodec;
import io.patchclamp.internal.token.ByteLevelStyle;
import io.patchclamp.internal.token.Marks;
import io.patchclamp.internal.token.MergeTable;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.token.WordRule;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.phantom.Blueprint;
import io.patchclamp.phantom.Phantom;

/** A phantom, as a checkpoint that never was a file. */
final class PhantomModel implements ModelFiles {
    private final Blueprint blueprint;
    private final Drawing drawing;
    private final MemoryTensors tensors;

    private PhantomModel(String name, Blueprint blueprint) {
        this.blueprint = blueprint;
        this.drawing = CheckpointConfig.of(
                        JsonParser.parseString(blueprint.config()).getAsJsonObject(), name)
                .drawing();
        this.tensors = new MemoryTensors(Path.of("phantom"), blueprint.tensors());
    }

    static PhantomModel of(Phantom phantom) {
        return new PhantomModel(phantom.reference(), phantom.blueprint());
    }

    @Override
    public Drawing drawing() {
        return drawing;
    }

    @Override
    public TensorFile tensors() {
        return tensors;
    }

    @Override
    public List<Planned> weights() {
        List<Planned> weights = new ArrayList<>();
        for (Parameter parameter : drawing.modules().parameters()) {
            TensorInfo info = tensors.find(parameter.name())
                    .orElseThrow(() -> new IllegalStateException("a phantom without " + parameter.name()));
            weights.add(new Planned(parameter.name(), parameter.shape(), info, Placement.SAME));
        }
        return weights;
    }

    /** Word by word; what is no known word goes byte by byte. */
    @Override
    public Tokenizer tokenizer() {
        List<String> written = new ArrayList<>(List.of("</s>", "<s>"));
        for (int b = 0; b < 256; b++) {
            written.add(ByteAlphabet.written(new byte[] {(byte) b}));
        }
        blueprint.words().forEach(w -> written.add(ByteAlphabet.written(w.getBytes(StandardCharsets.UTF_8))));
        BitSet special = new BitSet();
        AddedTokens added = new AddedTokens();
        for (int mark : new int[] {Blueprint.END, Blueprint.BEGIN}) {
            special.set(mark);
            added.add(written.get(mark), mark);
        }
        List<byte[]> bytes = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < written.size(); id++) {
            boolean mark = special.get(id);
            bytes.add(mark ? written.get(id).getBytes(StandardCharsets.UTF_8) : ByteAlphabet.bytes(written.get(id)));
            if (!mark) {
                ids.put(written.get(id), id);
            }
        }
        Vocabulary vocabulary = new Vocabulary(written, bytes, special);
        ByteLevelCodec codec = new ByteLevelCodec(
                vocabulary,
                ids,
                new MergeTable(0),
                new ByteLevelStyle(WordRule.GPT2, false, true),
                added,
                new Marks(Blueprint.BEGIN, Marks.NONE));
        return new CodecTokenizer(vocabulary, codec, List.of(Blueprint.END), "phantom words");
    }

    @Override
    public List<Path> files() {
        return List.of();
    }

    /** Of configuration, words and weights, one after another. */
    @Override
    public String hash() {
        MessageDigest digest = FileHash.digest();
        digest.update(blueprint.config().getBytes(StandardCharsets.UTF_8));
        digest.update(String.join("\n", blueprint.words()).getBytes(StandardCharsets.UTF_8));
        for (NamedArray array : blueprint.tensors().values()) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * array.size()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(array.toArray());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {}
}
