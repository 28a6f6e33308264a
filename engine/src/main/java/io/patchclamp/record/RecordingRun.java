package io.patchclamp.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Continuation;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Prompts;
import io.patchclamp.generate.Sampling;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/**
 * One run of a {@link Recorder}.
 *
 * @param model who is recorded
 * @param selection where
 * @param settings how
 * @param edits what is forced
 * @param progress who hears how far it is
 */
record RecordingRun(Model model, Selection selection, Recorder.Settings settings, List<Edit> edits, Progress progress) {
    /** More gain no speed, and what is tapped is there once for all of them. */
    private static final int TOKENS_SIDE_BY_SIDE = 1024;

    Recording record(Trials trials) {
        checkPool();
        List<Tokens> prompts = Prompts.all(model, trials);
        RowPlan[] plans = new RowPlan[trials.count()];
        for (int i = 0; i < plans.length; i++) {
            plans[i] = RowPlan.of(
                    trials.items().get(i), prompts.get(i), settings.pool(), settings.windowFrom(), settings.windowTo());
            checkKept(plans[i], trials.items().get(i), prompts.get(i).count());
        }
        checkRoom(prompts, plans);
        List<Track> tracks = selection.electrodes().stream()
                .map(e -> new Track(e, settings.pool(), plans))
                .toList();
        Intervention edited = Intervention.of(model, edits, trials, prompts, settings.newTokens());
        List<RecordedTrial> recorded = new ArrayList<>();
        List<Integer> passes = new ArrayList<>();
        if (settings.newTokens() == 0) {
            read(trials, prompts, plans, tracks, edited, recorded, passes);
        } else {
            generate(trials, plans, tracks, edited, recorded, passes);
        }
        return new Recording(
                provenance(),
                recorded,
                tracks.stream().map(Track::finish).toList(),
                passes,
                settings.pool().name().toLowerCase(Locale.ROOT),
                edited.receipts());
    }

    private void read(
            Trials trials,
            List<Tokens> prompts,
            RowPlan[] plans,
            List<Track> tracks,
            Intervention edited,
            List<RecordedTrial> recorded,
            List<Integer> passes) {
        int last = 0;
        while (last < trials.count()) {
            int first = last;
            last = endOfBatch(prompts, first);
            int[][] tokens = IntStream.range(first, last)
                    .mapToObj(i -> prompts.get(i).toArray())
                    .toArray(int[][]::new);
            tracks.forEach(t -> t.nextTrials(first));
            try (Decoding decoding = model.begin()) {
                decoding.feed(
                        tokens,
                        List.<Tap>copyOf(tracks),
                        edited.writes(IntStream.range(first, last).toArray()));
            }
            for (int i = first; i < last; i++) {
                recorded.add(trial(trials.items().get(i), prompts.get(i), List.of(), "", plans[i], 1));
                passes.add(1);
            }
            progress.at("recording", last, trials.count(), "trials");
        }
    }

    /** As many trials as were asked for, but no more than a thousand tokens side by side, padding included. */
    private int endOfBatch(List<Tokens> prompts, int first) {
        int longest = 0;
        int last = first;
        while (last < prompts.size() && last - first < settings.batch()) {
            longest = Math.max(longest, prompts.get(last).count());
            if (last > first && longest * (last - first + 1) > TOKENS_SIDE_BY_SIDE) {
                break;
            }
            last++;
        }
        return last;
    }

    private void generate(
            Trials trials,
            RowPlan[] plans,
            List<Track> tracks,
            Intervention edited,
            List<RecordedTrial> recorded,
            List<Integer> passes) {
        long total = (long) trials.count() * settings.newTokens();
        for (int i = 0; i < trials.count(); i++) {
            int trial = i;
            long before = (long) i * settings.newTokens();
            tracks.forEach(t -> t.nextTrials(trial));
            GeneratedTrial made = Continuation.run(
                    model,
                    trials.items().get(i),
                    i,
                    settings.newTokens(),
                    Sampling.GREEDY,
                    List.<Tap>copyOf(tracks),
                    edited.writes(trial),
                    done -> progress.at("recording", before + done, total, "tokens"));
            List<Integer> added = made.tokens().stream().map(GeneratedToken::id).toList();
            recorded.add(trial(made.item(), made.prompt(), added, made.text(), plans[i], made.forwardPasses()));
            passes.add(made.forwardPasses());
        }
    }

    private RecordedTrial trial(
            Trials.Item item, Tokens prompt, List<Integer> added, String text, RowPlan plan, int passes) {
        List<String> visible = new ArrayList<>(prompt.visible());
        added.forEach(id -> visible.add(model.tokenizer().visible(id)));
        int fed = prompt.count() + passes - 1;
        List<Integer> kept = IntStream.range(0, fed).filter(plan::keeps).boxed().toList();
        List<Integer> rows =
                switch (settings.pool()) {
                    case NONE -> kept;
                    case MEAN -> List.of(-1);
                    case LAST, EVENT -> List.of(kept.get(kept.size() - 1));
                };
        List<Integer> steps = rows.stream()
                .map(r -> r < 0 ? -1 : Math.max(0, r - prompt.count() + 1))
                .toList();
        return new RecordedTrial(item, prompt, added, visible, text, rows, steps);
    }

    private void checkPool() {
        for (Electrode e : selection.electrodes()) {
            if (settings.pool() == Pool.MEAN && e.site().point().isAttention()) {
                throw new PatchclampException(
                        "The mean over queries of " + e.site().name()
                                + " mixes queries that see different numbers of keys.",
                        "pool last, event or none there");
            }
        }
    }

    /** Rows are gathered and then put together, so that for a moment everything is there twice. */
    private void checkRoom(List<Tokens> prompts, RowPlan[] plans) {
        long bytes = 0;
        for (int i = 0; i < plans.length; i++) {
            // A run ends with the context, whatever was asked for.
            int fed = (int) Math.min(
                    model.config().longest(), prompts.get(i).count() + Math.max(0L, settings.newTokens() - 1L));
            long window = Math.min(plans[i].last(), fed - 1L) - Math.max(plans[i].first(), 0) + 1;
            bytes += settings.pool() == Pool.NONE ? selection.bytes(fed) * window / fed : selection.bytes(1);
        }
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (2 * bytes > free) {
            throw new PatchclampException(
                    String.format(
                            Locale.ROOT,
                            "The recording would hold %,d MB and need twice that while it is made; Java's heap has %,d MB free.",
                            bytes >> 20,
                            free >> 20),
                    "fewer sites or units, a window, --pool last, or fewer trials; or a larger heap");
        }
    }

    private static void checkKept(RowPlan plan, Trials.Item item, int promptTokens) {
        // Generation can only add tokens after the prompt: a window that the prompt already reaches is enough.
        if (plan.last() < 0 || plan.first() >= promptTokens) {
            throw new PatchclampException(
                    "The window keeps tokens " + plan.first() + " to " + plan.last() + " of '" + item.prompt()
                            + "', which has tokens 0 to " + (promptTokens - 1) + ".",
                    "a window that every prompt reaches");
        }
    }

    private Provenance provenance() {
        Provenance made = model.provenance().with("selector", selection.selector());
        if (settings.newTokens() > 0) {
            made = made.with("new tokens", String.valueOf(settings.newTokens()));
        }
        if (settings.pool() != Pool.NONE) {
            made = made.with("pool", settings.pool().name().toLowerCase(Locale.ROOT));
        }
        return Edit.noted(made, edits);
    }
}
