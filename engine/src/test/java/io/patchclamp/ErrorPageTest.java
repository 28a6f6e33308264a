package io.patchclamp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.epoch.Averaging;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Window;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Chat;
import io.patchclamp.model.ChatTemplate;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selector;
import io.patchclamp.model.Sites;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.steer.Steering;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.sweep.Patching;
import io.patchclamp.sweep.PathPatching;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of messages says what is said: each mistake below raises a message that {@code docs/errors.md} has, and the
 * page has no message about selectors, trials and metrics that none of these mistakes raises.
 */
class ErrorPageTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void selectorsSayWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Sites sites = model.sites();
            Map<String, String> hooks = Map.of("a", "embed", "b", "@b", "c", "L0.nope");
            for (String selector : List.of(
                    "",
                    "L0.nope",
                    "L9.ln1",
                    "L0.mlp.neurons[28]",
                    "L2..1.ln1",
                    "L-1..0.ln1",
                    "model.layers",
                    "L0.ln1:in",
                    "lm_head:x",
                    "!embed",
                    "embed,!logits",
                    "embed,!embed",
                    "L0.attn.q,!model.layers.0.self_attn.q_proj[1]",
                    "L0.ln1[1]+,L0.ln1[2]-",
                    "embed,!embed+",
                    "@a+",
                    "@x",
                    "@b",
                    "@a[1]",
                    "@a:in",
                    "@c",
                    "L0.ln1[1",
                    "L0.ln1]",
                    "embed,",
                    "embed,!",
                    "L0.",
                    "L0.ln1[]",
                    "embed logits",
                    "embed [1]",
                    "L0.ln1[x]",
                    "L0.ln1[9999999999]",
                    "x{1}",
                    "L0**",
                    "L-1x.ln1",
                    "L5/1",
                    "L–1.ln1",
                    "embed;",
                    "/x",
                    "//",
                    "/" + "x".repeat(501) + "/",
                    "/(/",
                    "/(.*)*(.*)*(.*)*(.*)*zz/")) {
                fails(() -> Selector.parse(selector, hooks).in(sites));
            }
            fails(() -> model.modules().filter("mpl"));
            fails(() -> model.modules().filter("lm_head:in"));
        }
        holds("## From selectors");
    }

    @Test
    void trialsSayWhatThePageHas() throws IOException {
        for (String body : List.of(
                "",
                "# x",
                "a | b",
                "prompt|a\nx|y",
                "prompt | a | A\nx | y | z",
                "prompt | a |\nx | y",
                "prompt | a\nx | y | z",
                "prompt | a",
                "prompt | a\n | b",
                "[[a",
                "a]]",
                "[[a [[b]]",
                "[[a]] [[b]]",
                "[[]]",
                "prompt | event_end\nx | 1",
                "prompt | event_start | event_end\nx | 1 | 9")) {
            fails(() -> Trials.parse(body));
        }
        for (List<String> file : List.of(
                List.of("a.csv", ""),
                List.of("a.csv", "promt\na"),
                List.of("a.csv", "prompt;x\na;1"),
                List.of("a.csv", "prompt\tx\na\t1"),
                List.of("a.csv", "prompt\n\"a\" b"),
                List.of("a.csv", "prompt\n\"a"),
                List.of("a.jsonl", "{"),
                List.of("a.jsonl", "{\"prompt\":[]}"),
                List.of("a.jsonl", "{\"prompt\":\"a\"}\n{\"x\":1}"),
                List.of("a.txt", ""))) {
            Path path = Files.writeString(folder.resolve(file.get(0)), file.get(1));
            fails(() -> Trials.read(path));
        }
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "prompt\né".getBytes(StandardCharsets.ISO_8859_1));
        fails(() -> Trials.read(latin));
        fails(() -> Trials.read(folder.resolve("none.csv")));
        // no file that exists and cannot be read can be made by a test that runs as root
        said.add("'a.csv' cannot be read: Input/output error.");
        holds("## From trials");
    }

    @Test
    void choosingTrialsSaysWhatThePageHas() throws IOException {
        Trials trials = Trials.parse("prompt | a | n\nx | b | 1\ny | c |\nx | c | 1");
        for (String selection : List.of(
                "b == 1",
                "a",
                "a ==",
                "a == 'b' n",
                "(a == 'b'",
                "a in 'b'",
                "a in ['b'",
                "(".repeat(101),
                "a < 1",
                "n < 'a'",
                "a == 'x'")) {
            fails(() -> trials.where(selection));
        }
        fails(() -> trials.balance("x"));
        fails(() -> trials.screen().drop(Reason.BY_HAND, 3));
        fails(() -> trials.screen().drop(Reason.BY_HAND, 0, 1, 2));
        fails(() -> trials.split("a", 0, 1));
        fails(() -> trials.split("n", 0.5, 1));
        fails(() -> trials.where("a == 'b'").split("a", 0.5, 1));
        fails(trials::refuseReplicates);
        fails(trials::collapsed);
        holds("## From choosing trials");
    }

    @Test
    void epochsSayWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Trials trials = Trials.parse("prompt | a\nab c[[de]]f | b\nab c[[dg]]f | b\nab c[[d]] | c\nfg | c");
            Recorder recorder = Recorder.on(model);
            Recording all = recorder.at("embed,L1.resid_post[3]").record(trials);
            fails(() -> Window.eventLast(1, 0));
            fails(() -> Epochs.of(recorder.pool(Pool.MEAN).record(trials), Window.eventLast(0, 0)));
            fails(() -> Epochs.of(recorder.at("L0.attn.pattern").record(trials), Window.eventLast(0, 0)));
            for (String name : List.of("nope", "embed[x]", "L1.resid_post[4]")) {
                fails(() -> Epochs.of(all, Window.eventLast(0, 0), name));
            }
            fails(() -> Epochs.of(all, Window.eventLast(90, 90)));
            Epochs epochs = Epochs.of(all, Window.eventLast(-2, 1));
            fails(() -> epochs.drop(Reason.BY_HAND, 3));
            fails(() -> epochs.baseline(-1, 0));
            fails(() -> epochs.baseline(-1, -1));
            fails(() -> Epochs.of(all, Window.eventFirst(-2, 1)).baseline(-2, -1));
            fails(() -> epochs.minimalPairs("a"));
            fails(() -> epochs.scaled(epochs.units(List.of(0)).scaling("S")));
            fails(() -> epochs.at(9));
            fails(() -> epochs.over(1, 0));
            fails(() -> Responses.of(all));
            fails(() -> Averaging.of(epochs).unit("embed[99]"));
            fails(() -> Averaging.of(epochs).evoked());
            fails(() -> PopulationMap.difference(epochs.at(0), "a", "b", "x"));
            fails(() -> Tuning.of(epochs.at(0), "embed[0]", "a", 1));
            fails(() -> Tuning.of(epochs.where("a == 'c'").at(0), "embed[0]", "a", 5));
        }
        // needs a recording larger than the heap
        said.add("These epochs would take 9 MB, and the heap has 1 MB free.");
        holds("## From epochs");
    }

    @Test
    void metricsSayWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            float[] logits = new float[3];
            Map<String, String> columns = Map.of("two", "ab", "none", "");
            for (String metric : List.of(
                    "",
                    "1+".repeat(2000),
                    "(".repeat(99),
                    "lgit(\"a\")",
                    "logit",
                    "kl(\"a\")",
                    "\"a\"",
                    "logit()",
                    "logit(\"\")",
                    "logit(\"ab\")",
                    "logit(two)",
                    "logit(\"z\")",
                    "logit(x)",
                    "logit(none)",
                    "1 +",
                    "1 2",
                    "logit(\"a\" \"b\")",
                    "%",
                    "(1",
                    "1)",
                    "logit(\"a",
                    "logit(“a”)",
                    "logit(\"\\q\")",
                    "logit(a(b))",
                    "kl",
                    "loss")) {
                fails(() -> Metric.parse(metric).evaluate(Reading.of(logits), model.tokenizer(), columns));
            }
            fails(() -> Metric.parse("prob(none)")
                    .first()
                    .evaluate(Reading.of(logits), model.tokenizer(), Map.of("none", "")));
            fails(() -> Reading.loss(new float[1][3], new int[] {1}));
        }
        // only a tokenizer that has no token for a text can say this
        said.add("The target \"x\" has no token.");
        holds("## From metrics");
    }

    @Test
    void editsSayWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Trials trials = Trials.of("The fox", "A cow");
            Recording heads = Recorder.on(model).at("L1.attn.z[1]").record(trials);
            Map<String, Object> names = Map.of(
                    "rec",
                    heads.activations(),
                    "vec",
                    new float[20],
                    "nan",
                    new double[] {Double.NaN},
                    "text",
                    "x",
                    "matrix",
                    NamedArray.of(List.of("a", "b"), new int[] {1, 2}, new float[2]));
            for (String edit : List.of(
                    "embed",
                    "=3",
                    "embed=",
                    "embed@-1=0",
                    "embed=1e39",
                    "embed=x",
                    "embed=@nope",
                    "embed=@text",
                    "embed+=nope",
                    "embed+=text",
                    "embed+=zero",
                    "embed+=2*matrix",
                    "embed+=nan",
                    "embed*=vec",
                    "embed+=2*",
                    "embed=@",
                    "embed=0.5q7",
                    "embed=mean(rec",
                    "embed=@rec(trial)",
                    "embed=@rec(middle)",
                    "embed=0 prompt",
                    "embed=0 @nowhere",
                    "embed=0 @",
                    "embed=0 @7..3",
                    "embed=0 steps",
                    "embed=0 steps -1..2",
                    "embed=0 @all @all",
                    "embed=0 steps 0 steps 1",
                    "embed=0 @/x",
                    "embed=0 @/(/",
                    "embed:before=0",
                    "L0.attn.pattern=0.5q",
                    "L0.attn.pattern=mean",
                    "L0.attn.pattern+=vec",
                    "L0.attn.pattern=@rec(end)",
                    "L0.mlp.neurons+=vec")) {
                fails(() -> Edit.parse(edit, model, Map.of(), name -> Optional.ofNullable(names.get(name))));
            }
            for (String edit : List.of(
                    "embed=0 @event",
                    "embed=0 @/z/",
                    "embed=0 @generated",
                    "embed=0 @90..",
                    "embed=@rec",
                    "L1.attn.z[2]=@rec",
                    "L1.attn.z[1]=@rec(trial 2)",
                    "embed=0.5q")) {
                Edit parsed = Edit.parse(edit, model, Map.of(), name -> Optional.ofNullable(names.get(name)));
                fails(() ->
                        Recorder.on(model).at("embed").edits(List.of(parsed)).record(trials));
            }
            for (String edit : List.of("L1.attn.z[1]=@rec", "embed=resample", "embed=0 @/(.*)*(.*)*(.*)*(.*)*zz/")) {
                Edit parsed = Edit.parse(edit, model, Map.of(), name -> Optional.ofNullable(names.get(name)));
                Trials other = edit.startsWith("embed") ? Trials.of("x".repeat(60)) : Trials.of("x", "y", "z");
                fails(() ->
                        Recorder.on(model).at("embed").edits(List.of(parsed)).record(other));
            }
            fails(() -> Inject.of(model.select("embed"), Float.POSITIVE_INFINITY, "vec", new float[20]));
        }
        holds("## From edits");
    }

    @Test
    void configurationsSayWhatThePageHas() throws IOException {
        fails(() -> Patchclamp.modules(folder.toString()));
        for (List<String> wrong : List.of(
                List.of("llama-grouped", "model_type", "\"rwkv\""),
                List.of("llama-grouped", "architectures", "[\"LlamaModel\"]"),
                List.of("llama-grouped", "quantization_config", "{}"),
                List.of("llama-grouped", "clip_qkv", "8"),
                List.of("llama-grouped", "pretraining_tp", "2"),
                List.of("llama-grouped", "hidden_act", "\"swiglu\""),
                List.of("llama-grouped", "hidden_size", "null"),
                List.of("llama-grouped", "hidden_size", "[]"),
                List.of("llama-grouped", "hidden_size", "2.5"),
                List.of("llama-grouped", "attention_bias", "1"),
                List.of("llama-grouped", "num_hidden_layers", "20000"),
                List.of("llama-grouped", "num_key_value_heads", "5"),
                List.of("llama-grouped", "partial_rotary_factor", "0.5"),
                List.of("llama-grouped", "rope_parameters", "{\"rope_type\": \"mrope\"}"),
                List.of("llama-grouped", "rope_parameters", "{\"section\": 1}"),
                List.of("llama-grouped", "rope_parameters", "{\"rope_type\": \"longrope\"}"),
                List.of("llama-grouped", "rope_parameters", "{\"rope_type\": \"longrope\", \"short_factor\": [[]]}"),
                List.of("llama-grouped", "rope_parameters", "\"linear\""),
                List.of("llama-grouped", "rope_parameters", "{\"rope_type\": \"linear\", \"factor\": 0}"),
                List.of(
                        "llama-grouped",
                        "rope_parameters",
                        "{\"rope_type\": \"yarn\", \"factor\": 2, \"original_max_position_embeddings\": 0}"),
                List.of("gemma3-local", "rope_parameters", "{\"factor\": 2}"),
                List.of("qwen3-window", "layer_types", "\"full_attention\""),
                List.of("qwen3-window", "layer_types", "[\"full_attention\"]"),
                List.of("qwen3-window", "layer_types", "[\"linear_attention\", \"x\", \"x\"]"),
                List.of("qwen3-window", "sliding_window", "0"),
                List.of("qwen3-window", "sliding_window", "null"))) {
            JsonObject config = JsonParser.parseString(
                            Files.readString(TestModels.tiny(wrong.get(0)).resolve("config.json")))
                    .getAsJsonObject();
            config.add(wrong.get(1), JsonParser.parseString(wrong.get(2)));
            Files.writeString(folder.resolve("config.json"), config.toString());
            fails(() -> Patchclamp.modules(folder.toString()));
        }
        Files.write(folder.resolve("config.json"), new byte[] {'{', (byte) 0xff, '}'});
        fails(() -> Patchclamp.modules(folder.toString()));
        holds("## From a model's configuration");
    }

    @Test
    void chatsSayWhatThePageHas() throws IOException {
        for (String template :
                List.of("{% if %}", "{{ raise_exception('No') }}", "{{ x.y }}", "{{ range(1000000) }}")) {
            fails(() -> ChatTemplate.of(template).render(Chat.of("a")));
        }
        ChatTemplate named = ChatTemplate.of("'x'", Map.of("rag", "a"), Map.of());
        fails(() -> named.named("rug"));
        fails(() -> named.render(Chat.of("a")));
        fails(() -> ChatTemplate.of("a").render(Chat.EMPTY));
        fails(() -> Chat.of("a").with("x", folder));
        fails(() -> Chat.parse("{}"));
        Chat open = Chat.of("a").ending(Chat.Ending.OPEN);
        fails(() -> ChatTemplate.of("{{ messages[0].role }}").render(open));
        fails(() -> ChatTemplate.of("{{ messages[0].content | upper }}").render(open));
        Chat parts = Chat.parse("[{\"content\": [{}]}]").ending(Chat.Ending.OPEN);
        fails(() -> ChatTemplate.of("{{ messages[0].content }}").render(parts));
        try (Model model = TestModels.load("grouped")) {
            fails(() -> Trials.of("a").inChat(model));
        }
        Trials.Item written = new Trials.Item("a", Map.of(), Optional.empty(), true);
        fails(() -> new Trials(List.of(written)).inChat(null));
        // needs a model whose template changes texts, which the test of trials in chats has
        said.add("The event 'a' cannot be found in what the chat template makes of the prompt: A");
        holds("## From chats");
    }

    @Test
    void steeringSaysWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Trials three = Trials.parse("prompt | mood\nso glad | glad\nso sad | sad\nvery sad | sad");
            Recording one = Recorder.on(model).at("L1.resid_post").record(three);
            Recording two =
                    Recorder.on(model).at("L1.resid_post,L0.attn.pattern").record(three);
            fails(() -> Steering.on(one).by("mood"));
            fails(() -> Steering.on(one).by("nope"));
            fails(() -> Steering.on(one).towards("mad").by("mood"));
            fails(() -> Steering.on(two).by("mood"));
            fails(() -> Steering.on(two).at("L0.attn.pattern").by("mood"));
            fails(() -> Steering.on(Recorder.on(model).at("embed").record(Trials.parse("prompt | a\nb | c")))
                    .by("a"));
        }
        holds("## From steering");
    }

    @Test
    void sweepsSayWhatThePageHas() throws IOException {
        try (Model model = TestModels.load("grouped")) {
            Metric metric = Metric.parse("kl");
            Trials pair = Trials.parse("clean | corrupt\nabc | abd");
            for (Trials wrong : List.of(
                    Trials.of("x"),
                    Trials.parse("clean | corrupt\nabc | ab"),
                    Trials.parse("clean | corrupt\nabc | abd\nab | ac"))) {
                fails(() ->
                        Patching.on(model, model.select("L*.resid_pre"), metric).run(wrong));
            }
            fails(() -> Patching.on(model, model.select("L0.ln1, L0.mlp.out"), metric)
                    .run(pair));
            fails(() -> Patching.on(model, model.select("L0.ln1"), metric)
                    .by(Patching.By.HEAD)
                    .run(pair));
            fails(() ->
                    Patching.on(model, model.select("L0.attn.pattern"), metric).run(pair));
            fails(() -> Lesions.on(model, model.select("L0.ln1"))
                    .each(Lesions.Each.HEAD)
                    .run(pair));
            fails(() ->
                    Lesions.on(model, model.select("L0.ln1")).readAtEvent(true).run(pair));
            fails(() -> Lesions.on(model, model.select("L0.ln1"))
                    .metric(Metric.parse("loss"))
                    .readAtEvent(true)
                    .run(Trials.parse("a[[b]]")));
            for (List<String> ends : List.of(
                    List.of("L0.attn.z:before", "final_norm"),
                    List.of("L0.attn.z", "logits"),
                    List.of("L0.attn.z", "final_norm[1]"),
                    List.of("L1.attn.z", "L0.ln2"))) {
                fails(() -> PathPatching.on(model, model.select(ends.get(0)), model.select(ends.get(1)), metric)
                        .run(pair));
            }
            PathPatching direct =
                    PathPatching.on(model, model.select("L0.mlp.out"), model.select("final_norm"), metric);
            TokenChoice all = new TokenChoice.All();
            fails(() -> direct.tokens(TokenChoice.parse("@event"), all).run(pair));
            fails(() -> direct.tokens(all, TokenChoice.parse("90..")).run(pair));
            fails(() -> TokenChoice.parse("3..7 x"));
        }
        holds("## From sweeps");
    }

    @Test
    void phantomsSayWhatThePageHas() throws IOException {
        for (String reference : List.of(
                "phantom:nul",
                "smollm2",
                "phantom:null?sed=1",
                "phantom:null?seed=x",
                "phantom:null?seed=1&seed=1",
                "phantom:selective?units=1&layers=1",
                "phantom:modular?p=10")) {
            fails(() -> Phantom.of(reference));
        }
        LoadOptions main = new LoadOptions(Optional.of("main"), false);
        fails(() -> Patchclamp.load("phantom:null", main, Progress.SILENT));
        fails(() -> Phantom.of("phantom:modular").trials(999, 0));
        holds("## From phantoms");
    }

    private void fails(Runnable mistake) {
        try {
            mistake.run();
        } catch (PatchclampException e) {
            said.add(e.getMessage().lines().findFirst().orElseThrow());
            return;
        }
        throw new AssertionError("no mistake, after " + said);
    }

    private void holds(String heading) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        String section = page.substring(page.indexOf(heading + "\n") + heading.length());
        section = section.contains("\n## ") ? section.substring(0, section.indexOf("\n## ")) : section;
        Map<String, Pattern> messages = section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| message"))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .flatMap(cell -> Arrays.stream(cell.split(" · ")))
                .collect(Collectors.toMap(message -> message, ErrorPageTest::pattern));
        Set<String> raised = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String message : said) {
            List<String> rows = messages.entrySet().stream()
                    .filter(row -> row.getValue().matcher(message).lookingAt())
                    .map(Map.Entry::getKey)
                    .toList();
            raised.addAll(rows);
            if (rows.isEmpty()) {
                unknown.add(message);
            }
        }
        assertThat(unknown).as("messages that the page lacks").isEmpty();
        assertThat(raised).as("messages that nothing raises").containsExactlyInAnyOrderElementsOf(messages.keySet());
    }

    /** A message with words in capitals for its values. */
    private static Pattern pattern(String message) {
        String words = Pattern.compile("'?\\b[A-Z]+\\b'?|[^A-Z]+|.")
                .matcher(message)
                .results()
                .map(r -> r.group().matches("'?(?!(UTF|JSON|L|A)\\b)[A-Z]+'?") ? ".+" : Pattern.quote(r.group()))
                .collect(Collectors.joining());
        return Pattern.compile("(In the hook '.+': )?" + words);
    }
}
