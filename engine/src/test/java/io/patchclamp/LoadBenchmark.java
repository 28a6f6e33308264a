package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import io.patchclamp.generate.Generator;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;

/**
 * How long SmolLM2 takes to load and to speak, what memory it costs, and how far from the floor that is. A program, not a
 * test: {@code CONTRIBUTING.md} says how to run it. Resident memory is Linux's.
 */
final class LoadBenchmark {
    private static final int TOKENS = 32;
    private static final String PROMPT = "Once upon a time";

    private LoadBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        double library = seconds(Torch::ready);
        long before = resident();
        double[] loads = new double[5];
        Model model = null;
        long after = 0;
        for (int i = 0; i < loads.length; i++) {
            if (model != null) {
                model.close();
            }
            long start = System.nanoTime();
            model = Patchclamp.load("smollm2");
            loads[i] = (System.nanoTime() - start) / 1e9;
            if (i == 0) {
                after = resident();
            }
        }
        double weights =
                4.0 * model.weights().stream().mapToLong(Model.Weight::count).sum();
        say("library loaded in %.2f s", library);
        say("model loaded in %.2f s the first time, %.2f s at best of %d", loads[0], min(loads), loads.length);
        say(
                "resident: %.0f MB with the library, %.0f MB with the model: %.2f × its %.0f MB of f32 weights more",
                before / 1e6, after / 1e6, (after - before) / weights, weights / 1e6);
        Model loaded = model;
        double plain = perToken(() -> Generator.on(loaded).newTokens(TOKENS).generate(Trials.of(PROMPT)));
        double recorded = perToken(
                () -> Recorder.on(loaded).at("L*.resid_post").newTokens(TOKENS).record(Trials.of(PROMPT)));
        double bandwidth = bandwidth();
        say(
                "%.1f ms a token; the floor is %.1f ms: every weight read once at the %.1f GB/s that two Java threads read here",
                1000 * plain, 1000 * weights / bandwidth, bandwidth / 1e9);
        say("%.1f ms a token while 30 residual streams are recorded: %.2f ×", 1000 * recorded, recorded / plain);
        model.close();
        say("resident: %.0f MB after closing", resident() / 1e6);
    }

    private static double perToken(Runnable run) {
        double[] times = new double[7];
        for (int i = 0; i < times.length; i++) {
            times[i] = seconds(run) / TOKENS;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /** Bytes a second that two threads read in order from 512 MB. */
    private static double bandwidth() {
        float[] much = new float[64 << 20];
        double[] times = new double[7];
        for (int i = 0; i < times.length; i++) {
            times[i] = seconds(() -> Arrays.stream(new int[] {0, 1}).parallel().forEach(half -> {
                float a = 0;
                float b = 0;
                float c = 0;
                float d = 0;
                int from = half * (much.length / 2);
                for (int k = from; k < from + much.length / 2; k += 4) {
                    a += much[k];
                    b += much[k + 1];
                    c += much[k + 2];
                    d += much[k + 3];
                }
                much[half] = a + b + c + d;
            }));
        }
        return 4.0 * much.length / min(times);
    }

    private static double min(double[] times) {
        return Arrays.stream(times).min().orElseThrow();
    }

    private static double seconds(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static void say(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
