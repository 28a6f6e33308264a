package io.patchclamp.trial;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.model.Model;

/**
 * Stimuli with what should be known of them before anything is recorded.
 *
 * @param screened the trials that are left, and why others are not
 * @param spans where a tokenizer puts the events, if there is a model and an event
 * @param balance how many trials each combination of conditions has, if that was asked
 * @param split the trials in two parts that share no group, if that was asked
 * @param repeated groups of trials that show the same prompt, by their numbers among those that are left
 */
public record TrialSheet(
        Screened screened,
        Optional<EventSpans> spans,
        Optional<Balance> balance,
        Optional<Split> split,
        List<List<Integer>> repeated) {
    public TrialSheet {
        Objects.requireNonNull(screened, "screened");
        Objects.requireNonNull(spans, "spans");
        Objects.requireNonNull(balance, "balance");
        Objects.requireNonNull(split, "split");
        repeated = List.copyOf(repeated);
    }

    /**
     * Looks at trials.
     *
     * @param screened the trials
     * @param model whose tokenizer finds the events; none to leave that out
     * @param crossed conditions to cross; none to leave that out
     * @param split the two parts, made from these trials, if there are some
     * @return what there is to know
     */
    public static TrialSheet of(Screened screened, Optional<Model> model, List<String> crossed, Optional<Split> split) {
        Trials trials = screened.trials();
        boolean marked = trials.items().stream().anyMatch(i -> i.event().isPresent());
        return new TrialSheet(
                screened,
                model.filter(m -> marked).map(trials::spans),
                crossed.isEmpty() ? Optional.empty() : Optional.of(trials.balance(crossed.toArray(String[]::new))),
                split,
                trials.replicates());
    }

    /**
     * The trials that are left.
     *
     * @return at least one
     */
    public Trials trials() {
        return screened.trials();
    }

    /**
     * Columns that are numbers but for a cell or two, which make them names: a text is no place on a number line.
     *
     * @return one sentence a column, with the cell; empty if there is none
     */
    public List<String> nearlyNumbers() {
        return trials().columns().stream()
                .flatMap(c -> Levels.nearlyNumbers(trials(), c).stream())
                .toList();
    }

    /**
     * Which trials are not here, and why.
     *
     * @return the log
     */
    public DropLog log() {
        return screened.log();
    }
}
