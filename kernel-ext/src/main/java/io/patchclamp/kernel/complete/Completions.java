package io.patchclamp.kernel.complete;

import java.util.List;
import java.util.stream.Stream;

/**
 * What may stand at the cursor.
 *
 * @param start the first UTF-16 unit that is replaced
 * @param end one past the last
 * @param matches the candidates, the likeliest first
 */
public record Completions(int start, int end, List<Match> matches) {
    public Completions {
        matches = List.copyOf(matches);
    }

    /** These and others for the same place: those of this cell come first. */
    Completions and(Completions local) {
        if (matches.isEmpty() || start != local.start) {
            return matches.isEmpty() ? local : this;
        }
        return new Completions(
                start,
                end,
                Stream.concat(local.matches.stream(), matches.stream())
                        .distinct()
                        .toList());
    }

    /**
     * The same for a cursor inside a word: what stands behind it is replaced as well, where a candidate holds it too, and
     * what is there already is not put there again.
     *
     * @param code the cell
     * @return this, or with more to replace
     */
    Completions over(String code) {
        int last = end;
        while (last < code.length() && Character.isJavaIdentifierPart(code.charAt(last))) {
            last++;
        }
        String whole = code.substring(Math.min(start, end), last);
        boolean held =
                last > end && matches.stream().anyMatch(match -> match.text().startsWith(whole));
        int to = held ? last : end;
        char next = to < code.length() ? code.charAt(to) : ' ';
        return !held && next != '('
                ? this
                : new Completions(
                        start,
                        to,
                        matches.stream()
                                .map(match -> match.before(next))
                                .distinct()
                                .toList());
    }

    /**
     * A candidate.
     *
     * @param text what to put there
     * @param kind what it is, in one word
     */
    public record Match(String text, String kind) {
        /** The same without what is there already: a parenthesis, or the dot or slash after which it goes on. */
        Match before(char next) {
            String end = next == '(' ? "\\(\\)?$" : next == '.' || next == '/' ? "[" + next + "]$" : "$";
            return new Match(text.replaceFirst(end, ""), kind);
        }
    }
}
