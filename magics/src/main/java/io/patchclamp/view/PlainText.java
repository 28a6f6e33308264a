package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A part tree as text. */
final class PlainText {
    private static final int STRIP_WIDTH = 100;
    private static final Pattern NUMBER =
            Pattern.compile("(< )?[-+]?([0-9][0-9,.]*|\\.[0-9]+)([eE][-+]?[0-9]+)?( ([kMGT]?B|%))?");
    private static final Set<String> GAPS = Set.of("", "…", "NaN", "+inf", "-inf", "not tested");

    private PlainText() {}

    static String of(Part part) {
        if (part instanceof Part.Heading heading) {
            return heading.text();
        } else if (part instanceof Part.Paragraph paragraph) {
            return paragraph.text();
        } else if (part instanceof Part.Note note) {
            return note.text();
        } else if (part instanceof Part.Preformatted preformatted) {
            return preformatted.text();
        } else if (part instanceof Part.Printed printed) {
            return printed.text();
        } else if (part instanceof Part.Facts facts) {
            return facts(facts.entries());
        } else if (part instanceof Part.Grid grid) {
            return grid(grid);
        } else if (part instanceof Part.Shades shades) {
            return shades(shades);
        } else if (part instanceof Part.Strip strip) {
            return strip(strip);
        } else if (part instanceof Part.Folded folded) {
            return folded(folded);
        } else if (part instanceof Part.Picture picture) {
            return picture.figure().text();
        } else if (part instanceof Part.Side side) {
            return side.parts().stream().map(PlainText::of).collect(Collectors.joining("\n"));
        }
        return ((Part.Stack) part)
                .parts().stream().map(PlainText::of).filter(t -> !t.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** What is folded away in HTML takes one line in text where it can. */
    private static String folded(Part.Folded folded) {
        if (folded.inside() instanceof Part.Facts facts) {
            return folded.title() + ": "
                    + facts.entries().entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue())
                            .collect(Collectors.joining("; "));
        }
        return folded.title() + "\n" + of(folded.inside()).indent(2).stripTrailing();
    }

    private static String facts(Map<String, String> entries) {
        int width = entries.keySet().stream().mapToInt(PlainText::width).max().orElse(0);
        return entries.entrySet().stream()
                .map(e -> pad(e.getKey(), width, false) + "  " + e.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Cells that only have a colour say nothing in text: what the map is made of stands in the table beside it. */
    private static String shades(Part.Shades shades) {
        if (shades.lines().stream().flatMap(l -> l.cells().stream()).allMatch(c -> c.text()
                .isEmpty())) {
            return "(coloured map of " + Quantity.count(shades.lines().size(), "row") + " by "
                    + Quantity.count(shades.columns().size(), "column") + ", shown in HTML) " + shades.legend();
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(shades.columns());
        List<List<String>> rows = new ArrayList<>();
        for (Part.Shades.Line line : shades.lines()) {
            List<String> row = new ArrayList<>(List.of(line.name()));
            line.cells().forEach(cell -> row.add(cell.text()));
            rows.add(row);
        }
        return grid(new Part.Grid(header, List.of(), rows)) + "\n" + shades.legend();
    }

    private static String grid(Part.Grid grid) {
        int columns = grid.header().size();
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            widths[c] = Math.max(
                    width(grid.header().get(c)),
                    grid.kinds().isEmpty() ? 0 : width(grid.kinds().get(c)));
            right[c] = isNumeric(grid, c);
            for (List<String> row : grid.rows()) {
                widths[c] = Math.max(widths[c], width(oneLine(row.get(c))));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(grid.header(), widths, right));
        if (!grid.kinds().isEmpty()) {
            lines.add(line(grid.kinds(), widths, right));
        }
        grid.rows().forEach(row -> lines.add(line(row, widths, right)));
        return String.join("\n", lines);
    }

    /** Whether a column holds numbers only, gaps aside, and is to be set flush right. */
    static boolean isNumeric(Part.Grid grid, int column) {
        List<String> cells = grid.rows().stream()
                .map(row -> row.get(column).strip())
                .filter(cell -> !GAPS.contains(cell))
                .toList();
        return !cells.isEmpty()
                && cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches());
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            line.append(c == 0 ? "" : "  ").append(pad(oneLine(cells.get(c)), widths[c], right[c]));
        }
        return line.toString().stripTrailing();
    }

    private static String strip(Part.Strip strip) {
        StringBuilder text = new StringBuilder();
        StringBuilder tokens = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (Part.Chip chip : strip.chips()) {
            int width = Math.max(width(chip.visible()), width(chip.below()));
            if (width(tokens.toString()) + width > STRIP_WIDTH && !tokens.isEmpty()) {
                flush(text, tokens, below);
            }
            tokens.append(pad(chip.visible(), width, false)).append(' ');
            below.append(pad(chip.below(), width, false)).append(' ');
        }
        flush(text, tokens, below);
        return text.toString().stripTrailing();
    }

    private static void flush(StringBuilder text, StringBuilder tokens, StringBuilder below) {
        text.append(tokens.toString().stripTrailing()).append('\n');
        if (!below.toString().isBlank()) {
            text.append(below.toString().stripTrailing()).append('\n');
        }
        tokens.setLength(0);
        below.setLength(0);
    }

    private static String oneLine(String cell) {
        return cell.replace("\r", "").replace("\n", "⏎");
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - width(text)));
        return right ? blanks + text : text + blanks;
    }

    /** Columns a text takes on a screen; wide East Asian characters and emoji take two, combining marks none. */
    static int width(String text) {
        return text.codePoints().map(PlainText::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
