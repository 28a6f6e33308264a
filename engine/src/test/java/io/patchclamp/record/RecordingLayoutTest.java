package io.patchclamp.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Versions, hashes and tables of a kept recording, and what Python makes of it. */
class RecordingLayoutTest {
    private static final Path OLD = Path.of("src", "test", "resources", "record", "version-1.pclamp");

    @TempDir
    Path folder;

    private Path kept(Recording recording) {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(recording, target);
        return target;
    }

    private static Recording edited() {
        Recording r = Samples.generated();
        Receipt.Trial one = new Receipt.Trial(3, 1, 1, 1);
        Receipt receipt = new Receipt(
                "embed=0",
                9,
                8,
                3,
                2.5,
                2.25,
                Float.NaN,
                1.5f,
                List.of(one, one, new Receipt.Trial(3, 1, Double.NaN, 1)),
                List.of("a warning"));
        return new Recording(r.provenance(), r.trials(), r.sites(), r.forwardPasses(), r.pool(), List.of(receipt));
    }

    /** Kept by the program before layout version 2. */
    @Test
    void aRecordingOfVersionOneIsRead() throws IOException {
        assertThat(Files.readString(OLD.resolve("recording.json")))
                .contains("\"version\": 1")
                .contains("crc32c");
        assertThat(RecordingFiles.load(OLD)).isEqualTo(edited());
    }

    @Test
    void interventionsComeBackFromTheirOwnFile() throws IOException {
        Path target = kept(edited());
        assertThat(Files.readString(target.resolve("interventions.jsonl"))).contains("\"edit\":\"embed=0\"");
        assertThat(Files.readString(target.resolve("recording.json"))).doesNotContain("embed=0");
        assertThat(RecordingFiles.load(target)).isEqualTo(edited());
    }

    private static final Hypothesis EXPECTED = new Hypothesis(
            "agreement",
            "it falls \"much\"",
            Tail.LESS,
            "logit(right) - logit(wrong)",
            0.01,
            3,
            OptionalInt.of(60),
            Instant.parse("2026-11-22T23:00:00.123456789Z"));

    void whatWasExpectedIsKeptWithTheTimeItWasSaid() throws IOException {
        Recording recording =
                edited().registered(List.of(EXPECTED, Hypothesis.of("open", "it changes", Tail.TWO_SIDED, "kl")));
        Path target = kept(recording);
        assertThat(RecordingFiles.load(target)).isEqualTo(recording);
        assertThat(RecordingFiles.load(target).hypotheses())
                .startsWith(EXPECTED)
                .hasSize(2);
        assertThat(Files.readString(target.resolve("recording.json")))
                .contains("\"direction\": \"less\"")
                .contains("\"registered\": \"2026-11-22T23:00:00.123456789Z\"");
        change(target, "\"direction\": \"less\"", "\"direction\": \"down\"");
        refused(target, "hypotheses 0: 'direction' should have two_sided, greater or less, and has 'down'.");
        change(target, "\"direction\": \"down\"", "\"direction\": \"less\"");
        change(target, "\"alpha\": 0.01", "\"alpha\": 7");
        refused(target, "hypotheses 0: it should have parts that fit together, and has alpha is the p below which");
        change(target, "\"alpha\": 7", "\"alpha\": 0.01");
        change(target, "2026-11-22T23", "2026-13-22T23");
        refused(target, "'registered' should have a time such as 2026-11-22T23:00:00Z, and has '2026-13-22");
    }

    @Test
    void aRecordingKeptBeforeThereWereHypothesesHasNone() throws IOException {
        Path target = kept(edited());
        change(target, "\"hypotheses\": [],", "");
        change(target, "\"minor\": 2,", "\"minor\": 0,");
        assertThat(RecordingFiles.load(target)).isEqualTo(edited());
    }

    @Test
    void itSaysWhetherTheChatTemplateWroteThePrompts() throws IOException {
        assertThat(Files.readString(kept(edited()).resolve("recording.json")))
                .contains("\"chat\": {\n    \"trials\": 0,\n    \"template\": null\n  }");
    }

    @Test
    void itSaysWhichProgramAndLibrariesMadeIt() throws IOException {
        assertThat(Files.readString(kept(edited()).resolve("recording.json")))
                .containsPattern("\"program\": \"patchclamp\",\\s+\"version\": \"\\d+\\.\\d+")
                .containsPattern("\"libraries\": \\{\\s+\"commons-math3\": \"\\d")
                .containsPattern("\"djl\": \"\\d")
                .containsPattern("\"libtorch\": \"\\d")
                .doesNotContain("${");
    }

    @Test
    void theTableOfUnitsSaysWhichColumnIsWhat() throws IOException {
        assertThat(Files.readAllLines(kept(Samples.generated()).resolve("units.csv")))
                .startsWith("array,place,layer,unit,index", "L1.resid_post,resid_post,1,0,0")
                .contains("L0.attn.z,attn.z,0,1,1", "model.layers.1.mlp.down_proj:in,mlp.neurons,1,7,1")
                .hasSize(1 + 3 + 2 + 2 + 2);
    }

    @Test
    void whatANewerMinorNumberAddsIsPassedOver() throws IOException {
        Path target = kept(edited());
        change(target, "\"minor\": 2,", "\"minor\": 7, \"colour\": {\"tail\": \"greater\"},");
        change(target, "\"point\": \"resid_post\",", "\"point\": \"resid_post\", \"colour\": [1, {}],");
        assertThat(RecordingFiles.load(target)).isEqualTo(edited());
    }

    @Test
    void aNewerVersionIsRefused() throws IOException {
        Path target = kept(edited());
        change(target, "\"version\": 2,", "\"version\": 4,");
        refused(target, "has layout version 4; this program reads up to 3.");
    }

