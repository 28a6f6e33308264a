package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Variant;
import io.patchclamp.model.Write;
import io.patchclamp.trial.Trials;

/**
 * Edits bound to the trials of one run: tokens are chosen, references are measured, receipts are written. For one thread.
 *
 * <p>Cost: nothing but for edits that refer to the given trials (a mean, a quantile, resampling without a recording),
 * which are read once, unedited, before the run: one forward pass a trial, and what is at those sites in memory.
 */
public final class Intervention {
    private final List<Edit> edits;
    private final List<BitSet[]> held;
    private final List<List<Rule>> rules;
    private final List<Notes> notes = new ArrayList<>();
    private final List<Integer> windows;
    private final int trials;

    private Intervention(
            List<Edit> edits, List<BitSet[]> held, List<List<Rule>> rules, List<Integer> windows, int trials) {
        this.edits = edits;
        this.held = held;
        this.rules = rules;
        this.windows = windows;
        this.trials = trials;
        edits.forEach(e -> notes.add(new Notes(e, trials)));
    }

    /**
     * Binds edits to trials.
     *
     * @param model who will read them
     * @param edits applied in order
     * @param trials the stimuli
     * @param prompts their tokens, one a trial
     * @param newTokens how many tokens the model may add; 0 for none
     * @return the edits, ready to run
     * @throws PatchclampException if an edit holds at no token of any trial, or a reference lacks what it needs
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public static Intervention of(Model model, List<Edit> edits, Trials trials, List<Tokens> prompts, int newTokens) {
        if (prompts.size() != trials.count()) {
            throw new IllegalArgumentException(prompts.size() + " prompts for " + trials.count() + " trials");
        }
        List<BitSet[]> held = new ArrayList<>();
        for (Edit edit : edits) {
            held.add(positions(edit, trials, prompts, newTokens, model.config().longest()));
        }
        List<Site> needed = edits.stream()
                .filter(e -> Rules.needsGiven(e.change()))
                .flatMap(e -> e.where().electrodes().stream())
                .map(Electrode::site)
                .toList();
        Activations given = needed.isEmpty() ? null : new Given(model, prompts, needed);
        Rules.Trial[] known = IntStream.range(0, trials.count())
                .mapToObj(i -> trial(trials.items().get(i), prompts.get(i)))
                .toArray(Rules.Trial[]::new);
        List<List<Rule>> rules = new ArrayList<>();
        for (Edit edit : edits) {
            Rules maker = new Rules(edit, given, known);
            rules.add(edit.where().electrodes().stream().map(maker::of).toList());
        }
        return new Intervention(
                List.copyOf(edits), held, rules, model.config().attention().windows(), trials.count());
    }

    private static Rules.Trial trial(Trials.Item item, Tokens prompt) {
        int event =
                new TokenChoice.Event().in(prompt, item.event(), prompt.count()).nextSetBit(0);
        return new Rules.Trial(prompt.count(), event < 0 ? OptionalInt.empty() : OptionalInt.of(event));
    }

    private static BitSet[] positions(Edit edit, Trials trials, List<Tokens> prompts, int newTokens, int context) {
        BitSet[] positions = new BitSet[trials.count()];
        int found = 0;
        for (int i = 0; i < positions.length; i++) {
            int n = prompts.get(i).count();
            // the last token added is never read
            int fed = (int) Math.min(context, n + Math.max(0L, newTokens - 1L));
            positions[i] =
                    edit.tokens().in(prompts.get(i), trials.items().get(i).event(), fed);
            // step 0 reads the prompt, step k the k-th token added
            if (edit.steps().from() > 0) {
                positions[i].clear(0, (int) Math.min(fed, n - 1L + edit.steps().from()));
            }
            if (edit.steps().to() < fed - n + 1) {
                positions[i].clear(n + edit.steps().to(), Math.max(fed, positions[i].length()));
            }
            found += positions[i].cardinality();
        }
        if (found == 0) {
            throw new PatchclampException(
                    "The edit '" + edit.describe() + "' holds at no token of any trial" + reason(edit, newTokens) + ".",
                    "other tokens, such as @prompt, @-1 or @3..7, or none for all");
        }
        return positions;
    }

    private static String reason(Edit edit, int newTokens) {
        if (edit.tokens() instanceof TokenChoice.Event) {
            return ": no prompt marks an event with [[…]]";
        }
        if (edit.tokens() instanceof TokenChoice.Matching) {
            return ": the regular expression is found in no prompt";
        }
        return newTokens < 2 ? ": no generated token is read here" : "";
    }

    /**
     * The edits once more, with receipts of their own.
     *
     * @return a copy that has noted nothing yet
     */
    public Intervention afresh() {
        return new Intervention(edits, held, rules, windows, trials);
    }

