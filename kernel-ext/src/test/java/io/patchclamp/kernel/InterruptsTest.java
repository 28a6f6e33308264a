package io.patchclamp.kernel;

import java.time.Instant;
import java.util.Optional;

import io.patchclamp.kernel.session.CellRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterruptsTest {
    private static final Interrupts.Sent UNKNOWN = Interrupts.Sent.UNKNOWN;

    private final Interrupts interrupts = new Interrupts();

    private static Interrupts.Sent sent(int second) {
        return new Interrupts.Sent("a", Optional.of(Instant.ofEpochSecond(second)));
    }

    private static CellRun run() {
        return new CellRun(InterruptsTest.class.getClassLoader(), () -> {});
    }

    @Test
    void aCellThatIsOnlyTakenUpIsStoppedWhenItBegins() {
        interrupts.begin(UNKNOWN);
        interrupts.request(UNKNOWN);
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isTrue();
        }
    }

    @Test
    void anInterruptThatOvertookItsCellStopsIt() {
        interrupts.request(sent(2));
        interrupts.begin(sent(1));
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isTrue();
        }
    }

    @Test
    void aCellThatOvertookTheInterruptOfTheOneBeforeGoesOn() {
        interrupts.begin(sent(2));
        interrupts.request(sent(1));
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isFalse();
            interrupts.request(sent(3));
            assertThat(run.isStopping()).isTrue();
        }
    }

    @Test
    void anInterruptBetweenCellsIsForNobody() {
        interrupts.begin(UNKNOWN);
        interrupts.end();
        interrupts.request(UNKNOWN);
        interrupts.begin(UNKNOWN);
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isFalse();
        }
    }
}
