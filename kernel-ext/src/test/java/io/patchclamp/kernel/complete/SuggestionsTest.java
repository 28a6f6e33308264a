package io.patchclamp.kernel.complete;

import java.util.List;

import io.patchclamp.kernel.session.CellRun;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.kernel.session.Place;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionsTest {
    private static JavaSession java;

    @BeforeAll
    static void open() {
        java = new JavaSession(List.of("import java.util.*;"));
        run("String größe = \"a\";");
    }

    @AfterAll
    static void close() {
        java.close();
    }

    private static void run(String source) {
        CellRun cell = java.begin(() -> {});
        try {
            java.run(new Piece(source, 0, Piece.Form.COMPLETE), new Place(1, source, 0));
        } finally {
            cell.close();
        }
    }

    private static List<String> texts(List<SourceCodeAnalysis.Suggestion> found) {
        return found.stream()
                .map(s -> s.continuation() + s.matchesType())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "größe.subst",
                "grö",
                "new ArrayLi",
                "List<Stri",
                "int n = größe.len",
                "import java.util.Lis",
                "import static java.util.List.o",
                "class A extends Arr",
                "größe.chars().map(c -> c).su",
                "1abc",
                "String größe.is",
                "Map.Ent",
                "(größe + 1).trim().isB",
                "@Overr",
                "größe::le"
            })
    void whatIsKeptIsWhatJShellSaysOfEachLetter(String source) {
        Suggestions kept = new Suggestions(java);
        for (int end = 1; end <= source.length(); end++) {
            String typed = source.substring(0, end);
            int[] anchor = {0};
            List<SourceCodeAnalysis.Suggestion> said =
                    java.analysis().completionSuggestions(typed, typed.length(), anchor);
            Suggestions.Look look = kept.at(typed);
            assertThat(texts(look.found())).as(typed).isEqualTo(texts(said));
            assertThat(look.anchor()).as(typed).isEqualTo(anchor[0]);
        }
    }

    @Test
    void oneLookServesWhileAWordGrowsAndNothingRuns() {
        Suggestions kept = new Suggestions(java);
        long nanos = kept.at("größe.s").nanos();
        assertThat(kept.at("größe.subst").nanos()).isEqualTo(nanos);
        run("int größer = 1;");
        assertThat(kept.at("größe.subst").nanos()).isNotEqualTo(nanos);
        assertThat(texts(kept.at("größ").found()).toString()).contains("größer");
    }

    @Test
    void whatARedeclaredVariableHasIsOffered() {
        Suggestions kept = new Suggestions(java);
        run("var thing = \"a\";");
        assertThat(texts(kept.at("thing.isBl").found())).isNotEmpty();
        run("var thing = new ArrayList<Integer>();");
        assertThat(texts(kept.at("thing.isBl").found())).isEmpty();
        assertThat(texts(kept.at("thing.addAl").found())).isNotEmpty();
    }
}
