package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Extent;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/**
 * The word behind a magic's name that a cursor is in, whole or half typed, quotes closed or not.
 *
 * @param place what stands there
 * @param option the option whose name or value it is; null elsewhere, and where no option has that name
 * @param argument the argument that it is a word of; null elsewhere
 * @param before the words before it
 * @param text the word, or its value behind {@code --name=}, without quotes
 * @param start where it begins in the line
 * @param end one past its end
 * @param quote the quote it begins with, or 0
 */
record Spot(
        Place place,
        Option option,
        Argument argument,
        List<String> before,
        String text,
        int start,
        int end,
        char quote) {

    /** What a word is. */
    enum Place {
        OPTION,
        VALUE,
        ARGUMENT
    }

    /** A word that may lack its closing quote. */
    private record Word(String text, int start, int end, char quote) {}

    /** The word at a cursor, of which only what stands before the cursor is read. */
    static Spot before(MagicSpec spec, String line, int from, int cursor) {
        return at(spec, line.substring(0, cursor), from, cursor);
    }

    /** The word around a cursor. */
    static Spot around(MagicSpec spec, String line, int from, int cursor) {
        return at(spec, line, from, cursor);
    }

    private static Spot at(MagicSpec spec, String line, int from, int cursor) {
        List<String> before = new ArrayList<>();
        Option waiting = null;
        int arguments = 0;
        Word here = new Word("", cursor, cursor, (char) 0);
        for (Word word : words(spec.name(), line, from)) {
            if (word.end() >= cursor) {
                here = word.start() <= cursor ? word : here;
                break;
            }
            String text = word.text();
            boolean goesOn = text.endsWith(",");
            before.add(text);
            if (waiting != null) {
                waiting = goesOn && waiting.values() == Values.SELECTOR ? waiting : null;
            } else if (isOption(word)) {
                waiting = text.indexOf('=') >= 0 ? null : option(spec, text);
                waiting = waiting == null || waiting.isFlag() ? null : waiting;
            } else {
                Argument of = argument(spec, arguments);
                arguments += goesOn && of != null && of.values() == Values.SELECTOR ? 0 : 1;
            }
        }
        return spot(spec, waiting, arguments, before, here, cursor);
    }

    private static Spot spot(
            MagicSpec spec, Option waiting, int arguments, List<String> before, Word here, int cursor) {
        String text = here.text();
        int equals = text.indexOf('=');
        if (waiting != null) {
            return new Spot(Place.VALUE, waiting, null, before, text, here.start(), here.end(), here.quote());
        }
        if (isOption(here) && equals > 0 && cursor > here.start() + equals) {
            String value = text.substring(equals + 1);
            int start = here.start() + equals + 1;
            return new Spot(Place.VALUE, option(spec, text), null, before, value, start, here.end(), here.quote());
        }
        if (isOption(here) || here.quote() == 0 && text.startsWith("-") && text.length() == 1) {
            return new Spot(Place.OPTION, option(spec, text), null, before, text, here.start(), here.end(), (char) 0);
        }
        return new Spot(
                Place.ARGUMENT, null, argument(spec, arguments), before, text, here.start(), here.end(), here.quote());
    }

    private static boolean isOption(Word word) {
        return word.quote() == 0 && word.text().startsWith("--")
                || word.text().startsWith("--") && word.text().indexOf('=') > 0;
    }

    private static Option option(MagicSpec spec, String word) {
        int equals = word.indexOf('=');
        String name = word.substring(Math.min(2, word.length()), equals < 0 ? word.length() : equals);
        return spec.option(name).orElse(null);
    }

    private static Argument argument(MagicSpec spec, int index) {
        List<Argument> all = spec.arguments();
        int last = all.size() - 1;
        if (index <= last) {
            return all.get(index);
        }
        boolean more = last >= 0
                && (all.get(last).extent() == Extent.WORDS || all.get(last).extent() == Extent.LINE);
        return more ? all.get(last) : null;
    }

    private static List<Word> words(String magic, String line, int from) {
        List<Word> found = new ArrayList<>();
        Words words = new Words(magic, line.substring(from));
        while (words.more()) {
            int begin = line.length() - words.rest().length();
            try {
                Words.Word word = words.next();
                char quote = word.quoted() ? line.charAt(begin) : 0;
                found.add(new Word(word.text(), begin, from + word.end(), quote));
            } catch (UsageException open) { // a quote that is not closed yet takes all that is left
                String raw = line.substring(begin);
                int quote = firstQuote(raw);
                String text = raw.substring(0, quote) + raw.substring(quote + 1);
                found.add(new Word(text, begin, line.length(), raw.charAt(quote)));
                return found;
            }
        }
        return found;
    }

    private static int firstQuote(String raw) {
        int at = 0;
        while (raw.charAt(at) != '"' && raw.charAt(at) != '\'') {
            at++;
        }
        return at;
    }
}
