package io.patchclamp.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.provenance.Provenance;

/** A model's card. */
final class ModelView {
    private ModelView() {}

    static Part of(Model model) {
        ModelConfig config = model.config();
        Provenance provenance = model.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("architecture", config.architecture());
        facts.put("parameters", parameters(model));
        facts.put("layers", Quantity.count(config.layers()));
        facts.put("d_model", Quantity.count(config.dModel()));
        facts.put("heads", heads(config));
        facts.put("d_mlp", Quantity.count(config.dMlp()));
        facts.put("vocab", Quantity.count(config.vocabulary()));
        facts.put("context", Quantity.count(config.context(), "token"));
        facts.put("dtype", provenance.dtype());
        facts.put("weights", provenance.weights());
        facts.put("tokenizer", provenance.tokenizer());
        facts.put("source", provenance.source());
        facts.put("sha256", provenance.sha256());
        provenance.details().forEach(facts::putIfAbsent);
        facts.values().removeIf(value -> value == null || value.isEmpty());
        return Part.stack(List.of(Part.heading(model.name()), new Part.Facts(facts)));
    }

    private static String parameters(Model model) {
        long stored = model.weights().stream().mapToLong(Model.Weight::count).sum();
        return Quantity.count(stored) + (model.config().tiedHead() ? " (the unembedding is the embedding)" : "");
    }

    private static String heads(ModelConfig config) {
        String shared = config.kvHeads() == config.heads()
                ? ""
                : ", sharing " + Quantity.count(config.kvHeads(), "key/value head");
        return config.heads() + " (d_head " + config.headDim() + shared + ")";
    }
}
