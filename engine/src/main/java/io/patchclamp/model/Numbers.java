package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.fault.Caret;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.Term.Range;

/** Reads numbers and ranges between two places of a selector: {@code 1,5..9,-1}. */
final class Numbers {
    private static final int MOST_DIGITS = 9;

    private final String text;
    private final int end;
    private final String advice;
    private int at;

    Numbers(String text, int start, int end, String advice) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.advice = advice;
    }

    List<Range> list() {
        List<Range> ranges = new ArrayList<>();
        do {
            ranges.add(range());
        } while (accept(","));
        if (at < end) {
            throw error(at, "'" + Character.toString(text.codePointAt(at)) + "' is no number.");
        }
        return ranges;
    }

    private Range range() {
        skipSpace();
        int start = at;
        long first = number();
        if (!accept("..")) {
            return new Range(first, first);
        }
        long last = number();
        // of two numbers with unlike signs only the model can say which is the larger
        if (first > last && (first < 0) == (last < 0)) {
            throw new SelectorException(
                    "The range " + first + ".." + last + " runs backwards." + Caret.under(text, start),
                    last + ".." + first);
        }
        return new Range(first, last);
    }

    private long number() {
        skipSpace();
        int start = at;
        if (at < end && text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits) {
            String found = digits < end ? "'" + Character.toString(text.codePointAt(digits)) + "' is no number." : "";
            throw error(digits, found.isEmpty() ? "A number is missing here." : found);
        }
        if (at - digits > MOST_DIGITS) {
            throw error(start, "The number " + text.substring(start, Math.min(at, start + 24)) + " is too large.");
        }
        long number = Long.parseLong(text, start, at, 10);
        skipSpace();
        return number;
    }

    private boolean accept(String symbol) {
        if (at < end && text.startsWith(symbol, at)) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private SelectorException error(int place, String what) {
        return new SelectorException(what + Caret.under(text, place), advice);
    }
}
