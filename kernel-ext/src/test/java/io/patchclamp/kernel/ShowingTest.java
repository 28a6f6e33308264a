package io.patchclamp.kernel;

import java.util.List;

import io.patchclamp.kernel.everyday.RendererTypes;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What cells show, with the classes, threads and interrupts of a notebook. */
class ShowingTest {
    private static NotebookFixture notebook;

    @BeforeAll
    static void open() {
        notebook = new NotebookFixture();
    }

    @AfterAll
    static void close() {
        Views.registered().forEach(type -> Views.register(type, null));
        notebook.java.close();
    }

    @Test
    void aRendererIsOneLineAndServesWhatIsDeclaredAgain() {
        assertThat(notebook.value(
                        "record Money(int cents) {}\nrenderer(Money.class, m -> \"€ \" + m.cents() / 100.0);\n"
                                + "new Money(250)"))
                .isEqualTo("€ 2.5");
        assertThat(notebook.value("List.of(new Money(1), new Money(2))")).isEqualTo("[€ 0.01, € 0.02]");
        int before = Views.registered().size();
        assertThat(notebook.value("record Money(int cents, String in) {}\n"
                        + "renderer(Money.class, m -> html(\"<b>\" + escaped(m.in()) + \"</b>\"));\n"
                        + "new Money(1, \"<i>\")"))
                .isEqualTo("<i>");
        assertThat(Views.registered()).hasSize(before);
        assertThat(notebook.value("interface Priced {}\nrenderer(Priced.class, p -> Map.of(\"priced\", true));\n"
                        + "class Fish implements Priced {}\nnew Fish()"))
                .isEqualTo("{priced=true}");
        assertThat(notebook.value(
                        "renderer(Fish.class, f -> { throw new IllegalStateException(\"no\"); });\nnew Fish()"))
                .startsWith("Fish@")
                .endsWith("\n(its renderer failed: java.lang.IllegalStateException: no)");
    }

    @Test
    void theRenderersThereAreAreListedByTheNameTheUserGave() {
        notebook.run("class Listed {}\nrenderer(Listed.class, v -> \"x\");");
        assertThat(new RendererTypes(
                                Views.registered().stream().map(Views::nameOf).toList())
                        .types())
                .contains("Listed");
    }

    @Test
    void classesOfCellsAreCalledAsTheUserCallsThem() {
        assertThat(notebook.value("class Bare {}\nnew Bare()")).startsWith("Bare@");
        assertThat(notebook.value("new Bare[0].getClass()")).isEqualTo("class Bare[]");
        assertThat(notebook.value("new Object() { public String toString() { return null; } }"))
                .isEqualTo("anonymous java.lang.Object [its toString() gives null]");
        assertThat(notebook.value("Function<String, Integer> measure = s -> s.length();\nmeasure"))
                .startsWith("a lambda, java.util.function.Function@");
    }

    @Test
    void whatAValuePrintsWhileItIsShownBelongsToTheCell() {
        assertThat(notebook.value(
                        "class Loud { public String toString() { System.out.print(\"hey\"); return \"loud\"; } }\n"
                                + "new Loud()"))
                .isEqualTo("loud");
        assertThat(notebook.messages.text("stdout")).isEqualTo("hey");
    }

