package io.patchclamp.epoch;

import java.util.List;

/** What is made of several units, where one line stands for all of them. */
public enum UnitPool {
    /** Their mean, with signs: units that go opposite ways cancel. */
    MEAN("mean") {
        @Override
        float of(float... units) {
            double sum = 0;
            for (float x : units) {
                sum += x;
            }
            return (float) (sum / units.length);
        }
    },
    /** The root of their mean square: how much goes on, whatever its sign, as a field potential says it of cells. */
    RMS("root mean square") {
        @Override
        float of(float... units) {
            double sum = 0;
            for (float x : units) {
                sum += (double) x * x;
            }
            return (float) Math.sqrt(sum / units.length);
        }
    };

    /** What provenance calls it that units were pooled. */
    static final String NOTE = "units pooled";

    private final String word;

    UnitPool(String word) {
        this.word = word;
    }

    /**
     * As titles print it.
     *
     * @return such as {@code root mean square}
     */
    public String word() {
        return word;
    }

    abstract float of(float... units);

    Unit unit(List<Unit> units, String name) {
        Unit first = units.get(0);
        return new Unit(first.site(), first.index(), word + " of " + units.size() + " units (" + name + ")");
    }
}
