package io.patchclamp.internal.family;

import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModelConfig;

/** Gemma 3 with images: its text part alone is read, under the names it has as a model of its own. */
final class Gemma3VisionFamily implements Family {
    private static final List<String> NOT_READ = List.of("vision_tower.", "multi_modal_projector.");

    private final Gemma3Family text = new Gemma3Family();

    @Override
    public String modelType() {
        return "gemma3";
    }

    @Override
    public String architecture() {
        return "Gemma3ForConditionalGeneration";
    }

    @Override
    public ModelConfig config(Settings s) {
        JsonObject given = s.object("text_config");
        if (given == null) {
            throw new LoadException("'" + s.file() + "' has no text_config.", "a copy of the model that is complete");
        }
        // Images: how they are seen, and which tokens stand for them.
        Stream.of("vision_config", "mm_tokens_per_image", "image_token_index", "boi_token_index", "eoi_token_index")
                .forEach(s::take);
        JsonObject own = given.deepCopy();
        own.addProperty("tie_word_embeddings", s.flag("tie_word_embeddings", true)); // the head is the outer model's
        Settings inner = new Settings(s.file(), own);
        inner.unsaid("vocab_size", 262_208);
        inner.unsaid("hidden_size", 2304);
        inner.unsaid("intermediate_size", 9216);
        inner.unsaid("num_hidden_layers", 26);
        inner.unsaid("num_attention_heads", 8);
        inner.only("model_type", text.modelType());
        if (inner.has("final_logit_softcapping")) {
            throw inner.refusal(
                    "final_logit_softcapping",
                    inner.take("final_logit_softcapping"),
                    ", and a model with images caps no logits");
        }
        ModelConfig config = text.config(inner);
        inner.refuseWhatIsLeft();
        return config;
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return text.draw(c, s);
    }

    @Override
    public boolean computed(String tensor) {
        String name = tensor.startsWith("model.") ? tensor.substring("model.".length()) : tensor;
        return NOT_READ.stream().anyMatch(name::startsWith) || text.computed(tensor);
    }

    /** As the hub has them, and as {@code transformers} saves them today. */
    @Override
    public List<String> otherNames(String tensor) {
        return tensor.startsWith("model.")
                ? List.of("language_model." + tensor, "model.language_model." + tensor.substring("model.".length()))
                : List.of("language_model." + tensor);
    }
}
