package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.patchclamp.trial.Trials.Item;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Trials to and from Tablesaw. */
final class TrialTable {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final double EXACT_WHOLE = 1L << 53;

    private TrialTable() {}

    static Trials from(Table table) {
        String name = table.name() == null ? "" : " '" + table.name() + "'";
        TrialRows rows = new TrialRows(table.columnNames(), "The table" + name, false);
        for (int row = 0; row < table.rowCount(); row++) {
            List<String> cells = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                cells.add(cell(column, row));
            }
            rows.add(cells, "Row " + (row + 1) + " of the table" + name);
        }
        return rows.trials();
    }

    /** A cell as text; whole numbers without a decimal point, missing cells empty. */
    private static String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        if (column instanceof NumericColumn<?> numbers) {
            double value = numbers.getDouble(row);
            if (value == Math.rint(value) && Math.abs(value) < EXACT_WHOLE) {
                return Long.toString((long) value);
            }
        }
        return column.getUnformattedString(row);
    }

    static Table of(Trials trials) {
        List<Item> items = trials.items();
        Table table = Table.create("trials");
        table.addColumns(
                StringColumn.create("prompt", items.stream().map(Item::prompt).toList()));
        for (String name : trials.columns()) {
            table.addColumns(column(
                    name,
                    items.stream().map(i -> i.columns().getOrDefault(name, "")).toList()));
        }
        if (items.stream().anyMatch(TrialTable::needsSpan)) {
            IntColumn start = IntColumn.create(TrialRows.START, items.size());
            IntColumn end = IntColumn.create(TrialRows.END, items.size());
            for (int row = 0; row < items.size(); row++) {
                int at = row;
                items.get(row).event().ifPresent(span -> {
                    start.set(at, span.start());
                    end.set(at, span.end());
                });
            }
            table.addColumns(start, end);
        }
        return table;
    }

    /** Brackets that mark nothing must not be read as marks when the table comes back. */
    private static boolean needsSpan(Item item) {
        return item.event().isPresent()
                || item.prompt().contains("[[")
                || item.prompt().contains("]]");
    }

    private static Column<?> column(String name, List<String> cells) {
        boolean numbers = cells.stream().anyMatch(c -> !c.isEmpty())
                && cells.stream().allMatch(c -> c.isEmpty() || NUMBER.matcher(c).matches());
        if (!numbers) {
            return StringColumn.create(name, cells);
        }
        DoubleColumn column = DoubleColumn.create(name);
        for (String cell : cells) {
            if (cell.isEmpty()) {
                column.appendMissing();
            } else {
                column.append(Double.parseDouble(cell));
            }
        }
        return column;
    }
}
