package io.patchclamp.kernel.display;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressDisplayTest {
    private final Messages messages = new Messages();
    private final AtomicLong clock = new AtomicLong();
    private final ProgressDisplay progress = new ProgressDisplay(new Outlet(messages, false), clock::get);

    private void at(double seconds, long done) {
        clock.set((long) (seconds * 1e9));
        progress.at("recording", done, 300, "trials");
    }

    @Test
    void quickWorkShowsNothing() {
        at(0, 0);
        at(1.9, 299);
        progress.end();
        assertThat(messages.all).isEmpty();
    }

    @Test
    void slowWorkShowsOneDisplayThatUpdatesAtMostFiveTimesASecond() {
        at(0, 0);
        for (int i = 0; i <= 100; i++) {
            at(2 + i * 0.01, 100 + i);
        }
        assertThat(messages.shown("display_data"))
                .containsExactly("recording: 100 of 300 trials, 50.0 a second, about 4.0 s left");
        assertThat(messages.shown("update_display_data")).hasSize(5);
    }

    @Test
    void theLastStateSaysHowLongItTook() {
        at(0, 0);
        at(3, 150);
        at(65, 300);
        progress.end();
        assertThat(messages.shown("update_display_data")).last().isEqualTo("recording: 300 of 300 trials in 1 min 5 s");
        String first =
                messages.all.get(0).content().getAsJsonObject("transient").toString();
        assertThat(messages.all)
                .allMatch(
                        m -> m.content().getAsJsonObject("transient").toString().equals(first));
    }

    @Test
    void whatWasThereBeforeDoesNotCountAsFast() {
        progress.at("fetching", 1_000_000, 1_030_000, "kB");
        clock.set(2_000_000_000L);
        progress.at("fetching", 1_010_000, 1_030_000, "kB");
        assertThat(messages.shown("display_data"))
                .containsExactly("fetching: 1,010,000 of 1,030,000 kB, 5,000 a second, about 4.0 s left");
    }

    @Test
    void anUnknownTotalIsNotMadeUp() {
        progress.at("reading", 0, -1, "rows");
        clock.set(4_000_000_000L);
        progress.at("reading", 1200, -1, "rows");
        assertThat(messages.shown("display_data")).containsExactly("reading: 1,200 rows, 300 a second");
    }
}
