package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A part tree of a size that a notebook can bear. What was left out is said. */
final class Capped {
    static final int ROWS = 60;
    static final int TAIL = 10;
    static final int CHIPS = 400;
    static final int SHADES = 64;
    static final int CHARACTERS = 20_000;

    private Capped() {}

    static Part of(Part part) {
        if (part instanceof Part.Grid grid && grid.rows().size() > ROWS) {
            return rows(grid);
        } else if (part instanceof Part.Strip strip && strip.chips().size() > CHIPS) {
            int left = strip.chips().size() - CHIPS;
            return Part.stack(List.of(
                    new Part.Strip(strip.chips().subList(0, CHIPS)),
                    Part.note("… and " + Quantity.count(left, "more token"))));
        } else if (part instanceof Part.Preformatted text && text.text().length() > CHARACTERS) {
            return Part.stack(List.of(Part.preformatted(text.text().substring(0, CHARACTERS)), cut(text.text())));
        } else if (part instanceof Part.Paragraph text && text.text().length() > CHARACTERS) {
            return Part.stack(List.of(Part.paragraph(text.text().substring(0, CHARACTERS)), cut(text.text())));
        } else if (part instanceof Part.Shades shades
                && (shades.lines().size() > SHADES || shades.columns().size() > SHADES)) {
            return shades(shades);
        } else if (part instanceof Part.Printed printed) {
            return new Part.Printed(printed.text(), printed.better().map(Capped::of));
        } else if (part instanceof Part.Folded folded) {
            return Part.folded(folded.title(), of(folded.inside()));
        } else if (part instanceof Part.Side side) {
            return new Part.Side(side.parts().stream().map(Capped::of).toList());
        } else if (part instanceof Part.Stack stack) {
            return Part.stack(stack.parts().stream().map(Capped::of).toList());
        }
        return part;
    }

    private static Part rows(Part.Grid grid) {
        int all = grid.rows().size();
        List<List<String>> rows = new ArrayList<>(grid.rows().subList(0, ROWS - TAIL));
        rows.add(Collections.nCopies(grid.header().size(), "…"));
        rows.addAll(grid.rows().subList(all - TAIL, all));
        return Part.stack(List.of(
                new Part.Grid(grid.header(), grid.kinds(), rows),
                Part.note(Quantity.count(all, "row") + ", " + Quantity.count(all - ROWS) + " of them not shown")));
    }

    private static Part shades(Part.Shades shades) {
        int columns = Math.min(SHADES, shades.columns().size());
        List<Part.Shades.Line> lines = shades.lines().stream()
                .limit(SHADES)
                .map(l -> new Part.Shades.Line(l.name(), l.cells().subList(0, columns)))
                .toList();
        return Part.stack(List.of(
                new Part.Shades(shades.columns().subList(0, columns), lines, shades.legend()),
                Part.note("the first " + lines.size() + " of "
                        + Quantity.count(shades.lines().size(), "row") + " and " + columns + " of "
                        + Quantity.count(shades.columns().size(), "column"))));
    }

    private static Part cut(String text) {
        return Part.note("… and " + Quantity.count(text.length() - CHARACTERS, "more character"));
    }
}
