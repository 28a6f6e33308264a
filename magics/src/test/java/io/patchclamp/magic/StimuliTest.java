package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StimuliTest {
    private final MagicSpec spec = Magics.standard().spec("record").orElseThrow();
    private final FakeSession session = new FakeSession();

    @Test
    void aBodyIsOnePromptALineOrATable() {
        assertThat(trials("", "# comment\nHello\n\nYou\\nthere\n").items())
                .extracting(Trials.Item::prompt)
                .containsExactly("Hello", "You\nthere");
        assertThat(trials("", "prompt | kind\na [[b]] | x\n").items())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.prompt()).isEqualTo("a b");
                    assertThat(item.columns()).containsEntry("kind", "x");
                    assertThat(item.event()).contains(new Trials.Span(2, 3));
                });
    }

    @Test
    void trialsComeFromAVariableToo() {
        session.variables.put("trials", Trials.of("one"));
        session.variables.put("table", Table.create(StringColumn.create("prompt", "two")));

        assertThat(trials("--trials trials", null)).isSameAs(session.variables.get("trials"));
        assertThat(trials("--trials table", " \n").items().get(0).prompt()).isEqualTo("two");
        session.variables.put("x", 3);
        assertThatThrownBy(() -> trials("--trials x", null))
                .hasMessage("The Java variable 'x' is an Integer, not a Trials, a TrialSheet, a Screened or a Table.\n"
                        + "Try: table, trials, each of which is a Trials, a TrialSheet, a Screened or a Table");
    }

    @Test
    void trialsComeFromAFileBesideTheNotebookToo(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Files.writeString(folder.resolve("t.csv"), "prompt,kind\nthree,x\n");

        assertThat(trials("--file t.csv", null).items().get(0).prompt()).isEqualTo("three");
        assertThatThrownBy(() -> trials("--file tt.csv", null))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no 'tt.csv' in '" + folder + "' to be read as a file of trials.\nTry: t.csv");
    }

    @Test
    void noTrialsAndTwoSourcesAreErrors() {
        assertThatThrownBy(() -> trials("", " \n"))
                .hasMessage("%%record got no trials.\nTry: %%record as the first line of a cell and one prompt a line"
                        + " below it; or --trials NAME; or --file F");
        assertThatThrownBy(() -> trials("--trials t", "Hello"))
                .hasMessage("%%record got its trials from more than one place: a body, --trials or --file.\n"
                        + "Try: one of the three");
    }

    @Test
    void promptsAreWrittenAsChatsWhereItIsAskedFor() {
        assertThat(trials("--chat", "Hello [[you]]\nBye").items())
                .containsExactly(
                        new Trials.Item("<Hello you>True", Map.of(), Optional.of(new Trials.Span(7, 10)), true),
                        new Trials.Item("<Bye>True", Map.of(), Optional.empty(), true));
        session.variables.put("t", Trials.of("one"));
        assertThat(trials("--chat --trials t", null).items().get(0).prompt()).isEqualTo("<one>True");
    }

    private Trials trials(String line, String body) {
        return Stimuli.of(CommandLine.read(spec, line, Optional.ofNullable(body)), session, new FakeModel("fake"));
    }
}
