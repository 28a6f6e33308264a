package io.patchclamp.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Recordings whose arrays lie in several files, and recordings that are read from disk trial by trial. */
class RecordingShardsTest {
    private static final String INDEX = "activations.safetensors.index.json";

    @TempDir
    Path folder;

    private Path kept(long shard) {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(Samples.generated(), target, shard);
        return target;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 300, 10_000})
    void whateverTheSizeOfAFileTheRecordingComesBack(long shard) throws IOException {
        Path target = kept(shard);
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.generated());
        assertThat(RecordingFiles.load(target, 0)).isEqualTo(Samples.generated());
        assertThat(Files.exists(target.resolve("activations.safetensors"))).isEqualTo(shard == 10_000);
    }

    @Test
    void aSiteThatFitsInNoFileIsCutBetweenTrials() throws IOException {
        // [3, 4, 3] numbers of resid_post are 144 bytes, of which 96 are two trials
        Path target = kept(100);
        assertThat(names(target))
                .contains("activations-00001-of-00009.safetensors", "activations-00009-of-00009.safetensors", INDEX)
                .doesNotContain("activations.safetensors");
        Map<String, Object> index = Json.parseObject(Files.readString(target.resolve(INDEX)), "it");
        assertThat(index.get("weight_map").toString())
                .startsWith("{L1.resid_post[0..1]=activations-00001-of-00009.safetensors, "
                        + "L1.resid_post[2..2]=activations-00002-of-00009.safetensors");
        assertThat(Files.readString(target.resolve("recording.json")).replaceAll("\\s", ""))
                .contains("\"arrays\":[\"L1.resid_post[0..1]\",\"L1.resid_post[2..2]\"]");
    }

    @Test
    void aReplacedRecordingLeavesNoFileOfTheOldOne() throws IOException {
        Path target = kept(100);
        RecordingFiles.save(RecordingFiles.load(target, 0), target);
        assertThat(names(target)).contains("activations.safetensors").doesNotContain(INDEX);
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.generated());
        assertThat(names(folder)).containsExactly("rec.pclamp");
    }

    @Test
    void aMissingChangedOrForeignShardIsRefused() throws IOException {
        String name = "activations-00002-of-00009.safetensors";
        Path target = kept(100);
        Files.delete(target.resolve(name));
        refused(target, "lacks its file '" + name + "'.");

        target = kept(100);
        byte[] bytes = Files.readAllBytes(target.resolve(name));
        bytes[bytes.length - 1] ^= 1;
        Files.write(target.resolve(name), bytes);
        refused(target, "has the checksum ");

        target = kept(100);
        Files.createSymbolicLink(
                target.resolve(name), Files.move(target.resolve(name), folder.resolve("outside.safetensors")));
        refused(target, "is a link;");
    }

    /** An index whose hash fits may still lead elsewhere. */
    @Test
    void anIndexThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
        Path target = kept(100);
        Path secret =
                Files.copy(target.resolve("activations-00002-of-00009.safetensors"), folder.resolve("s.safetensors"));
        Forged.file(
                target, INDEX, text -> text.replaceFirst("activations-00002-of-00009.safetensors", "../s.safetensors"));
        refused(target, "which is no plain file name in the same folder.");

        Path other = kept(100);
        Files.copy(secret, other.resolve("other.safetensors"));
        Forged.file(
                other, INDEX, text -> text.replaceFirst("activations-00002-of-00009.safetensors", "other.safetensors"));
        refused(other, "'other.safetensors' should have an object, and has nothing.");
    }

    @Test
    void arraysThatDoNotAddUpAreRefused() throws IOException {
        Path target = kept(100);
        Forged.manifest(target, text -> text.replaceFirst("\"L1.resid_post\\[2..2\\]\"", "\"L1.resid_post[0..1]\""));
        refused(target, "expected F32 with 3 trials, each filled up to [4, 3].");
        Path short1 = kept(100);
        Forged.manifest(short1, text -> text.replaceFirst("\"L1.resid_post\\[0..1\\]\",\\s*", ""));
        refused(short1, "1 trials in [L1.resid_post[2..2]]; expected F32 with 3 trials");
        Path none = kept(100);
        Forged.manifest(none, text -> text.replaceFirst("\"L1.resid_post\\[0..1\\]\"", "\"nope\""));
        refused(none, "has no array 'nope'.");
    }

    @Test
    void whatIsReadTrialByTrialNoticesThatItWasReplaced() {
        Path target = kept(10_000);
        Recording loaded = RecordingFiles.load(target, 0);
        assertThat(loaded.sites().get(0).trials()).isInstanceOf(KeptTrials.class);
        assertThat(loaded.sites().get(0).shapes().get(1)).containsExactly(4, 3);
        assertThat(loaded.bytes()).isEqualTo(Samples.generated().bytes());
        RecordingFiles.save(Samples.pooled(), target);
        assertThatThrownBy(() -> loaded.sites().get(0).trials().get(0))
                .isInstanceOf(LoadException.class)
                .hasMessage("'" + target.resolve("activations.safetensors")
                        + "' was changed or removed since the recording was loaded, which is read from there trial by"
                        + " trial.\nTry: load the recording again");
    }

    private static void refused(Path target, String message) {
        assertThatThrownBy(() -> RecordingFiles.load(target))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("\nTry: ");
    }
}
