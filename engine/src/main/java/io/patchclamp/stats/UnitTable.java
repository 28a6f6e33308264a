package io.patchclamp.stats;

import io.patchclamp.fault.PatchclampException;

/** Numbers of many units over the same items: {@code [item, unit]}. */
public interface UnitTable {
    /**
     * How many items there are.
     *
     * @return the rows
     */
    int items();

    /**
     * How many units there are.
     *
     * @return the columns
     */
    int units();

    /**
     * One unit's numbers. Called from several threads.
     *
     * @param unit its number, from 0
     * @return one an item; the caller may write into it
     */
    double[] unit(int unit);

    /**
     * Numbers in memory.
     *
     * @param rows {@code [item][unit]}, not copied
     * @return a view of them
     */
    static UnitTable of(double[][] rows) {
        int units = rows.length == 0 ? 0 : rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != units) {
                throw new PatchclampException(
                        "Item " + i + " has " + rows[i].length + " numbers, and item 0 has " + units + ".",
                        "one number a unit in each row");
            }
        }
        return new UnitTable() {
            @Override
            public int items() {
                return rows.length;
            }

            @Override
            public int units() {
                return units;
            }

            @Override
            public double[] unit(int unit) {
                double[] column = new double[rows.length];
                for (int i = 0; i < column.length; i++) {
                    column[i] = rows[i][unit];
                }
                return column;
            }
        };
    }
}
