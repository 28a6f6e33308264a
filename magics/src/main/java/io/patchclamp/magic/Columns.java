package io.patchclamp.magic;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import tech.tablesaw.api.Table;

/** The names of the columns that a user may mean. */
final class Columns {
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
