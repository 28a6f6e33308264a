package io.patchclamp;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model that is closed while somebody computes with it: who computes is told, and the process lives. */
class ClosingTest {
    private static final String CLOSED = "The model grouped is closed.\nTry: %model grouped loads it again";
    private static final Trials TEXTS = Trials.of("The old cat sat on the mat.", "The old cat");

    @Test
    void whoGeneratesWhileTheModelIsClosedIsTold() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            closing(model -> Generator.on(model).newTokens(20).generate(TEXTS), i);
        }
    }

    @Test
    void whoRecordsWhileTheModelIsClosedIsTold() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            closing(model -> Recorder.on(model).at("**").record(TEXTS), i);
        }
    }

    @Test
    void whatLooksOnMayCloseTheModelItLooksAt() {
        Model model = TestModels.load("grouped");
        Tap closing = new Tap() {
            @Override
            public Point point() {
                return Point.RESID_POST;
            }

            @Override
            public int layer() {
                return 0;
            }

            @Override
            public void read(Slab slab) {
                model.close();
            }
        };
        try (Decoding decoding = model.begin()) {
            assertThatThrownBy(() -> decoding.feed(new int[][] {{1, 2, 3}}, List.of(closing), List.of()))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessage(CLOSED);
        }
    }

    private interface Work {
        void on(Model model);
    }

    private static void closing(Work work, int wait) throws InterruptedException {
        Model model = TestModels.load("grouped");
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread other = new Thread(() -> {
            try {
                while (true) {
                    work.on(model);
                }
            } catch (Throwable e) {
                end.set(e);
            }
        });
        other.start();
        Thread.sleep(5 + 3 * wait);
        model.close();
        other.join(20_000);
        assertThat(end.get()).isInstanceOf(PatchclampException.class).hasMessage(CLOSED);
    }
}
