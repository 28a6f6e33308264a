package io.patchclamp.edit;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands in parentheses behind a value. */
final class ArgumentsParser {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PAIR = Pattern.compile("([0-9]{1,9})\\s*>\\s*([0-9]{1,9})");

    private final EditParser text;

    ArgumentsParser(EditParser text) {
        this.text = text;
    }

    /** {@code (REC)}, or nothing. */
    Optional<Activations> reference() {
        if (!text.accept('(')) {
            return Optional.empty();
        }
        text.skipSpace();
        int start = text.position();
        Activations reference = text.activations(text.word("The name of a recording"), start);
        close();
        return Optional.of(reference);
    }

    /** {@code (REC)} or {@code (REC, seed 3)} or nothing. */
    Ablate ablate(Ablate.Mode mode) {
        Optional<Activations> reference = Optional.empty();
        long seed = 0;
        if (mode != Ablate.Mode.RESAMPLE) {
            return new Ablate(mode, reference(), 0);
        }
        if (text.accept('(')) {
            do {
                text.skipSpace();
                int start = text.position();
                String word = text.word("The name of a recording, or 'seed' and a number,");
                text.skipSpace();
                if (word.equals("seed") && text.looksAt(COUNT)) {
                    seed = count();
                } else {
                    reference = Optional.of(text.activations(word, start));
                }
                text.skipSpace();
            } while (text.accept(','));
            close();
        }
        return new Ablate(mode, reference, seed);
    }

    /** {@code (trial 2, end)} or pairs {@code (5>7, 6>8)}, from the source's position to the run's. */
    Patch patch(Activations source) {
        OptionalInt trial = OptionalInt.empty();
        Alignment alignment = Alignment.START;
        TreeMap<Integer, Integer> pairs = new TreeMap<>();
        if (text.accept('(')) {
            do {
                text.skipSpace();
                Matcher pair = text.matcher(PAIR);
                int start = text.position();
                if (pair.lookingAt()) {
                    pairs.put(Integer.valueOf(pair.group(2)), Integer.valueOf(pair.group(1)));
                    text.moveTo(pair.end());
                } else {
                    String word = text.word("'trial' and a number, or 'start', 'end' or 'event',");
                    text.skipSpace();
                    switch (word) {
                        case "start" -> alignment = Alignment.START;
                        case "end" -> alignment = Alignment.END;
                        case "event" -> alignment = Alignment.EVENT;
                        case "trial" -> trial = OptionalInt.of(count());
                        default ->
                            throw text.error(
                                    start,
                                    "'" + word + "' says nothing about a patch.",
                                    "trial 0, start, end, event, or pairs of positions such as 5>7");
                    }
                }
                text.skipSpace();
            } while (text.accept(','));
            close();
        }
        return new Patch(source, trial, pairs.isEmpty() ? alignment : Alignment.pairs(pairs));
    }

    private int count() {
        Matcher matcher = text.matcher(COUNT);
        if (!matcher.lookingAt()) {
            throw text.error(text.position(), "A whole number is missing here.", "trial 0, or seed 1");
        }
        text.moveTo(matcher.end());
        return Integer.parseInt(matcher.group());
    }

    private void close() {
        text.skipSpace();
        if (!text.accept(')')) {
            throw text.error(text.position(), "A ')' is missing here.", EditParser.EXAMPLES);
        }
    }
}
