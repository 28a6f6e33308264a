package io.patchclamp.edit;

import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Budget;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Which of a trial's tokens an edit holds at: a rule, made into positions for each trial before the run. */
public sealed interface TokenChoice {
    /**
     * Reads a choice as it is typed behind {@code @}, or with it.
     *
     * @param text {@code all}, {@code event}, {@code last}, {@code prompt}, {@code generated}, a position, {@code a..b} or
     *     {@code /regex/}
     * @return the choice
     * @throws PatchclampException if it is none; the message marks the place
     */
    static TokenChoice parse(String text) {
        return TokensParser.alone(text);
    }

    /**
     * As it is typed behind {@code @}.
     *
     * @return such as {@code 3..7}
     */
    String describe();

    /**
     * The positions in one trial.
     *
     * @param prompt the trial's tokens
     * @param event where its event is, if it marks one
     * @param fed how many tokens the model reads at most, generated ones included
     * @return positions from 0 on
     */
    BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed);

    /** Every token, also generated ones. */
    record All() implements TokenChoice {
        @Override
        public String describe() {
            return "all";
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            return range(0, fed);
        }
    }

    /** The tokens of the event, {@code [[…]]} in the prompt. */
    record Event() implements TokenChoice {
        @Override
        public String describe() {
            return "event";
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            return event.map(e -> prompt.overlapping(e.start(), e.end())).orElseGet(BitSet::new);
        }
    }

    /** Every token of the prompt. */
    record Prompt() implements TokenChoice {
        @Override
        public String describe() {
            return "prompt";
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            return range(0, prompt.count());
        }
    }

    /** The tokens that the model added, as far as it reads them again: the last one it never does. */
    record Generated() implements TokenChoice {
        @Override
        public String describe() {
            return "generated";
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            return range(prompt.count(), fed);
        }
    }

    /**
     * Positions, both ends included.
     *
     * @param from from 0 counted from the first token; below 0 from the prompt's end, -1 being its last token
     * @param to the same; {@link Integer#MAX_VALUE} for no end
     */
    record Positions(int from, int to) implements TokenChoice {
        public Positions {
            if (to < from && from < 0 == to < 0) {
                throw new IllegalArgumentException("positions " + from + ".." + to + " hold no token");
            }
        }

        @Override
        public String describe() {
            return from == to ? String.valueOf(from) : from + ".." + (to == Integer.MAX_VALUE ? "" : to);
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            int first = from < 0 ? from + prompt.count() : from;
            int last = to < 0 ? to + prompt.count() : to;
            return range(Math.max(0, first), (int) Math.min(fed, last + 1L));
        }
    }

    /**
     * The tokens of the prompt that overlap a match of a regular expression with its text.
     *
     * @param regex Java's syntax; found anywhere, as often as it is there
     */
    record Matching(String regex) implements TokenChoice {
        public Matching {
            Objects.requireNonNull(regex, "regex");
            Pattern.compile(regex);
        }

        @Override
        public String describe() {
            return "/" + regex.replace("/", "\\/") + "/";
        }

        @Override
        public BitSet in(Tokens prompt, Optional<Trials.Span> event, int fed) {
            BitSet found = new BitSet();
            try {
                Matcher matcher = Pattern.compile(regex).matcher(new Budget(prompt.text()));
                while (matcher.find()) {
                    found.or(prompt.overlapping(matcher.start(), matcher.end()));
                }
            } catch (Budget.Spent | StackOverflowError e) {
                throw new PatchclampException(
                        "The regular expression " + describe() + " takes too long on a prompt of "
                                + prompt.text().length() + " characters.",
                        "one without a repetition inside a repetition, such as (a*)*");
            }
            return found;
        }
    }

    /**
     * The last token of the prompt.
     *
     * @return position -1
     */
    static TokenChoice last() {
        return new Positions(-1, -1);
    }

    private static BitSet range(int from, int to) {
        BitSet range = new BitSet();
        if (from < to) {
            range.set(from, to);
        }
        return range;
    }
}
