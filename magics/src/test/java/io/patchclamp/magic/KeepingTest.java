package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.record.Recording;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeepingTest {
    @TempDir
    private Path folder;

    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();
    private final Recording recording = Recordings.of(new FakeModel("tiny"), "L1.mlp.out, L0.attn.z", "ab", "cde");

    @BeforeEach
    void recordSomething() {
        session.directory = folder;
        session.variables.put("rec", recording);
    }

    @Test
    void whatIsSavedIsLoadedEqual() throws Exception {
        Written written = (Written) run("save", "rec kept/first");

        assertThat(written.path()).isEqualTo(folder.resolve("kept").resolve("first"));
        assertThat(written.files()).isPositive();
        assertThat(run("load", "kept/first")).isEqualTo(recording);
        assertThatThrownBy(() -> run("load", "kept/frist"))
                .hasMessage("There is no 'kept/frist' in '" + folder + "' to be read as a recording.\nTry: first");
    }

    @Test
    void halfPrecisionSaysWhatItChanges() throws Exception {
        Written plain = (Written) run("save", "rec plain");
        Written half = (Written) run("save", "rec half --dtype f16");
        assertThat(plain.note()).isEmpty();
        assertThat(half.note()).startsWith("rounded to f16: at most by ").contains(" at ");
        assertThat(Views.of(half).orElseThrow().data().get("text/plain").toString())
                .contains("; rounded to f16: at most by ");
        assertThat(((Recording) run("load", "half")).sites()).hasSameSizeAs(recording.sites());
        assertThatThrownBy(() -> run("save", "rec half --dtype f8")).hasMessageContaining("f32, f16");
    }

    @Test
    void anExportIsWrittenBesideTheNotebook() throws Exception {
        for (String name : new String[] {"a.npz", "a.safetensors", "a.csv", "a.h5"}) {
            Written written = (Written) run("export", "rec " + name);

            assertThat(written)
                    .isEqualTo(new Written(folder.resolve(name), name, 1, Files.size(folder.resolve(name)), ""));
            assertThat(Views.of(written).orElseThrow().data().get("text/plain").toString())
                    .startsWith("wrote " + name + " (1 file, ");
        }
        Path elsewhere = folder.resolve("with blank.npz");
        run("export", "rec '" + elsewhere + "'");
        assertThat(elsewhere).exists();
    }

    @Test
    void shorterTrialsAreFilledUpOnTheSideThatIsAskedFor() throws Exception {
        run("export", "rec right.npz");
        run("export", "rec same.npz --pad right");
        run("export", "rec left.npz --pad left");
        session.variables.put("t", new FakeModel("tiny").tokenizer().encode("ab"));

        assertThat(folder.resolve("same.npz")).hasSameBinaryContentAs(folder.resolve("right.npz"));
        assertThat(Files.mismatch(folder.resolve("left.npz"), folder.resolve("right.npz")))
                .isNotNegative();
        assertThatThrownBy(() -> run("export", "t t.npz --pad left"))
                .hasMessage("--pad of %export is about recordings, and 't' is none.\nTry: %export without --pad");
    }

    @Test
    void tokensAreExportedToo() throws Exception {
        session.variables.put("t", new FakeModel("tiny").tokenizer().encode("ab"));
        run("export", "t t.csv");

        assertThat(folder.resolve("t.csv")).hasContent("array,i,j,k,l,value\ntokens,0,,,,97\ntokens,1,,,,98\n");
    }

    @Test
    void onlyResultsAreKept() {
        session.variables.put("text", "x");

        assertThatThrownBy(() -> run("export", "text a.npz"))
                .hasMessage("The Java variable 'text' is a String, not a Recording, a Generation, a"
                        + " ClampEffect, a Tokens, a VocabularyComparison, an Exportable or a NamedArray.\nTry: rec, which is a Recording, a Generation, a"
                        + " ClampEffect, a Tokens, a VocabularyComparison, an Exportable or a NamedArray");
        assertThatThrownBy(() -> run("save", "recc a")).hasMessageStartingWith("There is no Java variable 'recc'.");
    }

    private Object run(String name, String line) throws Exception {
        return magics.run(name, line, Optional.empty(), session);
    }
}
