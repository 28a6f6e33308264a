package io.patchclamp.kernel;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.kernel.report.ErrorReport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a cell that fails tells, and that telling it cannot hang. */
class FailingCellsTest {
    private final NotebookFixture notebook = new NotebookFixture();

    @Test
    void aCompilersErrorHasTwoLinesAroundItAndTheNearestName() {
        assertThat(notebook.report("int n1 = 1;\nint n2 = 2;\nn1.lenght();\nint n3 = 3;\nint n4 = 4;\nint n5 = 5;"))
                .contains("        1 | int n1 = 1;\n        2 | int n2 = 2;\n---->   3 | n1.lenght();\n")
                .contains("\n        4 | int n3 = 3;\n        5 | int n4 = 4;")
                .doesNotContain("n5");
        assertThat(notebook.report("\"abc\".lenght()")).endsWith("\nTry: did you mean length?");
        assertThat(notebook.report("int nearly = 1;\nnaerly + 1")).endsWith("\nTry: did you mean nearly?");
        assertThat(notebook.report("nothingLikeThisAnywhere")).doesNotContain("Try:");
    }

    @Test
    void whatIsTooLargeForAClassIsSaidAndHarmsNoLaterCell() {
        String text = "\"" + "y".repeat(70_000) + "\"";
        for (String cell : List.of(
                "String large = " + text + ";",
                "System.out.println(" + text + ");",
                "class Large { String text = " + text + "; }")) {
            assertThat(notebook.report(cell))
                    .contains("constant string too long")
                    .endsWith("\nTry: a file: Files.readString(Path.of(…))");
            assertThat(notebook.value("1 + 1")).isEqualTo("2");
        }
        String numbers = IntStream.range(0, 9_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        for (String cell :
                List.of("void large() { int[] many = {" + numbers + "}; }", "{ int[] many = {" + numbers + "}; }")) {
            assertThat(notebook.report(cell)).contains("code too large").contains("\nTry: several methods");
            assertThat(notebook.value("2 + 2")).isEqualTo("4");
        }
        assertThat(notebook.value("String large = \"small\"; large")).isEqualTo("small");
        assertThat(notebook.value("class Large { int a = 1; } new Large().a")).isEqualTo("1");
    }

    @Test
    void whatAThrowableSaysOfItselfCanBeStoppedToo() throws Exception {
        for (String method :
                List.of("String getMessage()", "StackTraceElement[] getStackTrace()", "Throwable getCause()")) {
            Thread stopper = new Thread(() -> {
                try {
                    Thread.sleep(500);
                    notebook.interrupts.request(Interrupts.Sent.UNKNOWN);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            stopper.start();
            ErrorReport error =
                    notebook.error("throw new RuntimeException() { public " + method + " { while (true) { } } };");
            stopper.join();
            assertThat(error.name()).as(method).isEqualTo("KeyboardInterrupt");
        }
    }
}
