package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.figure.Figure;

/** What a result looks like, said once: text and HTML are both made from it. */
public sealed interface Part {
    /**
     * A title.
     *
     * @param text one line
     */
    record Heading(String text) implements Part {
        public Heading {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A sentence or some.
     *
     * @param text plain text
     */
    record Paragraph(String text) implements Part {
        public Paragraph {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A table of coloured cells: red above zero, blue below.
     *
     * @param columns what stands above the columns
     * @param lines the rows
     * @param legend what the colour means, with its limit
     */
    record Shades(List<String> columns, List<Line> lines, String legend) implements Part {
        public Shades {
            columns = List.copyOf(columns);
            lines = List.copyOf(lines);
            Objects.requireNonNull(legend, "legend");
        }

        /**
         * Layers by what they have several of: the first layer at the bottom, as a stream goes up through them.
         *
         * @param columns what stands over them
         * @param lines the first layer first
         * @param across what columns are
         * @param legend what the colours mean
         * @return the cells
         */
        static Shades upwards(List<String> columns, List<Line> lines, String across, String legend) {
            List<Line> turned = new ArrayList<>(lines);
            Collections.reverse(turned);
            return new Shades(
                    columns, turned, "rows: layers, the first at the bottom; columns: " + across + "; " + legend);
        }

        /**
         * One row.
         *
         * @param name what stands before it
         * @param cells as many as there are columns
         */
        public record Line(String name, List<Shade> cells) {
            public Line {
                Objects.requireNonNull(name, "name");
                cells = List.copyOf(cells);
            }
        }

        /**
         * One cell.
         *
         * @param text what stands in it; short
         * @param hover what is said of it when it is pointed at
         * @param level how strong its colour is, -1 to 1; NaN for none
         */
        public record Shade(String text, String hover, double level) {
            public Shade {
                Objects.requireNonNull(text, "text");
                Objects.requireNonNull(hover, "hover");
            }
        }
    }

    /**
     * Something said more quietly.
     *
     * @param text plain text
     */
    record Note(String text) implements Part {
        public Note {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * Names and their values.
     *
     * @param entries value by name, in order
     */
    record Facts(Map<String, String> entries) implements Part {
        public Facts {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /**
     * A table.
     *
     * @param header column names
     * @param kinds what is in each column, said quietly under its name; empty to say nothing
     * @param rows cells, as many a row as there are columns
     */
    record Grid(List<String> header, List<String> kinds, List<List<String>> rows) implements Part {
        public Grid {
            header = List.copyOf(header);
            kinds = List.copyOf(kinds);
            rows = List.copyOf(rows);
            if (!kinds.isEmpty() && kinds.size() != header.size()) {
                throw new IllegalArgumentException(kinds.size() + " kinds for " + header.size() + " columns");
            }
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException(
                            row.size() + " cells under " + header.size() + " columns: " + row);
                }
            }
        }
    }

    /**
     * Text whose spaces and line breaks mean something.
     *
     * @param text as it stands
     */
    record Preformatted(String text) implements Part {
        public Preformatted {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A value as Java prints it, and where there is room something that reads better.
     *
     * @param text what text shows
     * @param better what HTML shows; empty to show the text there too
     */
    record Printed(String text, Optional<Part> better) implements Part {
        public Printed {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(better, "better");
        }
    }

    /**
     * Tokens side by side.
     *
     * @param chips one a token
     */
    record Strip(List<Chip> chips) implements Part {
        public Strip {
            chips = List.copyOf(chips);
        }
    }

    /**
     * One token of a strip.
     *
     * @param visible the token, made visible
     * @param below what stands under it, such as its id; may be empty
     * @param hover what is shown when pointed at; may be empty
     * @param shade how strongly it is coloured, 0 to 1
     */
    record Chip(String visible, String below, String hover, double shade) {
        public Chip {
            Objects.requireNonNull(visible, "visible");
            Objects.requireNonNull(below, "below");
            Objects.requireNonNull(hover, "hover");
            if (!(shade >= 0 && shade <= 1)) {
                throw new IllegalArgumentException("shade " + shade);
            }
        }
    }

    /**
     * Something folded away: open in text, closed in HTML.
     *
     * @param title what is shown when closed
     * @param inside what is inside
     */
    record Folded(String title, Part inside) implements Part {
        public Folded {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(inside, "inside");
        }
    }

    /**
     * A picture. In text it is its caption and numbers.
     *
     * @param figure what is drawn
     */
    record Picture(Figure figure) implements Part {
        public Picture {
            Objects.requireNonNull(figure, "figure");
        }
    }

    /**
     * Parts one below the other.
     *
     * @param parts from top to bottom
     */
    record Stack(List<Part> parts) implements Part {
        public Stack {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Parts side by side, as many as there is room for: small multiples.
     *
     * @param parts from left to right
     */
    record Side(List<Part> parts) implements Part {
        public Side {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A title.
     *
     * @param text one line
     * @return the part
     */
    static Part heading(String text) {
        return new Heading(text);
    }

    /**
     * A sentence or some.
     *
     * @param text plain text
     * @return the part
     */
    static Part paragraph(String text) {
        return new Paragraph(text);
    }

    /**
     * Something said more quietly.
     *
     * @param text plain text
     * @return the part
     */
    static Part note(String text) {
        return new Note(text);
    }

    /**
     * Names and their values.
     *
     * @param namesAndValues name, value, name, value, …
     * @return the part
     */
    static Part facts(String... namesAndValues) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            entries.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Facts(entries);
    }

    /**
     * A table.
     *
     * @param header column names
     * @param rows cells
     * @return the part
     */
    static Part grid(List<String> header, List<List<String>> rows) {
        return new Grid(header, List.of(), rows);
    }

    /**
     * Text whose spaces and line breaks mean something.
     *
     * @param text as it stands
     * @return the part
     */
    static Part preformatted(String text) {
        return new Preformatted(text);
    }

    /**
     * A value as Java prints it.
     *
     * @param text such as {@code [1, 2]}
     * @return the part
     */
    static Part printed(String text) {
        return new Printed(text, Optional.empty());
    }

    /**
     * A value as Java prints it, and what HTML shows in its place.
     *
     * @param text such as {@code {a=1}}
     * @param better such as a table
     * @return the part
     */
    static Part printed(String text, Part better) {
        return new Printed(text, Optional.of(better));
    }

    /**
     * Something folded away.
     *
     * @param title what is shown when closed
     * @param inside what is inside
     * @return the part
     */
    static Part folded(String title, Part inside) {
        return new Folded(title, inside);
    }

    /**
     * Parts one below the other.
     *
     * @param parts from top to bottom
     * @return the part
     */
    static Part stack(List<Part> parts) {
        return new Stack(new ArrayList<>(parts));
    }
}
