package io.patchclamp;

import io.patchclamp.array.NamedArray;
import io.patchclamp.record.SiteRecording;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether numbers are those of a reference: {@code max|Δ| ≤ 1e-5 · max|ref|}, infinities and shapes alike. */
final class Closeness {
    private static final double TOLERANCE = 1e-5;

    private Closeness() {}

    static void assertClose(String site, SiteRecording ours, Reference.Values theirs) {
        assertClose(site, ours.trials().get(0), theirs);
    }

    static void assertClose(String site, NamedArray ours, Reference.Values theirs) {
        assertThat(ours.shape()).as("shape of %s", site).isEqualTo(theirs.shape());
        float[] a = ours.toArray();
        float[] b = theirs.data();
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < b.length; i++) {
            if (Float.isInfinite(b[i])) {
                assertThat(a[i]).as("%s at %d", site, i).isEqualTo(b[i]);
                continue;
            }
            assertThat(a[i]).as("%s at %d", site, i).isFinite();
            largest = Math.max(largest, Math.abs(b[i]));
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
        }
        assertThat(worst).as("largest difference at %s", site).isLessThanOrEqualTo(TOLERANCE * largest);
    }

    static void assertClose(String what, float[] ours, float[] theirs) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < theirs.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) theirs[i] - ours[i]));
        }
        assertThat(ours).as(what).hasSameSizeAs(theirs);
        assertThat(worst).as(what).isLessThanOrEqualTo(TOLERANCE * largest);
    }
}
