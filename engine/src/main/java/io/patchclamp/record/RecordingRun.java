package io.patchclamp.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Continuation;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Prompts;
import io.patchclamp.generate.Sampling;
import io.patchclamp.model.ChatTemplate;
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
            plans[i] = RowPlan.of(trials.items().get(i), prompts.get(i), settings, fed(prompts.get(i)));
            checkKept(plans[i], trials.items().get(i), prompts.get(i));
        }
        long bytes = bytes(prompts, plans);
        List<Track> tracks = selection.electrodes().stream()
                .map(e -> new Track(e, settings.pool(), plans))
                .toList();
        Intervention edited = Intervention.of(model, edits, trials, prompts, settings.newTokens());
        List<RecordedTrial> recorded = new ArrayList<>();
        List<Integer> passes = new ArrayList<>();
        Provenance made = provenance(trials);
        Store store = 2 * bytes > memory() ? new DiskStore(bytes) : new Store.InMemory();
        try {
            Walk walk = new Walk(trials, prompts, plans, tracks, edited, store, recorded, passes, what(bytes));
            walk.run();
        } catch (CancelledException e) {
            if (!settings.partial() || recorded.isEmpty()) {
                store.close();
                throw e;
            }
            made = made.with("partial", "interrupted after " + recorded.size() + " of " + trials.count() + " trials");
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
        Optional<String> wrong =
                NotFinite.words(tracks.stream().map(Track::notFinite).toList());
        made = wrong.isPresent() ? made.with(Recording.NOT_FINITE, wrong.get()) : made;
        return new Recording(
                made,
                recorded,
                IntStream.range(0, tracks.size())
                        .mapToObj(i -> tracks.get(i).recorded(store.trials(i)))
                        .toList(),
                passes,
                settings.pool().name().toLowerCase(Locale.ROOT),
                edited.receipts());
    }

    private static String what(long bytes) {
        return String.format(Locale.ROOT, "recording %,.1f MB", bytes / 1048576.0);
    }

    /** One way through all trials, batch by batch. */
    private final class Walk {
        private final Trials trials;
        private final List<Tokens> prompts;
        private final RowPlan[] plans;
        private final List<Track> tracks;
        private final Intervention edited;
        private final Store store;
        private final List<RecordedTrial> recorded;
        private final List<Integer> passes;
        private final String what;

        Walk(
                Trials trials,
                List<Tokens> prompts,
                RowPlan[] plans,
                List<Track> tracks,
                Intervention edited,
                Store store,
                List<RecordedTrial> recorded,
                List<Integer> passes,
                String what) {
            this.trials = trials;
            this.prompts = prompts;
            this.plans = plans;
            this.tracks = tracks;
            this.edited = edited;
            this.store = store;
            this.recorded = recorded;
            this.passes = passes;
            this.what = what;
        }

        void run() {
            int last = 0;
            while (last < trials.count()) {
                int first = last;
                last = endOfBatch(prompts, first);
                int[] numbers = IntStream.range(first, last).toArray();
                if (settings.newTokens() == 0) {
                    read(numbers);
                } else {
                    generate(numbers);
                }
            }
        }

        private List<Tap> taps(int... numbers) {
            tracks.forEach(t -> t.reads(numbers));
            return List.copyOf(tracks);
        }

        private void read(int[] numbers) {
            int[][] tokens = Arrays.stream(numbers)
                    .mapToObj(i -> prompts.get(i).toArray())
                    .toArray(int[][]::new);
            model.observe(tokens, taps(numbers), edited.writes(numbers));
            store.add(tracks, numbers);
            for (int i : numbers) {
                recorded.add(trial(trials.items().get(i), prompts.get(i), List.of(), "", plans[i], 1));
                passes.add(1);
            }
            progress.at(what, recorded.size(), trials.count(), "trials");
        }

        private void generate(int[] numbers) {
            long total = (long) trials.count() * settings.newTokens();
            long before = (long) numbers[0] * settings.newTokens();
            List<GeneratedTrial> made = new Continuation(
                            model, trials, prompts, settings.newTokens(), settings.sampling())
                    .run(
                            numbers,
                            this::taps,
                            edited::writes,
                            tokens -> progress.at(what, before + tokens, total, "tokens"));
            for (int i = 0; i < numbers.length; i++) {
                checkRead(plans[numbers[i]], made.get(i));
            }
            store.add(tracks, numbers);
            for (int i = 0; i < numbers.length; i++) {
                GeneratedTrial one = made.get(i);
                List<Integer> added =
                        one.tokens().stream().map(GeneratedToken::id).toList();
                recorded.add(
                        trial(one.item(), one.prompt(), added, one.text(), plans[numbers[i]], one.forwardPasses()));
                passes.add(one.forwardPasses());
            }
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

    /** How many tokens are read at most: a run ends with the context, whatever was asked for. */
    private int fed(Tokens prompt) {
        return (int) Math.min(model.config().longest(), prompt.count() + Math.max(0L, settings.newTokens() - 1L));
    }

    /** How large the recording will be; a text that ends before it must makes it smaller. */
    private long bytes(List<Tokens> prompts, RowPlan[] plans) {
        long bytes = 0;
        for (int i = 0; i < plans.length; i++) {
            int fed = fed(prompts.get(i));
            bytes +=
                    settings.pool() == Pool.NONE ? selection.bytes(fed) * plans[i].kept(fed) / fed : selection.bytes(1);
        }
        return bytes;
    }

    /** Rows are gathered and then put together, so that for a moment everything is there twice. */
    private long memory() {
        if (settings.memory() >= 0) {
            return 2 * settings.memory();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private void checkKept(RowPlan plan, Trials.Item item, Tokens prompt) {
        int promptTokens = prompt.count();
        // Generation can only add tokens after the prompt: a window that the prompt already reaches is enough.
        if (plan.last() < 0 || plan.first() >= promptTokens) {
            throw new PatchclampException(
                    "The window keeps tokens " + plan.first() + " to " + plan.last() + " of '" + item.prompt()
                            + "', which has tokens 0 to " + (promptTokens - 1) + ".",
                    "a window that every prompt reaches");
        }
        if (plan.kept(fed(prompt)) == 0) {
            String others = "all, event, last, prompt, a position such as -1, 3..7, or /regex/";
            throw new PatchclampException(
                    "'" + settings.tokens().describe() + "' chooses no token of '" + item.prompt() + "' to record.",
                    settings.tokens() instanceof TokenChoice.Generated
                            ? "--new N with at least 2: the model reads what it generates, but not the last token; or "
                                    + others
                            : others + "; trials without one left out");
        }
    }

    /** A text may end sooner than it might: with its first token, if that is an end, nothing generated is ever read. */
    private void checkRead(RowPlan plan, GeneratedTrial made) {
        int read = made.prompt().count() + made.forwardPasses() - 1;
        if (plan.kept(read) == 0) {
            throw new PatchclampException(
                    "The model ended '" + made.item().prompt() + "' with new token "
                            + made.tokens().size() + ", before it read one of '"
                            + settings.tokens().describe() + "' to record.",
                    "--tokens all; or trials that end so soon left out");
        }
    }

    private Provenance provenance(Trials trials) {
        Provenance made = model.provenance().with("selector", selection.selector());
        if (trials.items().stream().anyMatch(Trials.Item::whole)) {
            Optional<ChatTemplate> chat = model.chatTemplate();
            made = chat.isPresent()
                    ? made.with(Recorder.CHAT_TEMPLATE, chat.get().sha256())
                    : made;
        }
        if (settings.newTokens() > 0) {
            made = made.with("new tokens", String.valueOf(settings.newTokens()));
            Sampling sampling = settings.sampling();
            if (sampling.temperature() > 0) {
                made = made.with("temperature", String.valueOf(sampling.temperature()))
                        .with("top-k", String.valueOf(sampling.topK()))
                        .with("top-p", String.valueOf(sampling.topP()))
                        .with("seed", String.valueOf(sampling.seed()));
            }
        }
        if (settings.pool() != Pool.NONE) {
            made = made.with("pool", settings.pool().name().toLowerCase(Locale.ROOT));
        }
        if (settings.windowFrom() != Integer.MIN_VALUE || settings.windowTo() != Integer.MAX_VALUE) {
            made = made.with("window", settings.windowFrom() + ".." + settings.windowTo());
        }
        if (!(settings.tokens() instanceof TokenChoice.All)) {
            made = made.with("tokens", settings.tokens().describe());
        }
        return Edit.noted(made, edits);
    }
}
