package io.patchclamp.phantom;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which units of a phantom are what. A unit of these sites that is not planted is null: over all stimuli there can be its
 * activity has the same mean and variance in both conditions, and it writes nothing that anybody reads.
 *
 * @param at the sites this is said of, as a selector
 * @param planted those that are not null, in the order of the forward pass; none in a null phantom
 */
public record Truth(String at, List<Planted> planted) {
    public Truth {
        Objects.requireNonNull(at, "at");
        planted = List.copyOf(planted);
    }

    /**
     * Units whose activity differs between conditions.
     *
     * @return their names, in the order of the forward pass
     */
    public List<String> selective() {
        return names(Planted::selective);
    }

    /**
     * Units whose lesion changes the metric.
     *
     * @return their names, in the order of the forward pass
     */
    public List<String> causal() {
        return names(Planted::causal);
    }

    /**
     * Units that are both.
     *
     * @return their names, in the order of the forward pass
     */
    public List<String> both() {
        return names(p -> p.selective() && p.causal());
    }

    private List<String> names(Predicate<Planted> which) {
        return planted.stream().filter(which).map(Planted::unit).toList();
    }

    /**
     * The planted units as a table.
     *
     * @return a fresh table: unit, selective, causal, d, role
     */
    public Table table() {
        return Table.create(
                "truth",
                StringColumn.create("unit", planted.stream().map(Planted::unit)),
                BooleanColumn.create(
                        "selective", planted.stream().map(Planted::selective).toArray(Boolean[]::new)),
                BooleanColumn.create(
                        "causal", planted.stream().map(Planted::causal).toArray(Boolean[]::new)),
                DoubleColumn.create(
                        "d", planted.stream().mapToDouble(Planted::d).toArray()),
                StringColumn.create("role", planted.stream().map(Planted::role)));
    }
}
