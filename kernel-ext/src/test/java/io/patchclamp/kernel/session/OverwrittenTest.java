package io.patchclamp.kernel.session;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The value that a variable had before it was declared again is let go, and what looked at it looks at the new one. */
class OverwrittenTest {
    private JavaSession session;
    private CellRun cell;

    @BeforeEach
    void begin() {
        session = new JavaSession(List.of("import java.util.*;\nimport java.util.function.*;"));
        cell = session.begin(() -> {});
    }

    @AfterEach
    void end() {
        cell.close();
        session.close();
    }

    @Test
    void whatAVariableHeldBeforeIsGarbage() throws InterruptedException {
        run("var rec = new int[1000];");
        WeakReference<Object> first = held("rec");
        run("var rec = new int[1000];");
        WeakReference<Object> second = held("rec");
        run("var rec = new int[1000];");
        assertGone(first);
        assertGone(second);
        assertThat(session.variable("rec")).isPresent();
    }

    @Test
    void aVariableMadeNullHoldsNothingHoweverOftenItWasDeclared() throws InterruptedException {
        run("var rec = new int[1000];");
        run("var rec = new int[1000];");
        WeakReference<Object> last = held("rec");
        run("rec = null;");
        assertGone(last);
    }

    @Test
    void aResetLetsGoOfWhatWasDeclaredTwice() throws InterruptedException {
        run("var rec = new int[1000];");
        run("var rec = new int[1000];");
        WeakReference<Object> last = held("rec");
        session.reset();
        run("1 + 1");
        assertGone(last);
    }

    @Test
    void anObjectOfATypeThatIsDeclaredAgainIsGarbage() throws InterruptedException {
        run("class Big { int[] data = new int[1000]; }");
        run("Big big = new Big();");
        WeakReference<Object> first = held("big");
        run("class Big { long[] data = new long[1000]; }");
        run("Big big = new Big();");
        assertGone(first);
    }

    @Test
    void anEarlierLambdaSeesTheNewValue() {
        run("List<String> words = List.of(\"old\");");
        run("Supplier<Object> seen = () -> words;");
        assertThat(seen()).isEqualTo(List.of("old"));
        run("List<String> words = List.of(\"new\");");
        assertThat(seen()).isEqualTo(List.of("new"));
        run("words = List.of(\"newest\");");
        assertThat(seen()).isEqualTo(List.of("newest"));
    }

    @Test
    void anEarlierLambdaKeepsItsValueWhereTheNewOneIsOfAnotherType() {
        run("List<String> words = List.of(\"old\");");
        run("Supplier<Object> seen = () -> words;");
        run("String words = \"new\";");
        assertThat(seen()).isEqualTo(List.of("old"));
    }

    private Object seen() {
        return session.variable("seen").map(s -> ((Supplier<?>) s).get()).orElseThrow();
    }

    private WeakReference<Object> held(String name) {
        return new WeakReference<>(session.variable(name).orElseThrow());
    }

    private static void assertGone(WeakReference<Object> value) throws InterruptedException {
        for (int i = 0; i < 20 && value.get() != null; i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(value.get()).isNull();
    }

    private void run(String source) {
        for (Piece piece : session.split(source)) {
            assertThat(session.run(piece, new Place(1, source, 0))).isNotInstanceOf(Outcome.Rejected.class);
        }
    }
}