    @Test
    void aValueThatNeverSaysWhatItIsCanBeInterrupted() throws Exception {
        for (String body :
                List.of("while (true) { }", "try { Thread.sleep(100_000); } catch (Exception e) { } return \"\";")) {
            Thread stopper = new Thread(() -> {
                try {
                    Thread.sleep(500);
                    notebook.interrupts.request(Interrupts.Sent.UNKNOWN);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            stopper.start();
            assertThat(notebook.error("class Slow { public String toString() { " + body + " } }\nList.of(new Slow())")
                            .name())
                    .isEqualTo("KeyboardInterrupt");
            stopper.join();
        }
        assertThat(notebook.value("1 + 1")).isEqualTo("2");
    }

    @Test
    void outHasTheNewestResultsByNumber() {
        assertThat(notebook.value("new int[] {7}")).isEqualTo("[7]");
        int cell = notebook.count();
        assertThat(notebook.value("int[] seven = Out.get(" + cell + ");\nseven[0]"))
                .isEqualTo("7");
        assertThat(notebook.value("Out.get(" + notebook.count() + ")")).isEqualTo("7");
        assertThat(notebook.report("Out.get(99999)"))
                .startsWith(
                        "PatchclampException: Cell 99999 has no value, or it is no longer kept: Out keeps the newest 12.\n"
                                + "Try: a name for what is to be kept, as in 'var kept = …'");
    }

    @Test
    void aTaskInAPoolWritesUnderTheCellThatHandedItOver() throws Exception {
        notebook.run(
                "import java.util.concurrent.*;\nvar pool = Executors.newFixedThreadPool(1);\npool.submit(() -> {}).get();");
        for (String handing : List.of(
                "CompletableFuture.runAsync(() -> { pause(300); System.out.print(\"late\"); });",
                "CompletableFuture.supplyAsync(() -> { pause(300); System.out.print(\"late\"); return 1; }, pool);",
                "CompletableFuture.completedFuture(1).thenAcceptAsync(i -> { pause(300); System.out.print(\"late\"); });",
                "ForkJoinPool.commonPool().submit(() -> { pause(300); System.out.print(\"late\"); });",
                "pool.execute(() -> { pause(300); System.out.print(\"late\"); });",
                "new Thread(() -> { pause(300); System.out.print(\"late\"); }).start();")) {
            notebook.run(
                    "void pause(int ms) { try { Thread.sleep(ms); } catch (InterruptedException e) { } }\n" + handing);
            var first = notebook.messages;
            notebook.run("int other = 0;");
            var second = notebook.messages;
            Thread.sleep(600);
            assertThat(first.text("stdout")).as(handing).isEqualTo("late");
            assertThat(second.text("stdout")).as(handing).isEmpty();
        }
        notebook.run("pool.shutdown();");
    }

    @Test
    void aParallelStreamWritesUnderTheCellThatRunsIt() {
        notebook.run("void shout(int i) { System.out.print(\"x\"); }");
        notebook.run("java.util.stream.IntStream.range(0, 64).parallel().forEach(i -> shout(i));");
        assertThat(notebook.messages.text("stdout")).isEqualTo("x".repeat(64));
    }

    @Test
    void aLoopOfOnesOwnShowsItsProgress() {
        notebook.run("for (int i : progress(\"counting\", List.of(1, 2))) Thread.sleep(1100);");
        assertThat(notebook.messages.shown("display_data")).hasSize(1).allMatch(t -> t.startsWith("counting: "));
        assertThat(notebook.messages.shown("update_display_data"))
                .last()
                .asString()
                .startsWith("counting: 2 of 2 items in");
    }

    @Test
    void aFloodOfUpdatesBecomesAFewAndEndsWithTheLast() {
        notebook.run(
                "display(0, \"p\");\nfor (int i = 1; i <= 20_000; i++) update(\"p\", i);\nSystem.out.print(\"end\");");
        assertThat(notebook.messages.shown("update_display_data"))
                .hasSizeLessThan(2000)
                .startsWith("1", "2", "3")
                .endsWith("20000");
        assertThat(notebook.messages.all.get(notebook.messages.all.size() - 1).brief())
                .isEqualTo("stdout end");
    }

    @Test
    void tooManyDisplaysAreCutAndCounted() {
        notebook.run("for (int i = 0; i < 10_050; i++) display(i);");
        assertThat(notebook.messages.shown("display_data")).hasSize(10_000);
        assertThat(notebook.messages.text("stderr"))
                .isEqualTo("[cut: this cell showed 10000 displays; what follows is left out]\n"
                        + "[cut: 50 displays are not shown]\n");
    }

    @Test
    void aHugeStringDoesNotTakeTheHeapWithIt() {
        assertThat(notebook.value("\"x\".repeat(100_000_000)"))
                .hasSizeLessThan(20_200)
                .contains("100,000,000 characters");
        assertThat(notebook.value("List.of(\"x\".repeat(50_000_000))")).hasSizeLessThan(10_200);
    }
}
