package io.patchclamp.kernel.session;

import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StarImportTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import java.awt.*;|import java . awt .*;",
                "import java.awt.event.*|import java . awt.event .*;",
                " import  java . awt\t. * ; |import java . awt .*;",
                "import alone.*;|import alone .*;",
                "import static java.lang.Math.*;|import static java . lang.Math .*;"
            })
    void isWrittenApart(String source, String apart) {
        assertThat(StarImport.of(source).orElseThrow().apart()).isEqualTo(apart);
        assertThat(StarImport.of(apart)).isEqualTo(StarImport.of(source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"import java.awt.Point;", "import java.awt.*; int x;", "import module java.base;", "a.*;"})
    void nothingElseIsOne(String source) {
        assertThat(StarImport.of(source)).isEmpty();
    }

    @Test
    void nothingThatIsThereIsCompiledAgain() {
        inOneSession(session -> {
            run(session, "List<String> kept = new ArrayList<>(List.of(\"a\"));");
            run(session, "import java.awt.*;");
            assertThat(session.variable("kept")).contains(List.of("a"));
            assertThat(session.packages()).containsExactly("java.util.", "java.awt.");
            assertThat(run(session, "new Point(1, 2).x")).isEqualTo(new Outcome.Value(1));
        });
    }

    @Test
    void whatWaitedForItIsThere() {
        inOneSession(session -> {
            run(session, "int first(Point p) { return p.x; }");
            assertThat(session.waiting()).hasSize(1);
            run(session, "import java.awt.*;");
            assertThat(session.waiting()).isEmpty();
            assertThat(run(session, "first(new Point(3, 4))")).isEqualTo(new Outcome.Value(3));
        });
    }

    @Test
    void onePackageThatIsNotThereIsRefusedAsItWasWritten() {
        inOneSession(session -> {
            Outcome refused = run(session, "import java.utl.*;");
            assertThat(refused).isInstanceOfSatisfying(Outcome.Rejected.class, r -> {
                assertThat(r.piece().source()).isEqualTo("import java.utl.*;");
                assertThat(r.problems().get(0).message()).isEqualTo("package java.utl does not exist");
            });
        });
    }

    private static void inOneSession(Consumer<JavaSession> body) {
        try (JavaSession session = new JavaSession(List.of("import java.util.*;"))) {
            try (CellRun cell = session.begin(() -> {})) {
                assertThat(cell).isNotNull();
                body.accept(session);
            }
        }
    }

    private static Outcome run(JavaSession session, String source) {
        return session.run(session.split(source).get(0), new Place(1, source, 0));
    }
}
