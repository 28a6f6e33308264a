package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All families that are understood. */
public final class Families {
    private static final List<Family> ALL = List.of(
            new LlamaFamily(),
            new MistralFamily(),
            new Qwen2Family(),
            new Qwen3Family(),
            new GemmaFamily(),
            new Gemma2Family(),
            new Gemma3Family(),
            new Gemma3VisionFamily(),
            new Olmo2Family(),
            new GraniteFamily(),
            new Gpt2Family(),
            new GptNeoxFamily(),
            new Phi3Family(),
            new QwenFamily());

    private Families() {}

    /** The family {@code config.json} means by its {@code model_type}. */
    public static Optional<Family> ofType(String modelType) {
        return ALL.stream().filter(f -> f.modelType().equals(modelType)).findFirst();
    }

    /** The family a GGUF file means by its {@code general.architecture}. */
    public static Optional<Family> ofGguf(String architecture) {
        return ALL.stream()
                .filter(f -> f.gguf()
                        .filter(g -> g.architecture().equals(architecture))
                        .isPresent())
                .findFirst();
    }

    /** What can be loaded from a directory. */
    public static List<String> types() {
        return ALL.stream().map(Family::modelType).sorted().toList();
    }

    /** What can be loaded from a GGUF file. */
    public static List<String> ggufArchitectures() {
        return ALL.stream()
                .flatMap(f ->
                        Stream.ofNullable(f.gguf().map(GgufForm::architecture).orElse(null)))
                .sorted()
                .toList();
    }
}
