package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.patchclamp.internal.hub.FakeHub;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.progress.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A model from the hub is the model it is on disk, and says where it is from. */
class HubModelTest {
    private final FakeHub hub = new FakeHub();

    @TempDir
    Path home;

    @BeforeEach
    void settings() throws IOException {
        try (Stream<Path> files = Files.list(TestModels.tiny("grouped"))) {
            for (Path file : files.toList()) {
                hub.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        System.setProperty("HF_HOME", home.toString());
        System.setProperty("HF_ENDPOINT", hub.address().toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("HF_HOME");
        System.clearProperty("HF_ENDPOINT");
        hub.close();
    }

    @Test
    void aModelOfTheHubIsTheModelOnDiskAndPinnedToItsCommit() {
        try (Model disk = TestModels.load("grouped");
                Model model = Patchclamp.load(FakeHub.REPO)) {
            assertThat(model.provenance().source()).isEqualTo(FakeHub.REPO + "@" + FakeHub.COMMIT);
            assertThat(model.provenance().details())
                    .containsEntry("revision", "main")
                    .doesNotContainKey("hub");
            assertThat(model.name()).isEqualTo("tiny");
            assertThat(model.provenance().sha256()).isEqualTo(disk.provenance().sha256());
            assertThat(model.config()).isEqualTo(disk.config());
        }
    }

    @Test
    void whatDescribesAModelIsReadWithoutItsWeights() {
        try (Model disk = TestModels.load("grouped")) {
            assertThat(Patchclamp.modules(FakeHub.REPO)).isEqualTo(disk.modules());
            assertThat(Patchclamp.tokenizer(FakeHub.REPO).encode("a b").ids())
                    .isEqualTo(disk.tokenizer().encode("a b").ids());
            VocabularyUse use = Patchclamp.vocabulary(FakeHub.REPO, SampleText.builtIn());
            assertThat(use.name()).isEqualTo("tiny");
            assertThat(use.rows()).isEqualTo(disk.config().vocabulary());
        }
        assertThat(hub.asked).noneMatch(asked -> asked.path().endsWith(".safetensors"));
    }

    @Test
    void whatTheProvenanceSaysLoadsTheSameAgainWithNobodyToAsk() {
        String source;
        String hash;
        try (Model model =
                Patchclamp.load(FakeHub.REPO, LoadOptions.DEFAULT.withRevision("refs/pr/1"), Progress.SILENT)) {
            source = model.provenance().source();
            hash = model.provenance().sha256();
            assertThat(model.provenance().details()).containsEntry("revision", "refs/pr/1");
        }
        hub.close();
        try (Model model = Patchclamp.load(source)) {
            assertThat(model.provenance().sha256()).isEqualTo(hash);
        }
        try (Model model = Patchclamp.load(
                FakeHub.REPO, LoadOptions.DEFAULT.withRevision("refs/pr/1").withoutNetwork(), Progress.SILENT)) {
            assertThat(model.provenance().sha256()).isEqualTo(hash);
        }
        try (Model model =
                Patchclamp.load(FakeHub.REPO, LoadOptions.DEFAULT.withRevision("refs/pr/1"), Progress.SILENT)) {
            assertThat(model.provenance().details()).containsKey("hub");
        }
    }
}
