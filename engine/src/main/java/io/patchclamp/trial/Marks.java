package io.patchclamp.trial;

import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Span;

/** Reads what is special inside a text: escapes, and the one event between double brackets. */
final class Marks {
    private static final String LITERAL = "\\[[ and \\]] for brackets that mark nothing";

    private final String text;
    private final boolean escapes;
    private final String where;
    private final StringBuilder plain = new StringBuilder();
    private int start = -1;
    private int end = -1;

    private Marks(String text, boolean escapes, String where) {
        this.text = text;
        this.escapes = escapes;
        this.where = where;
    }

    /** A text without its marks, and where they were. */
    record Marked(String text, Optional<Span> event) {}

    static Marked read(String text, boolean escapes, String where) {
        return new Marks(text, escapes, where).read();
    }

    /** A text without its escapes; brackets stand for themselves. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            String escaped = escaped(text, i);
            plain.append(escaped.isEmpty() ? text.substring(i, i + 1) : escaped);
            i += escaped.isEmpty() ? 1 : 2;
        }
        return plain.toString();
    }

    /** What the two characters here stand for; empty if they are no escape. */
    private static String escaped(String text, int at) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return "";
        }
        char c = text.charAt(at + 1);
        return switch (c) {
            case 'n' -> "\n";
            case '\\', '|' -> String.valueOf(c);
            case '#' -> at == 0 ? "#" : "";
            default -> "";
        };
    }

    private Marked read() {
        int i = 0;
        while (i < text.length()) {
            i = step(i);
        }
        if (start >= 0 && end < 0) {
            throw new PatchclampException(
                    where + " opens an event with '[[' and never closes it.", "']]' at the event's end, or " + LITERAL);
        }
        return new Marked(plain.toString(), start < 0 ? Optional.empty() : Optional.of(new Span(start, end)));
    }

    private int step(int i) {
        if (text.startsWith("\\[[", i) || text.startsWith("\\]]", i)) {
            plain.append(text, i + 1, i + 3);
            return i + 3;
        }
        String escaped = escapes ? escaped(text, i) : "";
        if (!escaped.isEmpty()) {
            plain.append(escaped);
            return i + 2;
        }
        if (text.startsWith("[[", i)) {
            open();
            return i + 2;
        }
        // of three closing brackets the first is part of the event
        if (text.startsWith("]]", i) && !(start >= 0 && end < 0 && text.startsWith("]]]", i))) {
            close();
            return i + 2;
        }
        plain.append(text.charAt(i));
        return i + 1;
    }

    private void open() {
        if (start >= 0) {
            throw new PatchclampException(
                    where + (end < 0 ? " opens an event inside an event." : " marks two events; a trial has one."),
                    "one [[…]] a prompt, or " + LITERAL);
        }
        start = plain.length();
    }

    private void close() {
        if (start < 0 || end >= 0) {
            throw new PatchclampException(
                    where + " closes an event with ']]' that was never opened.",
                    "'[[' where the event begins, or " + LITERAL);
        }
        if (plain.length() == start) {
            throw new PatchclampException(where + " marks nothing: '[[]]'.", "[[…]] around a part of the prompt");
        }
        end = plain.length();
    }
}
