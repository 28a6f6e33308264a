package io.patchclamp.kernel;

import java.util.stream.Stream;

import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Magics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The Java that {@code %help} prints for a magic compiles in a cell as it stands, without an import. */
class HelpedJavaTest {
    private static NotebookFixture notebook;

    @BeforeAll
    static void variablesThatTheLinesSpeakOf() {
        notebook = new NotebookFixture();
        notebook.value("Model model = null; Trials trials = null; Recording rec = null;");
    }

    @TestFactory
    Stream<DynamicTest> theJavaOfEachMagicCompiles() {
        return Magics.standard().specs().stream()
                .filter(spec -> !spec.java().isBlank())
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> compiles(spec)));
    }

    private static void compiles(MagicSpec spec) {
        // Compiled with the cell and never run: a method's body would be allowed to name what is not there yet.
        notebook.value("if (trials != null) { " + spec.java() + "; }");
    }
}
