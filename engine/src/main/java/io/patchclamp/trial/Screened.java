package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Trials.Item;

/**
 * Trials of which some were left out, with a log that says which and why. Immutable: each step gives a changed copy.
 *
 * @param trials those that are left
 * @param numbers their numbers among the first trials, from 0
 * @param log what was left out
 */
public record Screened(Trials trials, List<Integer> numbers, DropLog log) {
    public Screened {
        Objects.requireNonNull(trials, "trials");
        Objects.requireNonNull(log, "log");
        numbers = List.copyOf(numbers);
        if (numbers.size() != trials.count() || log.kept() != trials.count()) {
            throw new IllegalArgumentException(
                    trials.count() + " trials, " + numbers.size() + " numbers, " + log.kept() + " kept");
        }
    }

    static Screened of(Trials trials) {
        return new Screened(trials, IntStream.range(0, trials.count()).boxed().toList(), DropLog.of(trials.count()));
    }

    /**
     * Keeps the trials that meet an expression.
     *
     * @param expression as {@link Trials#where} has it
     * @return a changed copy
     * @throws PatchclampException if it is no expression, or none meets it
     */
    public Screened where(String expression) {
        boolean[] stays = new boolean[trials.count()];
        trials.meeting(expression).forEach(t -> stays[t] = true);
        return without(Reason.NOT_SELECTED, t -> stays[t] ? "" : expression);
    }

    /**
     * Leaves out what a test finds.
     *
     * @param reason why
     * @param which true for trials to leave out
     * @param detail what is more exactly known; may be empty
     * @return a changed copy
     * @throws PatchclampException if none is left
     */
    public Screened drop(Reason reason, Predicate<Item> which, String detail) {
        String said = detail.isEmpty() ? reason.word() : detail;
        return without(reason, t -> which.test(trials.items().get(t)) ? said : "");
    }

    /**
     * Leaves out some trials by number.
     *
     * @param reason why
     * @param which their numbers among the first trials, from 0
     * @return a changed copy
     * @throws PatchclampException if one is not there (any more), or none is left
     */
    public Screened drop(Reason reason, int... which) {
        requireHere(Arrays.stream(which).boxed().toList());
        return without(reason, t -> Arrays.stream(which).anyMatch(n -> n == numbers.get(t)) ? reason.word() : "");
    }

    /**
     * Leaves out some trials by number, each with what is known of it.
     *
     * @param reason why
     * @param details what is more exactly known, by the number among the first trials, from 0
     * @return a changed copy
     * @throws PatchclampException if one is not there (any more), or none is left
     */
    public Screened drop(Reason reason, Map<Integer, String> details) {
        requireHere(details.keySet());
        return without(reason, t -> {
            String said = details.get(numbers.get(t));
            return said == null ? "" : said.isEmpty() ? reason.word() : said;
        });
    }

    /**
     * Leaves out trials with more tokens than wanted.
     *
     * @param model whose tokenizer
     * @param most how many tokens a prompt may have
     * @return a changed copy
     * @throws PatchclampException if none is left
     */
    public Screened atMost(Model model, int most) {
        return without(Reason.TOO_LONG, t -> {
            int count = EventSpan.tokens(model, trials.items().get(t)).count();
            return count <= most ? "" : count + " tokens";
        });
    }

    /**
     * Leaves out trials whose event is not one token: no event, several tokens, or a part of a token.
     *
     * @param model whose tokenizer
     * @return a changed copy
     * @throws PatchclampException if none is left
     */
    public Screened singleToken(Model model) {
        Screened marked = drop(Reason.NO_EVENT, item -> item.event().isEmpty(), "");
        List<EventSpan> spans = marked.trials.spans(model).spans();
        return marked.without(Reason.TOKENISATION, t -> {
            EventSpan span = spans.get(t);
            return span.count() == 1 && span.exact() ? "" : span.toString();
        });
    }

    private void requireHere(Collection<Integer> which) {
        for (int number : which) {
            if (!numbers.contains(number)) {
                throw new PatchclampException(
                        "There is no trial " + number + " to drop: " + log + ".",
                        "numbers from 0 to " + (log.total() - 1) + " that are still there");
            }
        }
    }

    /** Leaves out each trial for which something is said. */
    private Screened without(Reason reason, IntFunction<String> why) {
        List<Item> items = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        List<Drop> drops = new ArrayList<>();
        for (int t = 0; t < trials.count(); t++) {
            String said = why.apply(t);
            Item item = trials.items().get(t);
            if (said.isEmpty()) {
                items.add(item);
                kept.add(numbers.get(t));
            } else {
                drops.add(new Drop(numbers.get(t), item.prompt(), reason, said));
            }
        }
        DropLog longer = log.with(drops);
        if (items.isEmpty()) {
            throw new PatchclampException(
                    "No trial is left: " + longer + ".", "a weaker condition; the first dropped: " + drops.get(0));
        }
        return new Screened(new Trials(items), kept, longer);
    }
}