    @Test
    void partOfARecordingIsRefused() throws IOException {
        for (String name :
                List.of("recording.json", "tokens.jsonl", "activations.safetensors", "interventions.jsonl")) {
            Path target = kept(edited());
            Files.delete(target.resolve(name));
            refused(target, "'" + name + "'");
            Files.createFile(target.resolve(name));
            refused(target, name);
            Files.delete(target.resolve(name));
            Files.writeString(target.resolve("recording.json"), "{\"format\": \"patchclamp-recording\"}");
        }
    }

    @Test
    void aChangedInterventionIsRefused() throws IOException {
        Path target = kept(edited());
        Path file = target.resolve("interventions.jsonl");
        Files.writeString(file, Files.readString(file).replace("embed=0", "embed=1"));
        refused(target, "'" + file + "' has the checksum ");
    }

    /** Names of files are ours: one in the manifest that leads elsewhere is not followed. */
    @Test
    void aNameThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
        Path target = kept(edited());
        Files.writeString(folder.resolve("secret.jsonl"), "{}");
        change(target, "\"tokens.jsonl\": {", "\"../secret.jsonl\": {\"bytes\": 2}, \"tokens.jsonl\": {");
        assertThat(RecordingFiles.load(target)).isEqualTo(edited());
        change(target, "\"tokens.jsonl\": {", "\"x\": {");
        refused(target, "'files': 'tokens.jsonl' should have an object, and has nothing.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording.json", "tokens.jsonl", "activations.safetensors", "interventions.jsonl"})
    void aLinkIsRefused(String name) throws IOException {
        Path target = kept(edited());
        Path file = target.resolve(name);
        Path outside = Files.move(file, folder.resolve("outside"));
        Files.createSymbolicLink(file, outside);
        refused(target, "'" + file + "' is a link; the files of a recording lie in its folder.");
    }

    @Test
    void jsonThatIsDeeperThanAnyRecordingNeedsIsRefused() throws IOException {
        Path target = kept(edited());
        change(target, "\"minor\": 2,", "\"minor\": " + "[".repeat(100_000) + "]".repeat(100_000) + ",");
        refused(target, "recording.json");
    }

    @Test
    void hugeClaimsAreRefusedBeforeRoomIsMade() throws IOException {
        Path target = kept(Samples.pooled());
        change(target, "\"trials\": 2,", "\"trials\": 2147483647,");
        refused(target, "holds 2 trials; 'recording.json' says 2147483647.");
        target = kept(Samples.pooled());
        byte[] huge = Files.readAllBytes(target.resolve("activations.safetensors"));
        huge[6] = 0x7f;
        Files.write(target.resolve("activations.safetensors"), huge);
        forge(target, "activations.safetensors");
        refused(target, "claims a header of ");
    }

    /** A hash that fits is no proof: what it stands for is read with the same care. */
    private static void forge(Path target, String name) throws IOException {
        Path manifest = target.resolve("recording.json");
        String json = Files.readString(manifest);
        int at = json.indexOf("\"sha256\": \"", json.indexOf("\"" + name + "\"")) + "\"sha256\": \"".length();
        Files.writeString(
                manifest, json.substring(0, at) + Checksums.sha256(target.resolve(name)) + json.substring(at + 64));
    }

    private static void change(Path target, String from, String to) throws IOException {
        Path manifest = target.resolve("recording.json");
        String json = Files.readString(manifest);
        assertThat(json).contains(from);
        Files.writeString(manifest, json.replace(from, to));
    }

    private static void refused(Path target, String message) {
        assertThatThrownBy(() -> RecordingFiles.load(target))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("\nTry: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1 << 30})
    void thePythonOnThePageReadsItFromOneFileAndFromMany(long shard) throws Exception {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(edited(), target, shard);
        String page = Files.readString(Path.of("..", "docs", "recordings.md"));
        String block =
                page.substring(page.indexOf("```python\n") + 10, page.indexOf("\n```\n", page.indexOf("```python")));
        long lines = block.substring(block.indexOf("def load")).lines().count();
        assertThat(lines).isLessThanOrEqualTo(20);
        Path script = Files.writeString(folder.resolve("page.py"), block + """


                        import sys
                        manifest, trials, arrays = load(sys.argv[1])
                        nan = float("nan")
                        z = arrays["L0.attn.z"]
                        print(json.dumps({
                            "prompts": [t["prompt"] for t in trials],
                            "condition": trials[1]["columns"]["condition"],
                            "shapes": {n: list(a.shape) for n, a in sorted(arrays.items())},
                            "number": z[1, 3, 1, 0],
                            "filled": z[0, 2, 0, 0] != z[0, 2, 0, 0],
                        }))
                        try:
                            with open(sys.argv[1] + "/tokens.jsonl", "a") as f:
                                f.write(" ")
                            load(sys.argv[1])
                            print("not noticed")
                        except ValueError as e:
                            print(e)
                        """);
        Process python;
        try {
            python = new ProcessBuilder(
                            System.getenv().getOrDefault("PATCHCLAMP_PYTHON", "python3"),
                            "-X",
                            "utf8",
                            script.toString(),
                            target.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("no Python here: %s", e.getMessage()).isTrue();
            return;
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        List<String> all = said.lines().toList();
        assertThat(Json.parse(all.get(0), "it").toString())
                .contains("prompts=[ab, a long one, x\ny]")
                .contains("condition=long, \"very\"")
                .contains("L0.attn.pattern=[3, 2, 4, 4], L0.attn.z=[3, 4, 2, 2], L1.resid_post=[3, 4, 3]")
                .contains("number=" + (double) Samples.value(1, 1, 3 * 4 + 2))
                .contains("filled=true");
        assertThat(all.get(1)).isEqualTo("tokens.jsonl was damaged or changed");
    }
}
