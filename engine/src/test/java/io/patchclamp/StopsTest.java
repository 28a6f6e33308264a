package io.patchclamp;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.attribute.Attribution;
import io.patchclamp.attribute.Method;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.generate.Generator;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Decoder;
import io.patchclamp.geometry.Generaliser;
import io.patchclamp.geometry.Rsa;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.lens.LogitLens;
import io.patchclamp.lesion.LesionStudy;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Bootstrap;
import io.patchclamp.stats.ClusterTest;
import io.patchclamp.stats.MaxT;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.UnitTable;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.sweep.Patching;
import io.patchclamp.sweep.PathPatching;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call that can take long ends soon after its thread is interrupted, and so do the threads that work for it. Soon is
 * measured in processor time, which does not depend on what else the machine does.
 */
class StopsTest {
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final int MANY = 3_000_000;

    private static Model model;

    /** Work of many seconds. */
    private record Call(String name, Runnable work) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(
                Path.of(StopsTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Stream<Call> calls() {
        return Stream.of(models(), statistics(), geometry()).flatMap(List::stream);
    }

    private static List<Call> models() {
        Trials texts = new Trials(Collections.nCopies(
                20_000, Trials.of("The quick fox and no one else").items().get(0)));
        Trials pairs = new Trials(Collections.nCopies(
                10_000,
                Trials.parse("clean | corrupt\nThe quick fox | The slow! fox")
                        .items()
                        .get(0)));
        String[] several =
                IntStream.range(0, 20_000).mapToObj(i -> "The quick fox " + i).toArray(String[]::new);
        return List.of(
                new Call("recording", () -> Recorder.on(model).record(texts)),
                new Call(
                        "recording what is said",
                        () -> Recorder.on(model).newTokens(20).record(texts)),
                new Call("generating", () -> Generator.on(model).newTokens(20).generate(texts)),
                new Call("the lens", () -> LogitLens.on(model).run(texts)),
                new Call("lesions", () -> Lesions.on(model, model.select("L*.mlp.neurons"))
                        .each(Lesions.Each.UNIT)
                        .metric(METRIC)
                        .run(texts)),
                new Call("patching", () -> Patching.on(model, model.select("L*.attn.z"), METRIC)
                        .run(pairs)),
                new Call("path patching", () -> PathPatching.on(
                                model, model.select("L0.attn.z"), model.select("final_norm"), METRIC)
                        .run(pairs)),
                new Call("attribution", () -> Attribution.on(model)
                        .at(model.select("L*.mlp.neurons"))
                        .metric(METRIC)
                        .method(Method.INTEGRATED)
                        .steps(64)
                        .run(texts)),
                new Call("a lesion study", () -> LesionStudy.of(
                                model, UnitSet.named(model.select("L0.mlp.neurons[0..3]")))
                        .controls(20)
                        .run(new Task("letters", Trials.of(several), METRIC))));
    }

    private static List<Call> statistics() {
        double[] x = numbers(200, 1);
        double[] y = numbers(200, 2);
        double[][] rows = IntStream.range(0, 60).mapToObj(i -> numbers(400, i)).toArray(double[][]::new);
        boolean[] half = new boolean[60];
        Arrays.fill(half, 0, 30, true);
        Resampling draws = new Resampling(MANY, 3);
        double[][] few =
                IntStream.range(0, 60).mapToObj(i -> Arrays.copyOf(rows[i], 4)).toArray(double[][]::new);
        return List.of(
                new Call("drawing labels", () -> PermutationTests.labels(x, y, Tail.TWO_SIDED, draws)),
                new Call(
                        "a statistic of one's own",
                        () -> PermutationTests.labels(
                                "spread",
                                x,
                                y,
                                (a, b) -> spread(a) - spread(b),
                                Tail.TWO_SIDED,
                                new Resampling(200_000, 3))),
                new Call("turning signs", () -> PermutationTests.signFlips(x, Tail.TWO_SIDED, draws)),
                new Call(
                        "a bootstrap",
                        () -> Bootstrap.interval(x, StopsTest::spread, 0.95, Bootstrap.Method.BCA, draws)),
                new Call("the largest t", () -> MaxT.of(new Resampling(400_000, 3))
                        .twoSample(UnitTable.of(rows), half)),
                new Call("the largest t of few units", () -> MaxT.of(draws).twoSample(UnitTable.of(few), half)),
                new Call("clusters", () -> ClusterTest.of(new Resampling(400_000, 3))
                        .oneSample(rows)));
    }

    private static List<Call> geometry() {
        Responses responses = responses(96, 2, 400);
        return List.of(
                new Call("selectivity", () -> Selectivity.of(responses)
                        .resampling(new Resampling(MANY, 1))
                        .by("kind")),
                new Call("decoding", () -> Decoder.of(responses, "kind")
                        .permutations(1_000_000)
                        .run()),
                new Call("generalising", () -> Generaliser.of(responses, "kind")
                        .permutations(300_000)
                        .run()),
                new Call("comparing conditions", () -> Rsa.of(responses, "twelve")
                        .model("four")
                        .permutations(5_000_000)
                        .run()),
                new Call(
                        "across conditions",
                        () -> Abstraction.of(responses, "kind", "other", Shuffling.of(1_000_000, 1))),
                new Call("dichotomies", () -> Shattering.of(responses, "four", Shuffling.of(200_000, 1))),
                new Call("sites alike", () -> Alike.of(responses, Shuffling.of(5_000_000, 1))),
                new Call("pairs of units", () -> UnitCorrelations.of(responses, "twelve", Shuffling.of(1_000_000, 1))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whatTakesLongEndsSoonAfterAnInterruptAndSoDoItsThreads(Call call) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicLong spent = new AtomicLong();
        Thread caller = new Thread(() -> {
            try {
                call.work().run();
            } catch (RuntimeException | Error e) {
                thrown.set(e);
            }
            spent.set(THREADS.getCurrentThreadCpuTime());
        });
        caller.start();
        while (caller.isAlive() && used(caller) + used(crew()) < BUSY_NANOS) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        List<Thread> crew = crew();
        long before = used(caller);
        long beforeCrew = used(crew);
        caller.interrupt();
        caller.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));

        assertThat(caller.isAlive()).as("still runs").isFalse();
        assertThat(thrown.get()).as("what ended it").isInstanceOf(CancelledException.class);
        assertThat(spent.get() - before)
                .as("nanoseconds of work after the interrupt")
                .isLessThan(SOON_NANOS);
        long last = beforeCrew;
        for (long end = System.nanoTime() + PATIENCE_NANOS; crew.stream().anyMatch(Thread::isAlive); ) {
            last = Math.max(last, used(crew));
            assertThat(System.nanoTime()).as("threads live on").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(last - beforeCrew).as("nanoseconds of work on other threads").isLessThan(2 * SOON_NANOS);
    }

    private static List<Thread> crew() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("patchclamp-crew"))
                .toList();
    }

    private static long used(Thread thread) {
        return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }

    private static long used(List<Thread> threads) {
        return threads.stream().mapToLong(StopsTest::used).sum();
    }

    private static double[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(count, -1, 1).toArray();
    }

    private static double spread(double[] x) {
        return Arrays.stream(x).max().orElse(0) - Arrays.stream(x).min().orElse(0);
    }

    /** Sites that no model has: columns of two, two others, four and twelve values. */
    private static Responses responses(int trials, int sites, int width) {
        List<Trials.Item> items = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            Map<String, String> row =
                    Map.of("kind", "k" + t % 2, "other", "o" + t / 2 % 2, "four", "f" + t % 4, "twelve", "t" + t % 12);
            items.add(new Trials.Item("p" + t + "x", row, Optional.empty()));
        }
        List<Unit> units = new ArrayList<>();
        for (int s = 0; s < sites; s++) {
            Site site = new Site("L" + s + ".resid_post", Point.RESID_POST, s, false, List.of(width));
            for (int u = 0; u < width; u++) {
                units.add(new Unit(site, u));
            }
        }
        float[][] rows = new float[trials][units.size()];
        for (int t = 0; t < trials; t++) {
            double[] all = numbers(units.size(), t);
            for (int u = 0; u < all.length; u++) {
                rows[t][u] = (float) all[u];
            }
        }
        Provenance made = new Provenance("none", "made up", "", "", "", "f32", Map.of());
        return Responses.of(made, "last", new Trials(items), units, rows);
    }
}
