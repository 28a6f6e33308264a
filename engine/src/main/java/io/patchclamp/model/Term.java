package io.patchclamp.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One term of a selector, as it was typed. */
record Term(
        String text,
        boolean removes,
        NamePattern pattern,
        Optional<List<Range>> units,
        Electrode.Polarity polarity,
        Optional<SiteName.Side> side,
        boolean before) {
    Term {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(pattern, "pattern");
        units = units.map(List::copyOf);
    }

    /** Whole numbers, both ends included; a single number is a range of one. Negative numbers count from the end. */
    record Range(long first, long last) {
        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + ".." + last;
        }
    }
}