    /**
     * What carries the edits out.
     *
     * @param rows which trials are read side by side, row by row; for as long as this batch is fed
     * @return writes to be given to every feed; none if no edit holds in these trials
     */
    public List<Write> writes(int... rows) {
        return IntStream.range(0, edits.size())
                .mapToObj(e -> writesOf(e, rows))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * All edits in one trial, as a variant of its text.
     *
     * @param trial which
     * @return the writes, and the first position that any of them changes
     */
    public Variant variant(int trial) {
        int from = held.stream()
                .mapToInt(where -> where[trial].nextSetBit(0))
                .filter(position -> position >= 0)
                .min()
                .orElse(0);
        return new Variant(writes(trial), from);
    }

    /**
     * One edit alone in one trial, as a variant of its text: for sweeps, where each edit is a cell.
     *
     * @param trial which
     * @param edit which
     * @return its writes, and the first position that they change
     */
    public Variant variant(int trial, int edit) {
        return new Variant(writesOf(edit, trial), Math.max(0, held.get(edit)[trial].nextSetBit(0)));
    }

    private List<Write> writesOf(int e, int... rows) {
        List<Write> writes = new ArrayList<>();
        BitSet[] where = held.get(e);
        if (IntStream.of(rows).anyMatch(row -> !where[row].isEmpty())) {
            List<Electrode> electrodes = edits.get(e).where().electrodes();
            for (int i = 0; i < electrodes.size(); i++) {
                writes.add(new BoundWrite(
                        electrodes.get(i),
                        i,
                        rules.get(e).get(i),
                        where,
                        notes.get(e),
                        window(electrodes.get(i)),
                        rows.clone()));
            }
        }
        return writes;
    }

    /**
     * Where the edits begin in one trial.
     *
     * @param trial which
     * @return the first position at which any of them holds; empty if none does
     */
    public OptionalInt firstToken(int trial) {
        return held.stream()
                .mapToInt(where -> where[trial].nextSetBit(0))
                .filter(position -> position >= 0)
                .min();
    }

    private int window(Electrode electrode) {
        return electrode.site().point().isAttention()
                ? windows.get(electrode.site().layer())
                : 0;
    }

    /**
     * What the edits are, in the order they apply.
     *
     * @return as they were given
     */
    public List<Edit> edits() {
        return edits;
    }

    /**
     * What each unit was moved by in one trial so far.
     *
     * @param trial which
     * @return edit by edit, unit by unit; units that no edit touched are left out
     */
    public List<Receipt.Current> currents(int trial) {
        return notes.stream().flatMap(n -> n.currents(trial).stream()).toList();
    }

    /**
     * What each edit did so far.
     *
     * @return one receipt an edit
     */
    public List<Receipt> receipts() {
        Overlaps overlaps = new Overlaps(edits, held);
        List<Receipt> receipts = new ArrayList<>();
        for (int e = 0; e < edits.size(); e++) {
            List<String> warnings = new ArrayList<>();
            long empty =
                    java.util.Arrays.stream(held.get(e)).filter(BitSet::isEmpty).count();
            if (empty > 0) {
                warnings.add("holds at no token in " + empty + " of " + trials + " trials");
            }
            Notes done = notes.get(e);
            if (done.without() > 0) {
                warnings.add(Overlaps.counted(done.without(), "token")
                        + " without a counterpart in the source, left as they were");
            }
            if (done.touchedNothing()) {
                warnings.add("touched nothing" + untouched(edits.get(e)));
            } else if (done.changedNothing()) {
                warnings.add("changed nothing: every number already was what it was set to, bit for bit");
            }
            warnings.addAll(overlaps.of(e));
            receipts.add(done.receipt(warnings));
        }
        return receipts;
    }

    private static String untouched(Edit edit) {
        return edit.where().electrodes().stream().anyMatch(x -> x.polarity() != Electrode.Polarity.BOTH)
                ? ": no number had the sign that the selector asks for"
                : "";
    }
}
