package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table: its first and last rows under names and types. */
final class TableView {
    private static final int HEAD = 10;
    private static final int TAIL = 5;
    private static final int COLUMNS = 30;

    private TableView() {}

    static Part of(Table table) {
        List<Column<?>> columns = table.columns().stream().limit(COLUMNS).toList();
        int n = table.rowCount();
        boolean whole = n <= HEAD + TAIL + 1;
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < (whole ? n : HEAD); r++) {
            rows.add(row(columns, r));
        }
        if (!whole) {
            rows.add(Collections.nCopies(columns.size(), "…"));
            for (int r = n - TAIL; r < n; r++) {
                rows.add(row(columns, r));
            }
        }
        List<Part> parts = new ArrayList<>();
        if (table.name() != null && !table.name().isBlank()) {
            parts.add(Part.heading(table.name()));
        }
        parts.add(new Part.Grid(
                columns.stream().map(Column::name).toList(),
                columns.stream().map(c -> c.type().name()).toList(),
                rows));
        parts.add(Part.note(Quantity.count(n)
                + (n == 1 ? " row × " : " rows × ")
                + Quantity.count(table.columnCount(), "column")
                + (table.columnCount() > COLUMNS ? ", the first " + COLUMNS + " shown" : "")));
        return Part.stack(parts);
    }

    /** A column alone is a table of one. */
    static Part of(Column<?> column) {
        return of(Table.create("", column));
    }

    private static List<String> row(List<Column<?>> columns, int row) {
        return columns.stream().map(c -> cell(c, row)).toList();
    }

    private static String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        Object value = column.get(row);
        boolean real = value instanceof Double || value instanceof Float;
        return real ? Quantity.real(((Number) value).doubleValue()) : Quantity.shortened(String.valueOf(value), 120);
    }
}
