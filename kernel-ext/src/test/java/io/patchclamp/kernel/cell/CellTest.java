package io.patchclamp.kernel.cell;

import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class CellTest {
    private static final Set<String> KNOWN = Set.of("model", "hooks", "record", "time", "tokenize", "b");

    private static final Embedding SHOWN = new Embedding() {
        @Override
        public String expression(String name, String arguments) {
            return "<" + name + "|" + arguments + ">";
        }

        @Override
        public String statement(String name, String arguments) {
            return "{" + name + "|" + arguments + "}";
        }
    };

    private static List<Unit> units(String text) {
        return Cell.of(text, KNOWN::contains, SHOWN).units();
    }

    static List<Arguments> javaWithoutMagic() {
        return List.of(
                Arguments.of("int c = a % b;"),
                Arguments.of("x %= 3;"),
                Arguments.of("int c = a\n % b;"),
                Arguments.of("int c = a\n  %b;"),
                Arguments.of("int c = (a\n%model)\n;"),
                Arguments.of("foo(a,\n%model)"),
                Arguments.of("int c = a\n  % 3;"),
                Arguments.of("int c = 7\n%3;"),
                Arguments.of("String s = \"\n\";"),
                Arguments.of("String s = \"%model x\";"),
                Arguments.of("String s = \"a\\\"\"; // \"\n"),
                Arguments.of("String t = \"\"\"\n  %model x\n  \"\"\";"),
                Arguments.of("String t = \"\"\"\n  \\\"\"\"\n%model x\n  \"\"\";"),
                Arguments.of("char q = '\"';\nchar p = '%';"),
                Arguments.of("/*\n%model x\n*/ int a;"),
                Arguments.of("int a; // = %model x"),
                Arguments.of("int a = b /* = */ %c;"),
                Arguments.of("int c = a\n%model;"),
                Arguments.of("int c = a\n%model + 1;"),
                Arguments.of("boolean same = x == y % z;"));
    }

    @ParameterizedTest
    @MethodSource("javaWithoutMagic")
    void aPercentSignThatIsNoMagicStaysJava(String text) {
        assertThat(units(text)).containsExactly(new Unit.Java(text, 0));
    }

    @Test
    void aLineOfItsOwnIsAMagic() {
        assertThat(units("%model smollm2")).containsExactly(new Unit.LineMagic("model", "smollm2", 0));
        assertThat(units("  %model  a  b \n")).containsExactly(new Unit.LineMagic("model", "a  b", 0));
        assertThat(units("%no-such a;")).containsExactly(new Unit.LineMagic("no-such", "a;", 0));
    }

    @Test
    void magicsAndJavaKeepTheirOrderAndTheirLines() {
        assertThat(units("int a = 1;\n%model x\n\nint b = 2;\nb\n%hooks\n"))
                .containsExactly(
                        new Unit.Java("int a = 1;\n", 0),
                        new Unit.LineMagic("model", "x", 1),
                        new Unit.Java("\nint b = 2;\nb\n", 2),
                        new Unit.LineMagic("hooks", "", 5));
    }

    @Test
    void aKnownMagicFollowsAnExpressionWithoutSemicolon() {
        assertThat(units("m.config()\n%hooks"))
                .containsExactly(new Unit.Java("m.config()\n", 0), new Unit.LineMagic("hooks", "", 1));
        assertThat(units("x\n%model --dtype f32"))
                .containsExactly(new Unit.Java("x\n", 0), new Unit.LineMagic("model", "--dtype f32", 1));
        assertThat(units("3\n%hooks")).hasSize(2);
    }

    @Test
    void aMagicBehindAnEqualsSignIsAnExpression() {
        assertThat(units("var m = %model smollm2")).containsExactly(new Unit.Java("var m = <model|smollm2>;", 0));
        assertThat(units("var m = %model smollm2 ;\nint b;"))
                .containsExactly(new Unit.Java("var m = <model|smollm2>;\nint b;", 0));
        assertThat(units("var m = %model smollm2; // the default"))
                .containsExactly(new Unit.Java("var m = <model|smollm2>;", 0));
        assertThat(units("var m = %model https://host/x"))
                .containsExactly(new Unit.Java("var m = <model|https://host/x>;", 0));
        assertThat(units("m =\n  %model smollm2")).containsExactly(new Unit.Java("m =\n  <model|smollm2>;", 0));
        assertThat(units("Object f() {\n  return %model a;\n}"))
                .containsExactly(new Unit.Java("Object f() {\n  return <model|a>;\n}", 0));
    }

    @Test
    void aMagicInABlockIsAStatement() {
        assertThat(units("for (var p : ps) {\n  %tokenize hi\n}"))
                .containsExactly(new Unit.Java("for (var p : ps) {\n  {tokenize|hi}\n}", 0));
        assertThat(units("switch (x) {\n  case 1:\n    %hooks\n}"))
                .containsExactly(new Unit.Java("switch (x) {\n  case 1:\n    {hooks|}\n}", 0));
    }

    @Test
    void twoPercentSignsTakeTheRestOfTheCellVerbatim() {
        assertThat(units("%%record --new 4\nHello \"you\n% 5 /* \n"))
                .containsExactly(new Unit.CellMagic("record", "--new 4", "Hello \"you\n% 5 /* \n", 0));
        assertThat(units("%%record")).containsExactly(new Unit.CellMagic("record", "", "", 0));
    }

    @Test
    void blanksAndCommentsMayComeBeforeACellMagic() {
        assertThat(units("\n// c\n/* d */\n  %%record\nx")).containsExactly(new Unit.CellMagic("record", "", "x", 3));
    }

    @Test
    void aCellMagicBehindSomethingElseIsMisplaced() {
        assertThat(units("int a;\n%%record\nHi"))
                .startsWith(new Unit.Java("int a;\n", 0), new Unit.Misplaced("record", 1));
        assertThat(units("%hooks\n%%record"))
                .containsExactly(new Unit.LineMagic("hooks", "", 0), new Unit.Misplaced("record", 1));
    }

    @Test
    void aCommentThatNeverEndsTakesTheRest() {
        assertThat(units("int a;\n/* b\n%model x")).containsExactly(new Unit.Java("int a;\n", 0), new Unit.Unclosed(1));
    }

    @Test
    void aQuestionMarkAsksForHelp() {
        assertThat(units("%model?")).containsExactly(new Unit.Help("model", 0));
        assertThat(units("%%record ?")).containsExactly(new Unit.Help("record", 0));
        assertThat(units("%tokenize what?")).containsExactly(new Unit.LineMagic("tokenize", "what?", 0));
    }

    @Test
    void nothingButBlanksAndCommentsIsNoUnit() {
        assertThat(units(" \n// %model x\n/* %%record */\n")).isEmpty();
        assertThat(units("")).isEmpty();
    }

    @Test
    void lineEndsOfOtherSystemsAreLineEnds() {
        assertThat(units("%model x\r\nint a;\r\n"))
                .containsExactly(new Unit.LineMagic("model", "x", 0), new Unit.Java("int a;\n", 1));
    }

    @Test
    void theCursorIsInAMagicOrInJava() {
        String text = "int a;\n%mod";
        assertThat(Cell.magicAt(text, text.length(), KNOWN::contains)).isEqualTo(new Cell.MagicLine("%mod", 7, false));
        assertThat(Cell.magicAt(text, 3, KNOWN::contains)).isNull();
        assertThat(Cell.magicAt("var m = %mo", 11, KNOWN::contains)).isEqualTo(new Cell.MagicLine("%mo", 8, false));
        assertThat(Cell.magicAt("%%rec", 5, KNOWN::contains)).isEqualTo(new Cell.MagicLine("%%rec", 0, true));
    }

    @Test
    void aNameBehindANameIsNoRemainder() {
        assertThat(units("1 + 1\n%nosuch at all"))
                .containsExactly(new Unit.Java("1 + 1\n", 0), new Unit.LineMagic("nosuch", "at all", 1));
        assertThat(units("int m = left\n%b;")).hasSize(1).allMatch(Unit.Java.class::isInstance);
        assertThat(units("boolean m = a\n%nosuch instanceof C")).hasSize(1);
        assertThat(units("%model;")).containsExactly(new Unit.LineMagic("model", "", 0));
    }

    @Test
    void theCursorIsInAStringOrNot() {
        String text = "var t = \"a b\"; // \"c\"";
        assertThat(Cell.literalAt(text, 10, KNOWN::contains)).isEqualTo(new Cell.Literal(8, 9, 12));
        assertThat(Cell.literalAt(text, 8, KNOWN::contains)).isNull();
        assertThat(Cell.literalAt(text, 19, KNOWN::contains)).isNull();
        assertThat(Cell.literalAt("f(\"open", 7, KNOWN::contains)).isEqualTo(new Cell.Literal(2, 3, 7));
        assertThat(Cell.literalAt("\"\"\"\n  x", 7, KNOWN::contains)).isEqualTo(new Cell.Literal(0, 3, 7));
    }

    @Test
    void everyTextIsTakenApartAndNoJavaLineMoves() {
        Random random = new Random(7);
        String[] bits = {
            "%", "%%", "model", "b", " ", "\n", "\"", "'", "\"\"\"", "//", "/*", "*/", "=", ";", "{", "}", "(", ")",
            "\\", "3", "return", "?", "é", "😀"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(20);
            for (int j = 0; j < length; j++) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            String cell = text.toString();
            int lines = cell.split("\n", -1).length;
            for (Unit unit : units(cell)) {
                assertThat(unit.line()).as(cell).isBetween(0, lines - 1);
                if (unit instanceof Unit.Java java) {
                    assertThat(java.line() + java.source().split("\n", -1).length)
                            .as(cell)
                            .isLessThanOrEqualTo(lines);
                }
            }
        }
    }
}
