import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import com.sun.management.OperatingSystemMXBean;
import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.attribute.Attributed;
import io.patchclamp.attribute.Attribution;
import io.patchclamp.generate.Generator;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.vector.Packing;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.Patching;
import io.patchclamp.trial.Trials;

/**
 * Patchclamp at the work of peers.py, one task a line; through the calls that a notebook makes, except for the floor.
 *
 * <p>{@code Ours prepare MODEL WORK.json} writes the prompts for all. {@code Ours floor} measures the
 * machine. {@code Ours MODEL WORK.json} loads the model, says how
 * long that took, reads the name of a task from each line, does it once, and answers with one line of JSON.
 */
final class Ours {
    private static final int ROWS = 8;
    private static final int TOKENS = 128;
    private static final int SHORT = 16;
    private static final int NEW = 64;
    private static final Gson JSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    /** The same prompts for all: what Patchclamp reads as text, the others get as these ids. */
    record Work(
            List<String> texts,
            int[][] batch,
            String promptText,
            int[] prompt,
            String cleanText,
            int[] clean,
            String corruptText,
            int[] corrupt,
            int a,
            int b,
            @SerializedName("new") int newTokens) {}

    private interface Task {
        Object run();
    }

    private final Model model;
    private final Map<String, Object> work;
    private final String[] texts;
    private final String prompt;

