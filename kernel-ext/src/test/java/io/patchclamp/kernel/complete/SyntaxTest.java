package io.patchclamp.kernel.complete;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1",
                "x -> x",
                "int x = 5",
                "int x;",
                "private static final int Q = 5;",
                "import java.util.*;",
                "import java.util.List;",
                "@Deprecated void g() {}",
                "enum E { A, B }",
                "record P(int a) {}",
                "if (a) b(); else c();",
                "throw new Exception()",
                "int[] a = {1, 2};",
                "new int[] {1}",
                "return 5;",
                "List<String> l = new ArrayList<>();",
                "f(1); // end",
                "String t = \"\"\"\n  \ud83d\ude00\n  \"\"\";",
                "a ? b : c",
                "/* c */ 5",
                "switch (x) { case 1 -> f(); default -> {} }"
            })
    void whatMeansAnythingIsComplete(String code) {
        assertThat(Syntax.of(code)).isEqualTo("complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@Override", "true ? 1", "@Deprecated public static"})
    void whatEndsTooSoonIsIncomplete(String code) {
        assertThat(Syntax.of(code)).isEqualTo("incomplete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int 1x = 5;", "foo bar baz", "1 2", "foo(1) bar", "int x y;", "import;"})
    void whatIsNoJavaIsInvalid(String code) {
        assertThat(Syntax.of(code)).isEqualTo("invalid");
    }
}
