package io.patchclamp.record;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Hypothesis;

/**
 * Activations of some sites over some trials, in memory, immutable.
 *
 * @param provenance how it was made
 * @param trials one a stimulus, in order
 * @param sites one a site, in the order of the forward pass
 * @param forwardPasses how many forward passes each trial took: one for the prompt, and one for each further token
 * @param pool how tokens were pooled: {@code none}, {@code mean}, {@code last} or {@code event}
 * @param receipts what each edit did, in the order they applied; none without edits
 * @param hypotheses what had been written down before it was made
 */
public record Recording(
        Provenance provenance,
        List<RecordedTrial> trials,
        List<SiteRecording> sites,
        List<Integer> forwardPasses,
        String pool,
        List<Receipt> receipts,
        List<Hypothesis> hypotheses) {
    /** In the provenance: how many numbers are NaN or infinite, and where they begin. There only if some are. */
    public static final String NOT_FINITE = "not finite";

    public Recording {
        Objects.requireNonNull(provenance, "provenance");
        trials = List.copyOf(trials);
        sites = List.copyOf(sites);
        forwardPasses = List.copyOf(forwardPasses);
        receipts = List.copyOf(receipts);
        hypotheses = List.copyOf(hypotheses);
    }

    /**
     * A recording before which nothing was written down.
     *
     * @param provenance how it was made
     * @param trials one a stimulus, in order
     * @param sites one a site, in the order of the forward pass
     * @param forwardPasses how many forward passes each trial took
     * @param pool how tokens were pooled
     * @param receipts what each edit did, in the order they applied
     */
    public Recording(
            Provenance provenance,
            List<RecordedTrial> trials,
            List<SiteRecording> sites,
            List<Integer> forwardPasses,
            String pool,
            List<Receipt> receipts) {
        this(provenance, trials, sites, forwardPasses, pool, receipts, List.of());
    }

    /**
     * A recording without edits.
     *
     * @param provenance how it was made
     * @param trials one a stimulus, in order
     * @param sites one a site, in the order of the forward pass
     * @param forwardPasses how many forward passes each trial took
     * @param pool how tokens were pooled
     */
    public Recording(
            Provenance provenance,
            List<RecordedTrial> trials,
            List<SiteRecording> sites,
            List<Integer> forwardPasses,
            String pool) {
        this(provenance, trials, sites, forwardPasses, pool, List.of());
    }

    /**
     * The same with what had been written down before it was made; it is kept with the recording.
     *
     * @param before the hypotheses, as they were registered
     * @return a changed copy
     */
    public Recording registered(List<Hypothesis> before) {
        return new Recording(provenance, trials, sites, forwardPasses, pool, receipts, before);
    }

    /**
     * The same under a provenance that says more, such as what was expected of it.
     *
     * @param changed how it was made
     * @return a changed copy of the same activations
     */
    public Recording under(Provenance changed) {
        return new Recording(changed, trials, sites, forwardPasses, pool, receipts, hypotheses);
    }

    /**
     * The same where what is read out of this is a test of a hypothesis, which stands on each result and picture, POST HOC if it
     * is not known to have been registered before the recording. The direction of one that was makes p one-sided.
     *
     * @param hypothesis what was expected
     * @return a changed copy of the same numbers
     */
    public Recording testing(Hypothesis hypothesis) {
        return under(
                provenance.testing(hypothesis, "recording " + Integer.toHexString(trials.hashCode()), trials.size()));
    }

    /**
     * As what edits are taken from: patches, means, quantiles.
     *
     * @return a view of this recording
     */
    public Activations activations() {
        return new RecordedActivations(this);
    }

    /**
     * What was recorded at one site.
     *
     * @param name the site's name as it was asked for, such as {@code L5.mlp.out}
     * @return its recording
     * @throws SelectorException if it was not recorded
     */
    public SiteRecording site(String name) {
        return sites.stream()
                .filter(s -> s.site().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SelectorException(
                        "Nothing was recorded at '" + name + "'.",
                        "one of " + sites.stream().map(s -> s.site().name()).toList()));
    }

    /**
     * How many bytes the activations take.
     *
     * @return four a number
     */
    public long bytes() {
        return sites.stream()
                        .flatMap(s -> s.shapes().stream())
                        .mapToLong(s -> Arrays.stream(s).asLongStream().reduce(1, (a, b) -> a * b))
                        .sum()
                * Float.BYTES;
    }
}
