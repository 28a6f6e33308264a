package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Quantity;
import tech.tablesaw.api.Table;

/** The names of the columns that a user may mean. */
final class Columns {
    private static final int SHOWN = 6;
    private static final int MOST = 40;

    private Columns() {}

    /** Those of the variables that are named; of all variables if none of these has any. */
    static Collection<String> of(Collection<String> named, Session session) {
        Set<String> names = new LinkedHashSet<>();
        named.forEach(word -> add(word, session, names));
        if (names.isEmpty()) {
            session.variables().forEach(variable -> add(variable, session, names));
        }
        return names;
    }

    /** What a column holds, in one line for each variable that has it: those that are named, else all. */
    static List<String> describe(String column, Collection<String> named, Session session) {
        List<String> lines = new ArrayList<>();
        named.forEach(word -> describe(column, word, session).ifPresent(lines::add));
        if (lines.isEmpty()) {
            session.variables().forEach(v -> describe(column, v, session).ifPresent(lines::add));
        }
        return lines;
    }

    private static Optional<String> describe(String column, String variable, Session session) {
        Object value = session.variable(variable).orElse(null);
        if (!of(value).contains(column)) {
            return Optional.empty();
        }
        String type = "";
        List<String> cells;
        if (value instanceof Recording recording) {
            cells = recording.trials().stream()
                    .map(trial -> String.valueOf(trial.item().columns().get(column)))
                    .toList();
        } else {
            Table table = value instanceof Trials trials ? trials.table() : (Table) value;
            cells = table.column(column).asStringColumn().asList();
            type = ", " + table.column(column).type().name().toLowerCase(Locale.ROOT);
        }
        List<String> different = cells.stream().distinct().toList();
        String shown = different.stream()
                .limit(SHOWN)
                .map(cell -> Quantity.shortened(cell, MOST))
                .collect(Collectors.joining(", "));
        return Optional.of(column + ", a column of " + variable + type + ": " + Quantity.count(cells.size(), "row")
                + ", " + Quantity.count(different.size(), "different value") + ": " + shown
                + (different.size() > SHOWN ? ", …" : ""));
    }

    private static void add(String variable, Session session, Set<String> names) {
        names.addAll(session.variable(variable).map(Columns::of).orElse(List.of()));
    }

    private static List<String> of(Object value) {
        if (value instanceof Recording recording) {
            return recording.trials().isEmpty()
                    ? List.of()
                    : List.copyOf(recording.trials().get(0).item().columns().keySet());
        }
        if (value instanceof Trials trials) {
            return trials.table().columnNames();
        }
        return value instanceof Table table ? table.columnNames() : List.of();
    }
}
