package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ParameterCount;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.patchclamp.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every family of models must pass, on tiny random models with awkward shapes, against {@code transformers} (f32,
 * eager attention): {@code max|Δ| ≤ 1e-5 · max|ref|} at every place. {@code src/test/python/family_reference.py} made
 * the models and says what is awkward about each. A model that lies there with a {@code config.4x.json} is loaded by
 * either style of configuration.
 */
class FamilyConformanceTest {
    /** A folder of {@code src/test/resources/parity}, or the same model as one {@code .gguf} file; a family a line. */
    private static final List<String> FIXTURES = Stream.of(
                    Stream.of("llama-grouped", "llama-biased", "llama-yarn", "llama-yarn-scaled", "llama-dynamic"),
                    Stream.of("llama-longrope"),
                    Stream.of("llama-hub", "llama-grouped.gguf", "llama-biased.gguf", "llama-yarn.gguf"),
                    Stream.of("mistral-window", "mistral-full"),
                    Stream.of("qwen2-window", "qwen2-yarn", "qwen2-yarn.gguf"),
                    Stream.of("qwen3-grouped", "qwen3-window", "qwen3-grouped.gguf"),
                    Stream.of("gemma-one", "gemma-grouped", "gemma-one.gguf"),
                    Stream.of("gemma2-window", "gemma2-uncapped", "gemma2-window.gguf"),
                    Stream.of("gemma3-local", "gemma3-capped", "gemma3-local.gguf"),
                    Stream.of("olmo2-grouped", "olmo2-biased"),
                    Stream.of("granite-scaled", "granite-biased"),
                    Stream.of("gpt2-wide", "gpt2-scaled", "gpt2-hub", "gpt2-wide.gguf"),
                    Stream.of("gptneox-parallel", "gptneox-serial", "gptneox-hub", "gptneox-parallel.gguf"),
                    Stream.of("phi3-plain", "phi3-longrope", "phi3-partial", "phi3-plain.gguf", "phi3-longrope.gguf"),
                    Stream.of("qwen-first", "qwen-long"))
            .flatMap(family -> family)
            .toList();

    /** Other models than these: what {@code family_random.py} wrote, given as {@code -Dpatchclamp.parity=DIR}. */
    private static final Optional<String> ELSEWHERE = Optional.ofNullable(System.getProperty("patchclamp.parity"));

    private static final String OLD_STYLE = " (4.x)";

    @TempDir
    Path temporary;

    static Stream<String> models() throws IOException {
        List<String> names = FIXTURES;
        if (ELSEWHERE.isPresent()) {
            try (Stream<Path> folders = Files.list(Path.of(ELSEWHERE.get()))) {
                names = folders.map(Path::toString).sorted().toList();
            }
        }
        return names.stream()
                .flatMap(name -> Files.exists(folder(name).resolve("config.4x.json")) && !name.endsWith(".gguf")
                        ? Stream.of(name, name + OLD_STYLE)
                        : Stream.of(name));
    }

