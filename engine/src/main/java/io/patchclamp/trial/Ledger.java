package io.patchclamp.trial;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;

/**
 * What was expected of some models, what was measured in them, and when: by it a result says whether its hypothesis was
 * there before the data. A model has no noise: what was measured once on some prompts is known, however often it is
 * measured again, and whoever measures it. Every experiment and every recording writes here. Safe for several threads.
 */
public final class Ledger {
    /** What recordings are said to measure. */
    public static final String EVERYTHING = "";

    private static final Map<Model, Ledger> OPEN = new WeakHashMap<>();
    private static volatile Ledger common;

    /**
     * One measurement.
     *
     * @param metric what was measured, as it is typed
     * @param places the sites that were recorded or forced
     * @param prompts the stimuli
     */
    private record Seen(String metric, Set<String> places, Set<String> prompts) {}

    private final Map<Seen, Instant> seen = new LinkedHashMap<>(); // when it was first there to be seen
    private final Map<String, Hypothesis> registered = new LinkedHashMap<>();
    private final Choices choices = new Choices();
    private final Choices swept = new Choices();
    private final Directions learnt = new Directions();

    /** A ledger of no model. */
    public Ledger() {}

    /**
     * The ledger of a model.
     *
     * @param model whatever is measured in it
     * @return that of the notebook it is used in; its own outside of one
     */
    public static Ledger of(Model model) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(model, m -> common == null ? new Ledger() : common);
        }
    }

    /** From now on this is the ledger of every model that has none yet, wherever it is loaded: a notebook is one process. */
    public void everywhere() {
        common = this;
    }

    /**
     * Makes this the ledger of one more model, with what is known of it.
     *
     * @param model used in the same notebook
     */
    public void share(Model model) {
        Ledger before;
        synchronized (OPEN) {
            before = OPEN.put(model, this);
        }
        if (before != null && before != this) {
            Ledger known = before.copy();
            synchronized (this) {
                known.seen.forEach((what, at) -> seen.merge(what, at, (a, b) -> a.isBefore(b) ? a : b));
                choices.addAll(known.choices);
                swept.addAll(known.swept);
                learnt.addAll(known.learnt);
            }
        }
    }

    private synchronized Ledger copy() {
        Ledger copy = new Ledger();
        copy.seen.putAll(seen);
        copy.choices.addAll(choices);
        copy.swept.addAll(swept);
        copy.learnt.addAll(learnt);
        return copy;
    }

    /**
     * Says that units were chosen by looking at what they answer to some stimuli: written down for every open model with
     * these weights.
     *
     * @param made how the answers were made
     * @param where the units
     * @param among of how many they were chosen
     * @param by the stimuli
     */
    public static void chosen(Provenance made, Selection where, int among, List<Trials.Item> by) {
        open(made).forEach(l -> l.choose(l.choices, made.sha256(), where, among, by));
    }

    /**
     * Says that units are known by what removing each of them did to some stimuli. Removing them once more shows what was
     * shown; their rank among other sets, on the same stimuli, is the choice over again.
     *
     * @param made how that was measured
     * @param where the units that stood out
     * @param among of how many
     * @param by the stimuli
     */
    public static void swept(Provenance made, Selection where, int among, List<Trials.Item> by) {
        open(made).forEach(l -> l.choose(l.swept, made.sha256(), where, among, by));
    }

    /**
     * Says that a vector was learnt from some stimuli: written down for every open model with these weights.
     *
     * @param made how the answers were made
     * @param vector its numbers
     * @param by the stimuli
     */
    public static void learnt(Provenance made, float[] vector, List<Trials.Item> by) {
        open(made).forEach(l -> {
            synchronized (l) {
                l.learnt.add(made.sha256(), vector, by);
            }
        });
    }

    private static Set<Ledger> open(Provenance made) {
        Set<Ledger> ledgers = Collections.newSetFromMap(new IdentityHashMap<>());
        if (made.sha256() == null) { // numbers that were made elsewhere are of no model here
            return ledgers;
        }
        synchronized (OPEN) {
            OPEN.forEach((model, ledger) -> {
                if (made.sha256().equals(model.provenance().sha256())) {
                    ledgers.add(ledger);
                }
            });
        }
        if (common != null) {
            ledgers.add(common);
        }
        return ledgers;
    }

    private synchronized void choose(Choices kind, String weights, Selection where, int among, List<Trials.Item> by) {
        kind.add(weights, where, among, by);
    }

    /**
     * By which stimuli some units were chosen, whoever types them now and however: those of the nearest choice, if all of
     * them are in it, or half of them are and chance would hardly put them there.
     *
     * @param made how the model, or what was recorded of it, was made
     * @param where the units
     * @return none if they are not known to have been chosen
     */
    public synchronized List<Trials.Item> chosenBy(Provenance made, Selection where) {
        return choices.by(made.sha256(), where);
    }

    /**
     * By which stimuli some units were chosen, or are known by what removing each of them does: for whoever holds them
     * against others.
     *
     * @param made how the model, or what was recorded of it, was made
     * @param where the units
     * @return none if they are not known to have been chosen
     */
    public synchronized List<Trials.Item> chosenOrSweptBy(Provenance made, Selection where) {
        List<Trials.Item> by = choices.by(made.sha256(), where);
        return by.isEmpty() ? swept.by(made.sha256(), where) : by;
    }

    /**
     * From which stimuli a vector was learnt, whatever it is called now and however long it was made.
     *
     * @param made how the model was made
     * @param vector its numbers
     * @return none if it is no multiple of one that is known to have been learnt
     */
    public synchronized List<Trials.Item> learntFrom(Provenance made, float... vector) {
        return learnt.by(made.sha256(), vector);
    }

    /**
     * Writes down what is expected. The first of a name stays.
     *
     * @param hypothesis as it was registered
     * @return the one that is there under that name
     */
    public synchronized Hypothesis register(Hypothesis hypothesis) {
        Hypothesis before = registered.putIfAbsent(hypothesis.name(), hypothesis);
        return before == null ? hypothesis : before;
    }

    /**
     * What was written down.
     *
     * @return in the order of registration
     */
    public synchronized List<Hypothesis> registered() {
        return List.copyOf(registered.values());
    }

    /**
     * Says that something is there to be seen.
     *
     * @param metric what was measured, {@link #EVERYTHING} by a recording
     * @param where the sites that were recorded or forced
     * @param trials the stimuli
     */
    public synchronized void measured(String metric, Selection where, Trials trials) {
        seen.putIfAbsent(new Seen(metric.strip(), places(where), prompts(trials)), Instant.now());
    }

    /**
     * Whether a hypothesis came too late: some of these prompts had been measured by this metric, with one of these sites
     * in play, when it was registered.
     *
     * @param hypothesis what was expected
     * @param metric what is measured now, {@link #EVERYTHING} by a recording
     * @param where the sites that are recorded or forced
     * @param trials the stimuli
     * @return true if it was known
     */
    public synchronized boolean knew(Hypothesis hypothesis, String metric, Selection where, Trials trials) {
        Set<String> places = places(where);
        Set<String> prompts = prompts(trials);
        String asked = metric.strip();
        return seen.entrySet().stream()
                .anyMatch(s -> s.getValue().isBefore(hypothesis.registered())
                        && s.getKey().metric.equals(asked)
                        && !Collections.disjoint(s.getKey().places, places)
                        && !Collections.disjoint(s.getKey().prompts, prompts));
    }

    /**
     * A hypothesis beside data that are about to be measured.
     *
     * @param said what is known of it so far
     * @param metric what is measured
     * @param where the sites that are forced
     * @param trials the stimuli
     * @return the same, late if they are known
     */
    public Preregistration beside(Preregistration said, String metric, Selection where, Trials trials) {
        Objects.requireNonNull(said, "said");
        return said.late() || !knew(said.hypothesis(), metric, where, trials) ? said : said.afterTheData();
    }

    private static Set<String> places(Selection where) {
        return where.electrodes().stream().map(e -> e.site().name()).collect(Collectors.toSet());
    }

    private static Set<String> prompts(Trials trials) {
        Set<String> prompts = new HashSet<>();
        trials.items().forEach(i -> prompts.add(i.prompt()));
        return prompts;
    }
}