    private Ours(Model model, Map<String, Object> work) {
        this.model = model;
        this.work = work;
        this.texts = ((List<?>) work.get("texts")).toArray(String[]::new);
        this.prompt = (String) work.get("promptText");
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        if (arguments[0].equals("prepare")) {
            try (Model model = Patchclamp.load(arguments[1])) {
                Files.writeString(Path.of(arguments[2]), JSON.toJson(prepare(model)));
            }
            return;
        }
        if (arguments[0].equals("floor")) {
            out.println(JSON.toJson(List.of(operations(), bandwidth())));
            return;
        }
        Torch.ready(); // what Python does when it imports torch
        long start = System.nanoTime();
        Model model = Patchclamp.load(arguments[0]);
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("seconds", (System.nanoTime() - start) / 1e9);
        long head = (long) model.config().vocabulary() * model.config().dModel();
        first.put("head", head);
        first.put("blocks", model.weights().stream()
                .filter(w -> w.count() != head)
                .mapToLong(Model.Weight::count)
                .sum());
        // Of an embedding and an unembedding, which may be one, one is read whole.
        first.put(
                "read",
                model.weights().stream().filter(w -> w.count() != head).mapToLong(Ours::bytes).sum()
                        + model.weights().stream().filter(w -> w.count() == head).mapToLong(Ours::bytes).max().orElse(0));
        out.println(JSON.toJson(first));
        Map<String, Object> work = JSON.fromJson(Files.readString(Path.of(arguments[1])), Map.class);
        Map<String, Task> tasks = new Ours(model, work).tasks();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(JSON.toJson(answer(tasks.get(line.strip()))));
        }
    }

    /** What a weight takes in memory, all of which is read for each token. */
    private static long bytes(Model.Weight weight) {
        return Packing.named(weight.stored())
                .filter(packing -> weight.shape().size() == 2 && Scope.keeps(packing))
                .map(packing -> (long) packing.bytes(Math.toIntExact(weight.count())))
                .orElse(weight.count() * Float.BYTES);
    }

    private static Map<String, Object> answer(Task task) {
        if (task == null) {
            return Map.of("fault", "");
        }
        long start = System.nanoTime();
        long used = processor();
        try {
            Object numbers = task.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            return Map.of("seconds", seconds, "processor", (processor() - used) / 1e9, "numbers", numbers);
        } catch (RuntimeException e) {
            return Map.of("fault", e.toString());
        }
    }

    /** Nanoseconds that all threads together have computed. */
    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private Map<String, Task> tasks() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        tasks.put("plain", this::plain);
        tasks.put("plain_last", this::plain);
        tasks.put("residuals", () -> corners(Recorder.on(model).at("L*.resid_post").batch(ROWS)));
        tasks.put("neurons", () -> corners(Recorder.on(model).at("L*.mlp.neurons").batch(ROWS)));
        tasks.put("generate", () -> generated(NEW));
        tasks.put("generate_rec", this::generateAndRecord);
        tasks.put("generate_all", this::generateAndRecordAll);
        tasks.put("heads", this::heads);
        tasks.put("patch", this::patch);
        tasks.put("attribution", this::attribution);
        return tasks;
    }

    /** Each layer's neurons by gradient times activation: the sum of the first eight at the last token. */
    private List<Double> attribution() {
        Attributed shares = Attribution.on(model)
                .at(model.select("L*.mlp.neurons"))
                .target(word("a"))
                .run(Trials.of((String) work.get("cleanText")));
        return shares.trials().get(0).sites().stream()
                .map(site -> {
                    NamedArray units = site.units();
                    int last = units.shape()[0] - 1;
                    return IntStream.range(0, 8).mapToDouble(u -> units.get(last, u)).sum();
                })
                .toList();
    }

    /** Each head of each layer zeroed: the metric as it then is. */
    private List<Double> heads() {
        LesionEffect lesions = Lesions.on(model, model.select("L*.attn.z"))
                .each(Lesions.Each.HEAD)
                .metric(metric())
                .run(Trials.of((String) work.get("cleanText")));
        return IntStream.range(0, lesions.cells().size())
                .mapToObj(cell -> (double) lesions.baseline().get(0) + lesions.effect().get(cell, 0))
                .toList();
    }

    /** The residual stream of the clean text put into the corrupt one, layer by layer and token by token. */
    private List<Double> patch() {
        Trials.Item pair = new Trials.Item(
                (String) work.get("corruptText"),
                Map.of("clean", (String) work.get("cleanText")),
                Optional.empty());
        PatchGrid grid =
                Patching.on(model, model.select("L*.resid_pre"), metric()).run(new Trials(List.of(pair)));
        List<Double> out = new ArrayList<>();
        for (float effect : grid.effect().toArray()) {
            out.add((double) grid.corrupt().get(0) + effect);
        }
        return out;
    }

    private Metric metric() {
        return Metric.parse("logit(\"" + word("a") + "\") - logit(\"" + word("b") + "\")");
    }

    private String word(String name) {
        return model.tokenizer().decode(((Number) work.get(name)).intValue());
    }

    private List<Double> plain() {
        int[][] ids = Arrays.stream(texts)
                .map(t -> model.tokenizer().encode(t).toArray())
                .toArray(int[][]::new);
        float[][] logits = model.read(ids, List.of(), List.of());
        List<Double> out = new ArrayList<>();
        int[] best = Arrays.stream(logits).mapToInt(Ours::largest).toArray();
        for (int row = 0; row < best.length; row++) {
            out.add((double) logits[row][best[row]]);
        }
        Arrays.stream(best).forEach(id -> out.add((double) id));
        return out;
    }

    private List<Double> corners(Recorder recorder) {
        Recording recording = recorder.record(Trials.of(texts));
        List<Double> out = new ArrayList<>();
        for (SiteRecording site : recording.sites()) {
            out.add(at(site.trials().get(0), true));
            out.add(at(site.trials().get(site.trials().size() - 1), false));
        }
        return out;
    }

    private static double at(NamedArray array, boolean first) {
        int[] index = array.shape();
        for (int i = 0; i < index.length; i++) {
            index[i] = first ? 0 : index[i] - 1;
        }
        return array.get(index);
    }

    private List<Integer> generated(int count) {
        return Generator.on(model).newTokens(count).generate(Trials.of(prompt)).trials().get(0).tokens().stream()
                .map(t -> t.id())
                .toList();
    }

    private List<Integer> generateAndRecord() {
        int last = model.config().layers() - 1;
        return record("L" + last + ".resid_post");
    }

    private List<Integer> generateAndRecordAll() {
        return record("L*.resid_post");
    }

    private List<Integer> record(String selector) {
        Recording recording =
                Recorder.on(model).at(selector).newTokens(NEW).record(Trials.of(prompt));
        return recording.trials().get(0).generated();
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    /** Operations a second of a large product. */
    private static double operations() {
        int n = 2048;
        double best = 0;
        try (Scope scope = Scope.open()) {
            Torch.ready();
            Tensor x = scope.floats(noise(n * n), n, n);
            Tensor y = scope.floats(noise(n * n), n, n);
            for (int i = 0; i < 12; i++) {
                long start = System.nanoTime();
                x.linear(Weight.of(y), null).close();
                best = Math.max(best, 2.0 * n * n * n / ((System.nanoTime() - start) / 1e9));
            }
        }
        return best;
    }

    private static float[] noise(int count) {
        Random random = new Random(1);
        float[] data = new float[count];
        for (int i = 0; i < count; i++) {
            data[i] = random.nextFloat() - 0.5f;
        }
        return data;
    }

    /** Bytes a second that all threads together read in order. */
    private static double bandwidth() {
        int threads = Integer.getInteger("ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
        long[][] much = new long[threads][(256 << 20) / 8 / threads];
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            Thread[] all = Arrays.stream(much)
                    .map(part -> new Thread(() -> part[0] = sum(part)))
                    .toArray(Thread[]::new);
            Arrays.stream(all).forEach(Thread::start);
            for (Thread one : all) {
                try {
                    one.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return 8.0 * much.length * much[0].length / (best / 1e9);
    }

    private static long sum(long[] part) {
        long sum = 0;
        for (long one : part) {
            sum ^= one;
        }
        return sum;
    }

    private static Work prepare(Model model) {
        Random random = new Random(7);
        List<Integer> words = words(model);
        List<String> texts = new ArrayList<>();
        int[][] batch = new int[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            batch[row] = sentence(model, words, random, TOKENS);
            texts.add(model.tokenizer().decode(batch[row]));
        }
        int[] clean = sentence(model, words, random, SHORT);
        int[] corrupt = corrupted(model, words, random, clean);
        String prompt = "Once upon a time";
        return new Work(
                texts,
                batch,
                prompt,
                model.tokenizer().encode(prompt).toArray(),
                model.tokenizer().decode(clean),
                clean,
                model.tokenizer().decode(corrupt),
                corrupt,
                words.get(0),
                words.get(1),
                NEW);
    }

    /** Tokens that are a space and a word: side by side they are read as themselves again. */
    private static List<Integer> words(Model model) {
        List<Integer> words = IntStream.range(0, model.tokenizer().size())
                .filter(id -> !model.tokenizer().isSpecial(id)
                        && model.tokenizer().decode(id).matches(" [a-z]{3,9}"))
                .limit(4000)
                .boxed()
                .toList();
        if (words.size() < 100) {
            throw new IllegalStateException("this tokenizer has few words of one token: " + words.size());
        }
        return words;
    }

    private static int[] sentence(Model model, List<Integer> words, Random random, int length) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int[] ids = random.ints(length, 0, words.size()).map(words::get).toArray();
            if (stays(model, ids)) {
                return ids;
            }
        }
        throw new IllegalStateException("no text of " + length + " tokens is read as it was written");
    }

    /** Another word in the fourth place. */
    private static int[] corrupted(Model model, List<Integer> words, Random random, int[] clean) {
        int[] ids = clean.clone();
        do {
            ids[3] = words.get(random.nextInt(words.size()));
        } while (ids[3] == clean[3] || !stays(model, ids));
        return ids;
    }

    private static boolean stays(Model model, int[] ids) {
        return Arrays.equals(ids, model.tokenizer().encode(model.tokenizer().decode(ids)).toArray());
    }
}
