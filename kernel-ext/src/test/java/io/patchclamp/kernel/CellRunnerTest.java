package io.patchclamp.kernel;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CellRunnerTest {
    private static NotebookFixture notebook;

    @BeforeAll
    static void open() {
        notebook = new NotebookFixture();
    }

    @AfterAll
    static void close() {
        notebook.java.close();
    }

    @Test
    void theLastExpressionIsTheValue() {
        assertThat(notebook.value("int a1 = 2;\na1 * 3;\na1 + 1")).isEqualTo("3");
        assertThat(notebook.value("1 + 1;")).isEqualTo("2");
        assertThat(notebook.value("\"text\"")).isEqualTo("text");
        assertThat(notebook.value("int a2 = 5;")).isEqualTo("(nothing)");
        assertThat(notebook.value("")).isEqualTo("(nothing)");
        assertThat(notebook.value("// only this")).isEqualTo("(nothing)");
        assertThat(notebook.value("(String) null")).isEqualTo("null");
        assertThat(notebook.value("System.out.print(\"\")")).isEqualTo("(nothing)");
        assertThat(notebook.value("new int[] {1, 2}")).isEqualTo("[1, 2]");
    }

    @Test
    void anAssignmentShowsItsValueWithoutSemicolonOnly() {
        notebook.run("int a3 = 1;");
        assertThat(notebook.value("a3 = 4;")).isEqualTo("(nothing)");
        assertThat(notebook.value("a3 = 5")).isEqualTo("5");
        assertThat(notebook.value("a3++;")).isEqualTo("(nothing)");
        assertThat(notebook.value("a3")).isEqualTo("6");
    }

    @Test
    void declarationsMayUseWhatComesLater() {
        assertThat(notebook.value("class Left { Right r; }\nclass Right { Left l; }\nnew Left().r"))
                .isEqualTo("null");
        assertThat(notebook.value("int even(int n) { return n == 0 ? 1 : odd(n - 1); }\n"
                        + "int odd(int n) { return n == 0 ? 0 : even(n - 1); }\neven(10)"))
                .isEqualTo("1");
        assertThat(notebook.messages.text("stderr")).isEmpty();
    }

    @Test
    void whatTheEngineThrowsIsCaughtByItsName() {
        assertThat(notebook.value(
                        "try { Trials.of(\"x\", \"x\").refuseReplicates(); } catch (PatchclampException e) { }\n1"))
                .isEqualTo("1");
    }

    @Test
    void importingWhatIsImportedLosesNothing() {
        assertThat(Startup.IMPORTS).noneMatch(i -> i.startsWith("import java") && i.equals(Startup.IMPORTS.get(0)));
        for (String line : Startup.IMPORTS.subList(1, Startup.IMPORTS.size())) {
            notebook.value(line);
        }
        assertThat(notebook.value("Stream.of(new File(\"a\"), Path.of(\"b\")).map(Object::toString).toList()"))
                .isEqualTo("[a, b]");
        assertThat(notebook.value("display(\"shown\");")).isEqualTo("(nothing)");
    }

    @Test
    void aClassCompiledIntoAFolderOfTheClassPathIsFoundLater(@TempDir Path folder) throws IOException {
        notebook.java.addToClassPath(folder);
        assertThat(notebook.report("new Later()")).contains("cannot find symbol");
        Path source = Files.writeString(folder.resolve("later.txt"), "package late; public class Later {}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileObject text = new SimpleJavaFileObject(URI.create("mem:///late/Later.java"), Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignored) throws IOException {
                    return Files.readString(source);
                }
            };
            List<String> options = List.of("-d", folder.toString(), "-proc:none");
            assertThat(compiler.getTask(null, files, null, options, null, List.of(text))
                            .call())
                    .isTrue();
        }
        assertThat(notebook.value("new late.Later().getClass().getSimpleName()"))
                .isEqualTo("Later");
    }

    @Test
    void everythingCanBeDeclaredAgain() {
        assertThat(notebook.value("int twice(int n) { return n * 2; }\nrecord P(int x) {}\nvar p = new P(twice(4)); p"))
                .isEqualTo("P[x=8]");
        assertThat(notebook.value("int twice(int n) { return n * 20; }\nrecord P(int x, int y) {}\n"
                        + "var p = new P(twice(4), 1); p"))
                .isEqualTo("P[x=80, y=1]");
    }

    @Test
    void aRecordMayCheckWhatItIsGiven() {
        String record = "record Checked(int a) {\n  Checked {\n"
                + "    if (a < 0) throw new IllegalArgumentException(\"a is \" + a);\n  }\n}\n";
        assertThat(notebook.value(record + "new Checked(3)")).isEqualTo("Checked[a=3]");
        assertThat(notebook.report("new Checked(-1)"))
                .startsWith("java.lang.IllegalArgumentException: a is -1\n")
                .contains(", line 3, in Checked.<init>()");
        assertThat(notebook.value("record Long2(int a) { Long2(int a) { this.a = a * 2; } }\nnew Long2(2).a()"))
                .isEqualTo("4");
        assertThat(notebook.error("record Shut(int a) { private Shut { } }").value())
                .contains("constructor in record Shut");
    }

    @Test
    void whatPrintfGivesBackIsNoValue() {
        assertThat(notebook.value("System.out.printf(\"%d%%%n\", 50)")).isEqualTo("(nothing)");
        assertThat(notebook.messages.text("stdout")).isEqualTo("50%" + System.lineSeparator());
    }

    @Test
    void ourImportsGiveWayToTheUsers() {
        assertThat(notebook.value("List.of(1).stream().map(v -> v + 1).collect(Collectors.toList())"))
                .isEqualTo("[2]");
        assertThat(notebook.value("Table.create(\"t\").name()")).isEqualTo("t");
        assertThat(notebook.value("import java.awt.*;\nList.class.getName()")).isEqualTo("java.util.List");
        assertThat(notebook.value("import java.sql.*;\nDate.class.getName()")).isEqualTo("java.sql.Date");
        assertThat(notebook.value("class Model { int mine = 7; }\nnew Model().mine"))
                .isEqualTo("7");
    }

    @Test
    void aMagicsValueIsShownAndEarlierOnesAreDisplayed() {
        assertThat(notebook.value("%echo one\n%echo two")).isEqualTo("Echoed[text=two, body=Optional.empty]");
        assertThat(notebook.messages.shown("display_data")).containsExactly("Echoed[text=one, body=Optional.empty]");
        assertThat(notebook.value("%echo one\nint m1 = 3;")).isEqualTo("(nothing)");
        assertThat(notebook.messages.shown("display_data")).hasSize(1);
        assertThat(notebook.value("%echo nothing")).isEqualTo("(nothing)");
    }

    @Test
    void asMakesAVariableOfTheRealType() {
        assertThat(notebook.value("%%shout --as loud\nHey \"you\"\n% 5")).contains("Hey \"you\"\n% 5");
        assertThat(notebook.value("loud.body().get().length()")).isEqualTo("13");
        assertThat(notebook.value("var quiet = %echo a \"b\";\nquiet.text()")).isEqualTo("a \"b\"");
        assertThat(notebook.session.variable("quiet")).get().isInstanceOf(NotebookFixture.Echoed.class);
        assertThat(notebook.session.variables()).contains("loud", "quiet").doesNotContain("$1");
        assertThat(notebook.session.variable("nosuch")).isEmpty();
    }

    @Test
    void aMagicInALoopRunsEachTime() {
        assertThat(notebook.value("for (int i = 0; i < 3; i++) {\n  %echo again\n}\n7"))
                .isEqualTo("7");
        assertThat(notebook.messages.shown("display_data")).hasSize(3);
    }

    @Test
    void timeIsTakenOfCodeAndMagics() {
        assertThat(notebook.value("%time Thread.sleep(30)")).isEqualTo("(nothing)");
        assertThat(notebook.messages.shown("display_data")).hasSize(1).allMatch(t -> t.matches("Took \\d+\\.\\d m?s"));
        assertThat(notebook.value("%%time\nint t1 = 3;\nt1 + 1")).isEqualTo("4");
        assertThat(notebook.value("%time %echo x")).contains("text=x");
        assertThat(notebook.report("var x = %time 1 + 1")).contains("%time stands where a value is used.");
    }

    @Test
    void anErrorNamesItsClassMessageCauseAndLine() {
        notebook.run("int deep(int n) {\n    if (n == 0)\n"
                + "        throw new IllegalStateException(\"boom\", new java.io.IOException(\"disk\"));\n"
                + "    return deep(n - 1);\n}");
        int declared = notebook.count();
        assertThat(notebook.error("int e1 = 1;\ndeep(e1)").name()).isEqualTo("IllegalStateException");
        String report = notebook.report("// one\ndeep(1);\n// three");
        assertThat(report)
                .startsWith("java.lang.IllegalStateException: boom\n")
                .contains("Cell In[" + declared + "], line 3, in deep()")
                .contains("---->   3 |         throw new IllegalStateException")
                .contains("Cell In[" + declared + "], line 4, in deep()")
                .contains("Cell In[" + notebook.count() + "], line 2")
                .contains("---->   2 | deep(1);")
                .contains("Caused by java.io.IOException: disk")
                .doesNotContain("REPL")
                .doesNotContain("jdk.jshell")
                .doesNotContain("io.patchclamp.kernel");
    }

    @Test
    void anErrorOfOursIsItsMessageAndTheLine() {
        assertThat(notebook.report("int f1 = 1;\n%echo fail"))
                .isEqualTo("SelectorException: No site 'L5.foo' in 'tiny' (layers 0–5).\nTry: L5.mlp.out\n" + "Cell In["
                        + notebook.count() + "], line 2\n        1 | int f1 = 1;\n---->   2 | %echo fail");
        assertThat(notebook.report("var f2 = %echo fail"))
                .startsWith("SelectorException: No site 'L5.foo' in 'tiny' (layers 0–5).\nTry: L5.mlp.out\nCell In[")
                .endsWith("---->   1 | var f2 = %echo fail");
        assertThat(notebook.report("%echo bug"))
                .startsWith("java.lang.IllegalStateException: a bug\n")
                .contains("at io.patchclamp.kernel.NotebookFixture$Echo.run");
        assertThat(notebook.error("%ecco hi").name()).isEqualTo("UsageException");
        assertThat(notebook.report("%ecco hi")).contains("Try: %echo");
    }

    @Test
    void theCompilersErrorStandsUnderTheText() {
        assertThat(notebook.report("int g1 = 1;\nStrin y = 3;"))
                .isEqualTo("CompileError: cannot find symbol: class Strin\nCell In[" + notebook.count()
                        + "], line 2\n        1 | int g1 = 1;\n---->   2 | Strin y = 3;\n            ^^^^^"
                        + "\nTry: did you mean String?");
        assertThat(notebook.report("String g2 = \"a\";\nint g3 = g2;"))
                .contains("incompatible types")
                .endsWith("---->   2 | int g3 = g2;\n                     ^^");
    }

    @Test
    void nothingRunsIfTheCellIsNoJava() {
        notebook.run("int h1 = 0;");
        assertThat(notebook.error("h1 = 1;\nint x = );").name()).isEqualTo("CompileError");
        assertThat(notebook.error("h1 = 2;\nvoid f() {").value()).isEqualTo("reached end of file while parsing");
        assertThat(notebook.error("h1 = 3;\n/* never closed\n%echo x").value()).isEqualTo("unclosed comment");
        assertThat(notebook.error("h1 = 5;\nString s = \"\"\"\n  abc").value()).contains("text block");
        assertThat(notebook.error("h1 = 6;\n\"abc").value()).contains("unclosed string");
        assertThat(notebook.error("h1 = 7; foo(").name()).isEqualTo("CompileError");
        assertThat(notebook.error("h1 = 4;\n%%shout\nhi").name()).isEqualTo("PatchclampException");
        assertThat(notebook.value("h1")).isEqualTo("0");
    }

    @Test
    void whatWouldEndOtherKernelsEndsNothing() {
        assertThat(notebook.report("System.exit(3)")).contains("System.exit(3) does not end the notebook's kernel");
        assertThat(notebook.report("Runnable r = () -> Runtime.getRuntime().halt(1);\nr.run()"))
                .contains("does not end the notebook's kernel");
        assertThat(notebook.report("java.util.function.IntConsumer c = System::exit;\nc.accept(4)"))
                .contains("System.exit(4) does not end");
        assertThat(notebook.error("int rec(int n) { return rec(n + 1) + 1; }\nrec(0)")
                        .name())
                .isEqualTo("StackOverflowError");
        assertThat(notebook.error("List<long[]> l = new ArrayList<>();\nwhile (true) l.add(new long[50_000_000]);")
                        .name())
                .isEqualTo("OutOfMemoryError");
        notebook.run("l = null;");
        assertThat(notebook.error("throw new Error(\"plain\")").value()).isEqualTo("plain");
        assertThat(notebook.report("class Bad { static int v = 1 / 0; }\nBad.v"))
                .startsWith("java.lang.ExceptionInInitializerError")
                .contains("Caused by java.lang.ArithmeticException: / by zero")
                .contains("---->   1 | class Bad");
        assertThat(notebook.value("1 + 1")).isEqualTo("2");
    }

    @Test
    void aLongExpressionIsCompiledOrRefusedAndNothingElse() {
        StringBuilder sum = new StringBuilder("1");
        for (int i = 0; i < 20_000; i++) {
            sum.append(" + 1");
        }
        CellRunner.Result result = notebook.run(sum.toString());
        assertThat(result.error().map(e -> e.name()).orElse("CompilerException"))
                .isEqualTo("CompilerException");
        assertThat(notebook.value("3 + 4")).isEqualTo("7");
    }

    @Test
    void noReportIsLongerThanFortyLines() {
        String many = "void n0() { throw new RuntimeException(\"line\\n\".repeat(100)); }\n";
        assertThat(notebook.error(many + "n0()").lines()).hasSizeLessThanOrEqualTo(40);
        assertThat(notebook.error("int rec2(int n) { return rec2(n + 1) + 1; }\nrec2(0)")
                        .lines())
                .hasSizeLessThanOrEqualTo(40)
                .anyMatch(l -> l.contains("more times"));
    }

    @Test
    void aMethodThatWaitsForADeclarationSaysSo() {
        assertThat(notebook.value("int waits() { return later * 2; }")).isEqualTo("(nothing)");
        assertThat(notebook.messages.text("stderr")).contains("waits cannot be used before variable later is declared");
        assertThat(notebook.report("waits()"))
                .startsWith("PatchclampException: 'waits' cannot run: it uses variable later, which is not declared.\n"
                        + "Try: declare variable later");
        assertThat(notebook.value("int later = 4;\nwaits()")).isEqualTo("8");
    }

    @Test
    void namesOfTheMachineryDoNotShow() {
        notebook.run("String none = null;");
        assertThat(notebook.report("none.length()"))
                .startsWith(
                        "java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"none\" is null");
    }

    @Test
    void outputOfACellIsItsOwn() {
        notebook.run(
                "System.out.println(\"é\"); System.err.println(\"e\");\ndisplay(List.of(1));\nSystem.out.print(2)");
        assertThat(notebook.messages.all.stream().map(m -> m.brief()))
                .containsExactly("stdout é\n", "stderr e\n", "[1]", "stdout 2");
    }

    @Test
    void aThreadThatDiesSaysOfWhat() throws InterruptedException {
        notebook.run("void fail(int deep) {\n    // more\n    throw new IllegalStateException(\"gone\");\n}");
        int declared = notebook.count();
        notebook.run("int one = 1;\nThread dying = new Thread(() -> {\n    fail(one);\n}, \"worker\");\n"
                + "dying.start();\ndying.join();");
        Thread.sleep(100);
        assertThat(notebook.messages.text("stderr"))
                .isEqualTo("Exception in thread \"worker\" java.lang.IllegalStateException: gone\n"
                        + "Cell In[" + declared + "], line 3, in fail()\n"
                        + "        1 | void fail(int deep) {\n"
                        + "        2 |     // more\n"
                        + "---->   3 |     throw new IllegalStateException(\"gone\");\n"
                        + "        4 | }\n"
                        + "Cell In[" + (declared + 1) + "], line 3\n"
                        + "        1 | int one = 1;\n"
                        + "        2 | Thread dying = new Thread(() -> {\n"
                        + "---->   3 |     fail(one);\n"
                        + "        4 | }, \"worker\");\n"
                        + "        5 | dying.start();\n");
    }

    @Test
    void aValueThatCannotBeShownIsToldInTheCellsLines() {
        notebook.run("class Mute {\n    public String toString() {\n        throw new Error(\"mute\");\n    }\n}");
        int declared = notebook.count();
        String where = "java.lang.Error: mute\nCell In[" + declared + "], line 3, in Mute.toString()\n";
        assertThat(notebook.report("new Mute()")).startsWith(where).doesNotContain("io.patchclamp");
        assertThat(notebook.report("display(new Mute());")).startsWith(where).doesNotContain("io.patchclamp");
        assertThat(notebook.report("List.of(new Mute())")).startsWith(where).doesNotContain("io.patchclamp");
    }

    @Test
    void aCellReadsWhatTheUserAnswers() {
        assertThat(notebook.value("new Scanner(System.in).nextLine()")).isEqualTo("answer to ");
        assertThat(notebook.value("input(\"name? \")")).isEqualTo("answer to name? ");
    }

    @Test
    void oldUnnamedResultsAreLetGo() {
        String first = "new long[4_000_000]";
        for (int i = 0; i < 60; i++) { // 60 × 32 MB: more than the heap of the tests
            assertThat(notebook.run(first).error()).isEmpty();
        }
        assertThat(notebook.value("2 + 2")).isEqualTo("4");
    }

    @Test
    void aStoppedCellKeepsVariablesAndTheNextOneRuns() throws Exception {
        notebook.run("int kept = 41;\nimport java.util.concurrent.*;");
        List<String> shapes = List.of(
                "while (true) { }",
                "Thread.sleep(100_000)",
                "new CountDownLatch(1).await()",
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }",
                "while (true) { try { while (true) { } } catch (Throwable t) { } }",
                "LongStream.range(0, Long.MAX_VALUE).map(v -> v ^ 3).sum()",
                "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(80)",
                "%time while (true) { }");
        for (String shape : shapes) {
            Thread stopper = new Thread(() -> {
                try {
                    Thread.sleep(300);
                    notebook.interrupts.request(Interrupts.Sent.UNKNOWN);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            stopper.start();
            long began = System.nanoTime();
            assertThat(notebook.error(shape).name()).as(shape).isEqualTo("KeyboardInterrupt");
            assertThat((System.nanoTime() - began) / 1e9).as(shape).isLessThan(5);
            stopper.join();
            assertThat(notebook.value("kept + 1")).as(shape).isEqualTo("42");
        }
    }
}
