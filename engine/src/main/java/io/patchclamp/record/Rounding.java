package io.patchclamp.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.Halves;
import io.patchclamp.progress.Progress;

/**
 * What half precision makes of a recording.
 *
 * @param site where a number changes the most
 * @param value that number
 * @param error by how much
 * @param sites the largest change at each site, by its name
 */
public record Rounding(String site, double value, double error, Map<String, Double> sites) {
    public Rounding {
        Objects.requireNonNull(site, "site");
        sites = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    }

    /** Looks at all numbers. */
    static Rounding of(Recording recording) {
        Map<String, Double> sites = new LinkedHashMap<>();
        String where = recording.sites().isEmpty()
                ? ""
                : recording.sites().get(0).site().name();
        double value = 0;
        double error = 0;
        for (SiteRecording site : recording.sites()) {
            double most = 0;
            for (NamedArray trial : site.trials()) {
                Progress.checkCancelled("rounding");
                for (float x : trial.toArray()) {
                    float kept = Halves.toFloat(Halves.of(x));
                    if (Float.isInfinite(kept) && !Float.isInfinite(x)) {
                        throw new SaveException(
                                "'" + site.site().name() + "' holds " + x + ", and half precision ends at "
                                        + (int) Halves.LARGEST + ".",
                                "--dtype f32, or a recording without that site");
                    }
                    double change = Math.abs((double) kept - x);
                    if (change > most) { // never where both are NaN or infinite
                        most = change;
                        if (change > error) {
                            where = site.site().name();
                            value = x;
                            error = change;
                        }
                    }
                }
            }
            sites.put(site.site().name(), most);
        }
        return new Rounding(where, value, error, sites);
    }
}
