package io.patchclamp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.progress.Progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds a piece of work to saying how far it is, to the end, and to stopping where it is interrupted. */
public final class Hearing {
    private Hearing() {}

    /** Runs it twice: heard, and interrupted. */
    public static void of(String what, Consumer<Progress> work) {
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        work.accept((said, at, total, unit) -> {
            assertThat(said).isEqualTo(what);
            assertThat(unit).isNotBlank();
            done.add(at);
            totals.add(total);
        });
        assertThat(done).as(what).hasSizeGreaterThan(2).isSorted();
        assertThat(totals).containsOnly(done.get(done.size() - 1));

        // Interrupted once it is under way, by whoever hears it.
        assertThatThrownBy(() -> work.accept(
                        (said, at, total, unit) -> Thread.currentThread().interrupt()))
                .isInstanceOf(CancelledException.class);
        Thread.interrupted(); // a channel leaves it set
    }
}
