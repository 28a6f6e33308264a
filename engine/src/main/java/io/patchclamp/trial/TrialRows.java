package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;

/** Named columns and rows of text on their way to trials. */
final class TrialRows {
    static final String START = "event_start";
    static final String END = "event_end";

    private final List<String> names;
    private final boolean escapes;
    private final int prompt;
    private final int start;
    private final int end;
    private final List<Item> items = new ArrayList<>();

    /** Rows to come; {@code escapes} says that cells are typed in a body, with escapes and quotes. */
    TrialRows(List<String> header, String where, boolean escapes) {
        this.names = header.stream().map(String::strip).toList();
        this.escapes = escapes;
        if (names.contains("")) {
            throw new PatchclampException(
                    where + " has a column without a name, the " + ordinal(names.indexOf("")) + " of "
                            + String.join(" | ", names) + ".",
                    "a name for every column, and no bar at the ends of the line");
        }
        for (String name : names) {
            if (index(name) != names.indexOf(name) || names.indexOf(name) != names.lastIndexOf(name)) {
                throw new PatchclampException(
                        where + " names two columns '" + names.get(index(name)) + "' and '" + names.get(lastIndex(name))
                                + "'; upper and lower case do not tell columns apart.",
                        "another name for one of them");
            }
        }
        // A pair of texts is one trial: what is read is the corrupt one, the clean one is what it is compared with.
        this.prompt = index("prompt") < 0 && index("clean") >= 0 ? index("corrupt") : index("prompt");
        this.start = index(START);
        this.end = index(END);
        if (prompt < 0) {
            throw new PatchclampException(
                    where + " has no column 'prompt'; its columns are " + String.join(", ", names) + ".",
                    "'prompt' instead of '" + Nearest.to("prompt", names, 1).get(0) + "', if the texts are there");
        }
        if ((start < 0) != (end < 0)) {
            throw new PatchclampException(
                    where + " has '" + (start < 0 ? END : START) + "' without '" + (start < 0 ? START : END) + "'.",
                    "both columns, or [[…]] around the event in the prompts");
        }
    }

    static boolean isPrompt(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("prompt") || lower.equals("corrupt");
    }

    void add(List<String> cells, String where) {
        if (cells.size() != names.size()) {
            throw new PatchclampException(
                    where + " has " + count(cells.size(), "cell") + ", the header has " + names.size() + ": "
                            + String.join(" | ", names) + ".",
                    escapes
                            ? "one cell a column, with ' | ' between them; '\\|' for a bar inside a cell"
                            : "one cell a column");
        }
        Marks.Marked marked = start < 0 ? Marks.read(cells.get(prompt), escapes, where) : given(cells, where);
        if (marked.text().isEmpty()) {
            throw new PatchclampException(
                    where + " has an empty prompt.", "a text in every row; no row where a stimulus is missing");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (i != prompt && i != start && i != end) {
                columns.put(names.get(i), text(i, cells.get(i), where));
            }
        }
        items.add(new Item(marked.text(), columns, marked.event()));
    }

    Trials trials() {
        if (items.isEmpty()) {
            throw new PatchclampException(
                    "There are no trials: the header (" + String.join(" | ", names) + ") has no row under it.",
                    "one row a trial");
        }
        return new Trials(items);
    }

    private String text(int column, String cell, String where) {
        boolean pair = index("prompt") < 0 && names.get(column).equalsIgnoreCase("clean");
        if (pair) {
            return Marks.read(cell, escapes, where).text();
        }
        return escapes ? condition(cell) : cell;
    }

    /** A condition; quotes around it keep the spaces at its ends, as a token that begins with a space needs. */
    private static String condition(String cell) {
        boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
        return Marks.unescape(quoted ? cell.substring(1, cell.length() - 1) : cell);
    }

    private Marks.Marked given(List<String> cells, String where) {
        String text = escapes ? Marks.unescape(cells.get(prompt)) : cells.get(prompt);
        if (cells.get(start).isEmpty() && cells.get(end).isEmpty()) {
            return new Marks.Marked(text, Optional.empty());
        }
        int from = number(cells.get(start));
        int to = number(cells.get(end));
        if (from < 0 || to <= from || to > text.length()) {
            throw new PatchclampException(
                    where + " has an event from '" + cells.get(start) + "' to '" + cells.get(end) + "' in a prompt of "
                            + text.length() + " characters.",
                    "0 ≤ event_start < event_end ≤ " + text.length() + ", or both cells empty");
        }
        return new Marks.Marked(text, Optional.of(new Span(from, to)));
    }

    private static int number(String cell) {
        return cell.matches("[0-9]{1,9}") ? Integer.parseInt(cell) : -1;
    }

    private int index(String name) {
        return matching(name).findFirst().orElse(-1);
    }

    private int lastIndex(String name) {
        return matching(name).reduce((a, b) -> b).orElse(-1);
    }

    private IntStream matching(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).toLowerCase(Locale.ROOT).equals(lower));
    }

    private static String ordinal(int index) {
        return switch (index) {
            case 0 -> "first";
            case 1 -> "second";
            case 2 -> "third";
            default -> (index + 1) + "th";
        };
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
