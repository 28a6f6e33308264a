package io.patchclamp.kernel.complete;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;
import io.patchclamp.progress.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AssistantTest {
    private static final Magics MAGICS = Magics.standard();
    private static JavaSession java;
    private static Assistant assistant;

    @BeforeAll
    static void open() {
        java = new JavaSession(List.of("import java.util.*;"));
        assistant = new Assistant(java, MAGICS, new Session() {
            @Override
            public Path directory() {
                return Path.of("");
            }

            @Override
            public Optional<Object> variable(String name) {
                return Optional.empty();
            }

            @Override
            public List<String> variables() {
                return List.of();
            }

            @Override
            public Progress progress() {
                return Progress.SILENT;
            }
        });
    }

    @AfterAll
    static void close() {
        java.close();
    }

    private static List<String> complete(String code) {
        Completions found = assistant.complete(code, code.length());
        return found.matches().stream()
                .map(m -> code.substring(0, found.start()) + m.text())
                .toList();
    }

    @Test
    void membersAndTypesAreOffered() {
        assertThat(complete("Math.ab")).contains("Math.abs(");
        assertThat(complete("int a = 1;\nMath.ab")).contains("int a = 1;\nMath.abs(");
        assertThat(complete("new ArrayLi")).contains("new ArrayList(").allMatch(t -> !t.contains("$JShell$"));
        assertThat(complete("String h = \"😀\"; h.lengt")).contains("String h = \"😀\"; h.length()");
    }

    @Test
    void whatTheSameCellDeclaresIsKnown() {
        assertThat(complete("String typed = \"a\";\ntyped.isBl")).contains("String typed = \"a\";\ntyped.isBlank()");
    }

    @Test
    void magicsAreOffered() {
        assertThat(complete("%lsma")).containsExactly("%lsmagic");
        assertThat(complete("int a = 1;\n%lsma")).containsExactly("int a = 1;\n%lsmagic");
    }

    @Test
    void whatStandsAtTheCursorIsExplained() {
        assertThat(assistant.inspect("Math.abs", 8, false)).get().asString().contains("Math.abs(int a)");
        assertThat(assistant.inspect("Math.abs", 6, false)).get().asString().contains("abs");
        assertThat(assistant.inspect("List.of(1).size", 15, false))
                .get()
                .asString()
                .contains("size()");
        assertThat(assistant.inspect("%lsmagic", 4, false)).get().asString().contains("%lsmagic");
        assertThat(assistant.inspect("nothing_here", 3, false)).isEmpty();
        assertThat(assistant.inspect("", 0, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 + 1|complete|",
                "int x = 1;|complete|",
                "if (a) foo();|complete|",
                "class A { }|complete|",
                "%model smollm2|complete|",
                "``|complete|",
                "// c|complete|",
                "int f() {|incomplete|4",
                "for (;;) { if (x) {|incomplete|8",
                "1 +|incomplete|0",
                "foo(|incomplete|4",
                "/* c|incomplete|0",
                "%%record|incomplete|0",
                "int x = );|invalid|",
                "class 3 {}|invalid|",
                "\"abc|invalid|"
            })
    void aCellIsDoneOrNot(String code, String status, Integer indent) {
        Completeness found = Completeness.of(code, java, MAGICS);
        assertThat(found.status()).isEqualTo(status);
        assertThat(found.indent()).hasSize(indent == null ? 0 : indent);
    }

    @Test
    void anOpenTextBlockIsNotDone() {
        assertThat(Completeness.of("String t = \"\"\"\n  a", java, MAGICS).status())
                .isEqualTo("incomplete");
        assertThat(Completeness.of("%%record\nHi\n", java, MAGICS).status()).isEqualTo("complete");
    }
}
