package io.patchclamp.view;

import java.util.List;

import io.patchclamp.model.Selection;

/** What a selector names: sites, shapes, units, and what recording them costs. */
final class SelectionView {
    private static final int TOKENS = 32;

    private SelectionView() {}

    static Part of(Selection selection) {
        boolean renamed =
                selection.preview().stream().anyMatch(row -> !row.name().equals(row.place()));
        List<List<String>> rows =
                selection.preview().stream().map(row -> row(row, renamed)).toList();
        boolean attention =
                selection.electrodes().stream().anyMatch(e -> e.site().point().isAttention());
        String cost = attention ? "bytes a token (and key)" : "bytes a token";
        List<String> header = renamed
                ? List.of("site", "place", "shape of a trial", "units", cost)
                : List.of("site", "shape of a trial", "units", cost);
        return Part.stack(List.of(
                Part.preformatted(selection.selector()),
                Part.grid(header, rows),
                Part.note(Quantity.count(selection.electrodes().size(), "site") + "; "
                        + Quantity.bytes(selection.bytesPerToken()) + " a token; "
                        + Quantity.bytes(selection.bytes(TOKENS)) + " a trial of " + TOKENS + " tokens")));
    }

    private static List<String> row(Selection.Row row, boolean renamed) {
        String units = row.chosen() == row.available()
                ? row.units() + " " + Quantity.count(row.available())
                : row.units() + " (" + Quantity.count(row.chosen()) + " of " + Quantity.count(row.available()) + ")";
        String bytes = Quantity.bytes(row.bytesPerToken());
        return renamed
                ? List.of(row.name(), row.place(), row.shape(), units, bytes)
                : List.of(row.name(), row.shape(), units, bytes);
    }

    /** Unit numbers, runs shortened: {@code 0..99, 105}. */
    static String units(List<Integer> units, int all) {
        if (units.isEmpty()) {
            return "all " + Quantity.count(all);
        }
        StringBuilder runs = new StringBuilder();
        for (int i = 0; i < units.size(); ) {
            int end = i;
            while (end + 1 < units.size() && units.get(end + 1) == units.get(end) + 1) {
                end++;
            }
            runs.append(runs.isEmpty() ? "" : ",").append(units.get(i)).append(end > i ? ".." + units.get(end) : "");
            i = end + 1;
        }
        return Quantity.shortened(runs.toString(), 40) + " (" + Quantity.count(units.size()) + " of "
                + Quantity.count(all) + ")";
    }
}