    @Test
    void noFixtureIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(TestModels.tiny("grouped").getParent())) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.contains("-")))
                    .containsExactlyInAnyOrderElementsOf(FIXTURES);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void everySiteEqualsTransformers(String name) throws IOException {
        Reference reference = reference(name);
        try (Model model = load(name)) {
            assertThat(model.tokenizer().encode(reference.text()).ids()).isEqualTo(reference.ids());
            Recording recording = Recorder.on(model).at("**").record(Trials.of(reference.text()));
            assertThat(recording.sites().stream().map(s -> s.site().name()).sorted())
                    .containsExactlyElementsOf(reference.sites().keySet());
            reference.sites().forEach((site, theirs) -> assertClose(site, recording.site(site), theirs));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsOfALogProbabilityEqualTransformers(String name) throws IOException {
        Reference reference = reference(name);
        try (Model model = load(name)) {
            List<String> names = reference.arrays().keySet().stream()
                    .filter(k -> k.startsWith("grad/"))
                    .toList();
            List<Site> sites = names.stream()
                    .map(n -> model.select(n.substring("grad/".length()))
                            .electrodes()
                            .get(0)
                            .site())
                    .toList();
            int[] ids = reference.ids().stream().mapToInt(Integer::intValue).toArray();
            int target = reference.meta().get("target").getAsInt();
            List<Gradient> gradients =
                    model.differentiate(new int[][] {ids}, List.of(), new int[] {ids.length - 1}, sites, logits ->
                            new float[][] {logProbabilitySlope(logits[0], target)});
            assertThat(names).isNotEmpty();
            for (int i = 0; i < names.size(); i++) {
                assertClose(
                        names.get(i),
                        gradients.get(i).gradient().data(),
                        reference.arrays().get(names.get(i)).data());
            }
        }
    }

    /** Of the target's log-probability: 1 at the target minus each token's probability. */
    private static float[] logProbabilitySlope(float[] logits, int target) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        float[] slope = new float[logits.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (float) ((i == target ? 1 : 0) - Math.exp(logits[i] - largest) / sum);
        }
        return slope;
    }

    @ParameterizedTest
    @MethodSource("models")
    void bothEndsOfEveryModuleEqualTransformers(String name) throws IOException {
        Reference reference = reference(name);
        try (Model model = load(name)) {
            Map<String, Reference.Values> ends = reference.huggingFace();
            Recording recording =
                    Recorder.on(model).at(String.join(",", ends.keySet())).record(Trials.of(reference.text()));
            ends.forEach((end, theirs) -> assertClose(end, recording.site(end), theirs));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyEndOfAModuleThatHasActivationsHasAName(String name) throws IOException {
        try (Model model = load(name)) {
            Set<String> named = new TreeSet<>();
            model.modules().root().all().skip(1).forEach(module -> {
                for (String end : List.of(module.name(), module.name() + ":in")) {
                    try {
                        model.select(end);
                        named.add(end);
                    } catch (SelectorException e) {
                        assertThat(e).hasMessageStartingWith("Nothing can be recorded at '" + end + "': ");
                    }
                }
            });
            assertThat(named)
                    .containsExactlyElementsOf(reference(name).huggingFace().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void cachedGreedyGenerationEqualsTransformers(String name) throws IOException {
        Reference reference = reference(name);
        try (Model model = load(name)) {
            List<GeneratedToken> tokens = Generator.on(model)
                    .newTokens(reference.greedy().size())
                    .generate(Trials.of(reference.text()))
                    .trials()
                    .get(0)
                    .tokens();
            assertThat(tokens.stream().map(GeneratedToken::id)).containsExactlyElementsOf(reference.greedy());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aBatchOfUnequalLengthsGoesOnAsSingleRunsDo(String name) throws IOException {
        Reference reference = reference(name);
        String text = reference.text();
        try (Model model = load(name)) {
            Generator generator =
                    Generator.on(model).newTokens(reference.greedy().size());
            List<List<Integer>> together =
                    continuations(generator.batch(3), Trials.of(text.substring(0, 3), text, text.substring(0, 11)));

            assertThat(together.get(1)).isEqualTo(reference.greedy());
            assertThat(together.get(0))
                    .isEqualTo(continuations(generator.batch(1), Trials.of(text.substring(0, 3)))
                            .get(0));
            assertThat(together.get(2))
                    .isEqualTo(continuations(generator.batch(1), Trials.of(text.substring(0, 11)))
                            .get(0));
        }
    }

    private static List<List<Integer>> continuations(Generator generator, Trials trials) {
        return generator.generate(trials).trials().stream()
                .map(t -> t.tokens().stream().map(GeneratedToken::id).toList())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aBatchWithPaddingEqualsSingleRuns(String name) throws IOException {
        String text = reference(name).text();
        Trials trials = Trials.of(text.substring(0, 3), text, text.substring(0, 11), text + text);
        try (Model model = load(name)) {
            Recorder recorder = Recorder.on(model).at("**");
            Recording together = recorder.batch(4).record(trials);
            Recording alone = recorder.batch(1).record(trials);
            for (SiteRecording one : alone.sites()) {
                SiteRecording same = together.site(one.site().name());
                for (int t = 0; t < trials.count(); t++) {
                    NamedArray single = one.trials().get(t);
                    assertClose(
                            one.site().name() + " of trial " + t,
                            same.trials().get(t),
                            new Reference.Values(single.shape(), single.toArray()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theFormulaCountsWhatIsLoadedAndWhatTransformersHas(String name) throws IOException {
        Reference reference = reference(name);
        try (Model model = load(name)) {
            assertThat(ParameterCount.of(model.modules()).compare(model.weights()))
                    .isEqualTo(
                            new ParameterCount.Comparison(reference.parameters(), reference.parameters(), List.of()));
            Map<String, List<Integer>> tree = model.modules().parameters().stream()
                    .collect(Collectors.toMap(
                            ModuleTree.Parameter::name, ModuleTree.Parameter::shape, (a, b) -> a, TreeMap::new));
            assertThat(tree).isEqualTo(reference.weights());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theModulesPrintAsTransformersPrintsThem(String name) throws IOException {
        try (Model model = load(name)) {
            assertThat(comparable(model.modules().print(), name))
                    .isEqualTo(comparable(reference(name).modules(), name));
        }
    }

    /** A GGUF file holds its numbers in single precision: 1e-5 comes out as 9.999999747378752e-06, in transformers too. */
    private static String comparable(String modules, String name) {
        return name.endsWith(".gguf") ? modules.replaceAll("eps=[0-9.e-]+", "eps=…") : modules;
    }

    private Model load(String name) throws IOException {
        return load(name, temporary);
    }

    static Model load(String name, Path temporary) throws IOException {
        if (!name.endsWith(OLD_STYLE)) {
            return Patchclamp.load(path(name).toString());
        }
        try (Stream<Path> files = Files.list(folder(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, temporary.resolve(file.getFileName()));
            }
        }
        Files.move(
                temporary.resolve("config.4x.json"),
                temporary.resolve("config.json"),
                StandardCopyOption.REPLACE_EXISTING);
        return Patchclamp.load(temporary.toString());
    }

    private static Reference reference(String name) throws IOException {
        return Reference.read(folder(name).resolve("reference.bin"));
    }

    private static Path folder(String name) {
        return path(name.replace(".gguf", "").replace(OLD_STYLE, ""));
    }

    private static Path path(String name) {
        return ELSEWHERE.isPresent() ? Path.of(name) : TestModels.tiny(name);
    }
}
