package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.provenance.Provenance;

/** A decoder-only transformer of the Llama family: pre-norm, rotary, grouped queries, gated MLP. */
public final class Decoder implements Model {
    final Weights weights;
    final List<Weights.Block> blocks = new ArrayList<>();
    final RotaryTable rotary;
    private final String name;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Supplier<Provenance> provenance;
    private final Set<LayeredDecoding> open = new HashSet<>();
    private boolean closed;

    /**
     * A model over loaded weights.
     *
     * @param name what it was loaded as
     * @param provenance may take its time: the hash of a large file
     */
    public Decoder(
            String name, ModelConfig config, Weights weights, Tokenizer tokenizer, Supplier<Provenance> provenance) {
        this.name = name;
        this.config = config;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.provenance = provenance;
        this.rotary = new RotaryTable(config);
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(weights.block(i));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Provenance provenance() {
        return provenance.get();
    }

    @Override
    public List<Weight> weights() {
        return weights.listing();
    }

    @Override
    public synchronized Decoding begin() {
        if (closed) {
            throw new PatchclampException("The model " + name + " is closed.", "%model " + name + " loads it again");
        }
        Torch.ready();
        LayeredDecoding decoding = new LayeredDecoding(this);
        open.add(decoding);
        return decoding;
    }

    synchronized void ended(LayeredDecoding decoding) {
        open.remove(decoding);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            List.copyOf(open).forEach(LayeredDecoding::close);
            Scope scope = weights.scope();
            scope.close();
        }
    }

    @Override
    public String toString() {
        return "Model " + name + " (" + config.architecture() + ", " + config.layers() + " layers)";
    }
}
