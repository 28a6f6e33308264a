package io.patchclamp.kernel;

import io.patchclamp.kernel.session.CellRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterruptsTest {
    private final Interrupts interrupts = new Interrupts();

    private static CellRun run() {
        return new CellRun(InterruptsTest.class.getClassLoader(), () -> {});
    }

    @Test
    void aCellThatIsOnlyTakenUpIsStoppedWhenItBegins() {
        interrupts.begin();
        interrupts.request();
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isTrue();
        }
    }

    @Test
    void anInterruptBetweenCellsIsForNobody() {
        interrupts.begin();
        interrupts.end();
        interrupts.request();
        interrupts.begin();
        try (CellRun run = run()) {
            interrupts.attach(run);
            assertThat(run.isStopping()).isFalse();
        }
    }
}
