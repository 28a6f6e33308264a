package io.patchclamp.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordingFilesTest {
    @TempDir
    Path folder;

    private Path kept(Recording recording) {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(recording, target);
        return target;
    }

    @Test
    void whatWasKeptComesBackEqual() {
        for (Recording recording : List.of(Samples.generated(), Samples.pooled())) {
            assertThat(RecordingFiles.load(kept(recording))).isEqualTo(recording);
        }
    }

    @Test
    void everyBitOfANumberComesBack() {
        float[] odd = {
            Float.NaN,
            Float.intBitsToFloat(0x7fc12345),
            Float.intBitsToFloat(0xffc00001),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0f,
            0f,
            Float.MIN_VALUE,
            Float.MAX_VALUE
        };
        Recording loaded = RecordingFiles.load(kept(Samples.odd(odd)));
        float[] back = loaded.site("embed").trials().get(0).toArray();
        for (int i = 0; i < odd.length; i++) {
            assertThat(Float.floatToRawIntBits(back[i])).isEqualTo(Float.floatToRawIntBits(odd[i]));
        }
    }

    @Test
    void everyTextComesBack() {
        String text = "whole 😀, \u0000\u001f\u2028\"\\</script>\r\n\t";
        Recording recording = of(text);
        assertThat(RecordingFiles.load(kept(recording))).isEqualTo(recording);
    }

    @Test
    void halfACharacterIsRefused() throws IOException {
        assertThatThrownBy(() -> kept(of("whole 😀 half \ud83d")))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining(
                        "The recording cannot be kept: trial 0 holds half a character (an unpaired surrogate).");
        assertThat(names(folder)).isEmpty();
    }

    private static Recording of(String text) {
        RecordedTrial trial = new RecordedTrial(
                new Trials.Item(text, Map.of(text, text), Optional.empty(), true),
                new Tokens(text, List.of(1), List.of(text), List.of(0), List.of(1)),
                List.of(),
                List.of(text),
                text,
                List.of(0),
                List.of(0));
        return new Recording(Samples.provenance().with(text, text), List.of(trial), List.of(), List.of(1), "none");
    }

    @Test
    void rowsLongerAndShorterThanAnyBufferComeBack() {
        Site wide = new Site("logits", Point.LOGITS, -1, false, List.of(300_000));
        Site deep = new Site("L0.attn.scores", Point.SCORES, 0, false, List.of(2));
        Recording long1 = of(
                wide,
                2,
                Samples.numbers(wide.axes(), 0, 0, 2, 300_000),
                Samples.numbers(wide.axes(), 0, 1, 1, 300_000));
        Recording many = of(
                deep,
                700,
                Samples.numbers(deep.axes(), 1, 0, 2, 700, 700),
                Samples.numbers(deep.axes(), 1, 1, 2, 1, 1));
        for (Recording recording : List.of(long1, many)) {
            assertThat(RecordingFiles.load(kept(recording))).isEqualTo(recording);
            assertThat(RecordingFiles.load(folder.resolve("rec.pclamp"), 0)).isEqualTo(recording);
        }
    }

    private static Recording of(Site site, int tokens, NamedArray first, NamedArray second) {
        return new Recording(
                Samples.provenance(),
                List.of(
                        Samples.trial("x".repeat(tokens), tokens, 0, Optional.empty()),
                        Samples.trial("b", 1, 0, Optional.empty())),
                List.of(new SiteRecording(site, List.of(), List.of(first, second))),
                List.of(1, 1),
                "none");
    }

    @Test
    void aRecordingIsReplacedAndNothingElse() throws IOException {
        Path target = kept(Samples.generated());
        RecordingFiles.save(Samples.pooled(), target);
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.pooled());
        assertThat(names(folder)).containsExactly("rec.pclamp");

        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.writeString(photos.resolve("cat.txt"), "meow");
        assertThatThrownBy(() -> RecordingFiles.save(Samples.pooled(), photos))
                .isInstanceOf(SaveException.class)
                .hasMessage("'" + photos + "' is a folder that holds no recording, and is left as it is.\n"
                        + "Try: another name, such as photos/first.pclamp");
        Files.writeString(photos.resolve("recording.json"), "{\"format\":\"other\"}");
        assertThatThrownBy(() -> RecordingFiles.save(Samples.pooled(), photos)).isInstanceOf(SaveException.class);
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RecordingFiles.save(Samples.pooled(), file))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining("'" + file + "' is a file, not a recording, and is left as it is.");
        assertThatThrownBy(() -> RecordingFiles.save(Samples.pooled(), file.resolve("below")))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining("'" + file.resolve("below") + "' cannot be written: ");
        assertThat(names(folder)).containsExactly("file", "photos", "rec.pclamp");
        assertThat(names(photos)).containsExactly("cat.txt", "recording.json");
    }

    @Test
    void foldersAboveAreMadeAndAnEmptyFolderIsFilled() throws IOException {
        Path target = folder.resolve("a/b/rec");
        RecordingFiles.save(Samples.pooled(), target);
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.pooled());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        RecordingFiles.save(Samples.pooled(), empty);
        assertThat(RecordingFiles.load(empty)).isEqualTo(Samples.pooled());
    }

    @Test
    void anInterruptLeavesWhatWasThere() throws IOException {
        Path target = kept(Samples.generated());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> RecordingFiles.save(Samples.pooled(), target))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("Writing '" + target + "' was interrupted; nothing was changed.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.generated());
        assertThat(names(folder)).containsExactly("rec.pclamp");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theTableOfTrialsIsForPeople() throws IOException {
        assertThat(Files.readString(kept(Samples.generated()).resolve("trials.csv")))
                .isEqualTo("""
                        trial,prompt,condition,größe,event_start,event_end,generated
                        0,ab,short,1.5,,,
                        1,a long one,"long, ""very""\",1.5,2,6,"added
                        text"
                        2,"x
                        y",short,1.5,,,"added
                        text"
                        """);
    }

    @Test
    void noCellOfTheTableOfTrialsIsAFormulaAndAllComeBack() throws IOException {
        List<String> odd =
                List.of("=1+1", "'=1+1", "- a list", "@SUM(A1)", "+49 30", "-0.5", "'quoted'", "＝1", "plain");
        RecordedTrial made = Samples.trial("ab", 2, 0, Optional.empty());
        List<RecordedTrial> trials = odd.stream()
                .map(text -> new RecordedTrial(
                        new Trials.Item(text, Map.of("-name", text), Optional.empty()),
                        made.prompt(),
                        made.generated(),
                        made.visible(),
                        "=" + text,
                        made.rows(),
                        made.steps()))
                .toList();
        Recording recording = new Recording(
                Samples.provenance(),
                trials,
                List.of(),
                odd.stream().map(o -> 1).toList(),
                "none");
        Path table = kept(recording).resolve("trials.csv");

        List<String> lines = Files.readAllLines(table);
        assertThat(lines.get(0)).isEqualTo("trial,prompt,'-name,event_start,event_end,generated");
        assertThat(lines.get(1)).isEqualTo("0,'=1+1,'=1+1,,,'==1+1");
        assertThat(lines.get(6)).startsWith("5,-0.5,-0.5,");
        assertThat(String.join(",", lines).split(",")).noneMatch(c -> c.matches("[=+@＝].*|-[^0].*"));
        List<Trials.Item> back = Trials.read(table).items();
        assertThat(back.stream().map(Trials.Item::prompt)).isEqualTo(odd);
        assertThat(back.stream().map(i -> i.columns().get("-name"))).isEqualTo(odd);
        assertThat(back.get(0).columns()).containsEntry("generated", "==1+1");
        assertThat(RecordingFiles.load(table.getParent())).isEqualTo(recording);
    }

    // ---- what is no recording, or not whole

    @Test
    void whatIsNoRecordingIsSaid() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> RecordingFiles.load(none))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("There is no recording '" + none + "'.");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RecordingFiles.load(file))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'" + file + "' is a file; a recording is a folder.");
        assertThatThrownBy(() -> RecordingFiles.load(folder))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'" + folder + "' is no recording: it has no 'recording.json'.");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void eachFaultOfTheManifestIsNamed(String from, String to, String message) throws IOException {
        Path target = kept(Samples.generated());
        Path manifest = target.resolve("recording.json");
        String json = Json.write(Json.parse(Files.readString(manifest), "it"));
        assertThat(json).contains(from);
        Files.writeString(manifest, json.replace(from, to));
        assertThatThrownBy(() -> RecordingFiles.load(target))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("\nTry: ");
    }

    static Stream<Arguments> manifests() {
        return Stream.of(
                Arguments.of(
                        "\"format\":\"patchclamp-recording\"", "\"format\":3", "is no recording: the 'format' in its"),
                Arguments.of("\"version\":2", "\"version\":4", "has layout version 4; this program reads up to 3."),
                Arguments.of(
                        "\"version\":2",
                        "\"version\":\"1\"",
                        "'version' should have a whole number of 32 bits, and has 1."),
                Arguments.of(
                        "\"version\":2",
                        "\"version\":1e99",
                        "'version' should have a whole number of 32 bits, and has 1.0E99."),
                Arguments.of("{\"format\"", "{\"format\":1,\"format\"", "the key 'format' appears twice."),
                Arguments.of("\"trials\":3", "\"trials\":4", "holds 3 trials; 'recording.json' says 4."),
                Arguments.of(
                        "\"trials\":3",
                        "\"trials\":1152921504606846976",
                        "'trials' should have a whole number of 32 bits"),
                Arguments.of(
                        "\"forwardPasses\":[1,3,1]",
                        "\"forwardPasses\":[1,3]",
                        "'forwardPasses' should have 3 numbers, one a trial, and has 2 numbers."),
                Arguments.of(
                        "\"model\":\"tiny\"",
                        "\"model\":null",
                        "'provenance': 'model' should have a text, and has nothing."),
                Arguments.of("\"pool\":\"none\"", "\"pool\":[]", "'pool' should have a text, and has []."),
                Arguments.of(
                        "\"point\":\"resid_post\"",
                        "\"point\":\"../x\"",
                        "sites 0: 'point' should have a place we know, and has '../x'."),
                Arguments.of("\"name\":\"L0.attn.z\"", "\"name\":\"../../x\"", "has no array '../../x'."),
                Arguments.of("\"flat\":true", "\"flat\":1", "sites 3: 'flat' should have true or false, and has 1."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]",
                        "[[2,3],[4,3]]",
                        "'shapes' should have 3 shapes, one a trial, and has 2 shapes."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]",
                        "[[2,3],[4,3],[3,4]]",
                        "'shapes' should have the shape of 3 tokens and 3 units, and has [3, 4] for trial 2."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]",
                        "[[2,3],[4,3],[3]]",
                        "'shapes' should have the shape of 3 tokens and 3 units, and has [3] for trial 2."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]", "[[2,3],[4,3],[-1,3]]", "should have 3 tokens in trial 2, and has -1."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]",
                        "[[2,3],[4,3],[2147483647,2147483647]]",
                        "and has [2147483647, 2147483647] for trial 2."),
                Arguments.of(
                        "[[2,3],[4,3],[3,3]]",
                        "[[2,3],[4,3],[2,3]]",
                        "'shapes' should have 3 tokens in trial 2, and has 2."),
                Arguments.of("[[2,3],[4,3],[3,3]]", "{}", "'shapes' should have a list of lists, and has {}."),
                Arguments.of(
                        "\"axes\":[\"token\",\"d_model\"]",
                        "\"axes\":[]",
                        "'axes' should have [token, d_model], and has []."),
                Arguments.of(
                        "\"axes\":[\"token\",\"d_model\"]",
                        "\"axes\":[\"token\"]",
                        "'axes' should have [token, d_model], and has [token]."),
                Arguments.of(
                        "\"units\":[2,7]",
                        "\"units\":[7,2]",
                        "'units' should have ascending numbers below 8, and has 2."),
                Arguments.of(
                        "\"units\":[2,7]",
                        "\"units\":[2,8]",
                        "'units' should have ascending numbers below 8, and has 8."),
                Arguments.of(
                        "\"forwardPasses\":[1,3,1]",
                        "\"forwardPasses\":[1,-3,1]",
                        "'forwardPasses' should have 1 to 4 for trial 1, and has -3."),
                Arguments.of(
                        "\"unitShape\":[8]",
                        "\"unitShape\":[]",
                        "'unitShape' should have one number or more, each above 0, of one array, and has []."),
                Arguments.of("\"units\":[2,7]", "\"units\":[2,\"7\"]", "'units' should have whole numbers of 32 bits"),
                Arguments.of("\"sites\":[", "\"sites\":[3,", "'sites' should have a list of objects"),
                Arguments.of(
                        "\"files\":{",
                        "\"files\":{},\"other\":{",
                        "'files': 'tokens.jsonl' should have an object, and has nothing."),
                Arguments.of("\"bytes\":", "\"bytes\":1", "bytes; when it was kept it had 1"),
                Arguments.of("\"sha256\":\"", "\"sha256\":\"x", "; when it was kept it had x"));
    }

    @Test
    void aMissingCutOrChangedFileIsSaid() throws IOException {
        for (String name : List.of("tokens.jsonl", "activations.safetensors")) {
            Path target = kept(Samples.generated());
            Path file = target.resolve(name);
            byte[] good = Files.readAllBytes(file);

            Files.write(file, Arrays.copyOf(good, good.length - 1));
            assertThatThrownBy(() -> RecordingFiles.load(target))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("'" + file + "' has " + (good.length - 1) + " bytes; when it was kept it had "
                            + good.length + ".");

            byte[] changed = good.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> RecordingFiles.load(target))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("'" + file + "' has the checksum ");

            Files.delete(file);
            assertThatThrownBy(() -> RecordingFiles.load(target))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("The recording '" + target + "' lacks its file '" + name + "'.");
        }
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void eachFaultOfTheTokensIsNamed(String from, String to, String message) throws IOException {
        Path target = kept(Samples.generated());
        Path file = target.resolve("tokens.jsonl");
        String tokens = Files.readString(file);
        assertThat(tokens).contains(from);
        String changed = tokens.replace(from, to);
        long before = Files.size(file);
        String checksum = Checksums.sha256(file);
        Files.writeString(file, changed);
        Path manifest = target.resolve("recording.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(": " + before + ",", ": " + Files.size(file) + ",")
                        .replace(": " + before + "\n", ": " + Files.size(file) + "\n")
                        .replace(checksum, Checksums.sha256(file)));
        assertThatThrownBy(() -> RecordingFiles.load(target))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("\nTry: ");
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                Arguments.of("{\"prompt\":\"a l", "\"prompt\":\"a l", "Line 2 of "),
                Arguments.of("{\"prompt\":\"a l", "\n{\"prompt\":\"a l", "Line 2 of "),
                Arguments.of("\"event\":[2,6]", "\"event\":[2]", "'event' should have 2 numbers, and has 1 numbers."),
                Arguments.of(
                        "\"event\":[2,6]",
                        "\"event\":[2,60]",
                        "'event' should have a part of a prompt of 10 characters, and has [2, 60]."),
                Arguments.of(
                        "\"ends\":[1,2,3]",
                        "\"ends\":[1,2,30]",
                        "token 2 should have a place in the text, and has 2 to 30."),
                Arguments.of(
                        "\"steps\":[0,0,1,2]",
                        "\"steps\":[0,0,1,9]",
                        "'steps' should have numbers from -1 to 3, and has 9."),
                Arguments.of(
                        "\"event\":[2,6]", "\"event\":{}", "'event' should have a list of whole numbers, and has {}."),
                Arguments.of(
                        "\"ids\":[10,11,12]",
                        "\"ids\":[10,11]",
                        "it should have parts that fit together, and has [2, 3, 3, 3] entries for one text."),
                Arguments.of(
                        "\"ids\":[10,11,12]",
                        "\"ids\":[10,11,4294967296]",
                        "'ids' should have whole numbers of 32 bits"),
                Arguments.of(
                        "\"generated\":[90,91,92]",
                        "\"generated\":[90,91]",
                        "'allVisible' should have 4 texts, one a token, and has 5 texts."),
                Arguments.of(
                        "\"rows\":[0,1,2,3]",
                        "\"rows\":[0,1,2,5]",
                        "'rows' should have numbers from -1 to 4, and has 5."),
                Arguments.of(
                        "\"rows\":[0,1,2,3]",
                        "\"rows\":[0,1,2]",
                        "it should have parts that fit together, and has 3 rows, 4 steps."),
                Arguments.of(
                        "\"columns\":{\"condition\":\"short\"",
                        "\"columns\":{\"condition\":3",
                        "'columns': 'condition' should have a text, and has 3."));
    }

    @Test
    void aRecordingDamagedAnywhereLoadsOrSaysWhy() throws IOException {
        Random random = new Random(20261122);
        Path target = kept(Samples.generated());
        List<String> refused = new ArrayList<>();
        for (String name : List.of("recording.json", "tokens.jsonl", "activations.safetensors")) {
            Path file = target.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < 300; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.delete(file);
                Files.write(file, i % 3 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
                try {
                    RecordingFiles.load(target);
                    assertThat(name).isEqualTo("recording.json");
                } catch (LoadException e) {
                    refused.add(e.getMessage());
                }
            }
            Files.delete(file);
            Files.write(file, good);
        }
        assertThat(refused.size()).isGreaterThan(700);
        assertThat(refused).allMatch(m -> m.contains(target.toString()) && m.contains("\nTry: "));
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.generated());
    }

    @Test
    void aManifestLargerThanAnyRecordingNeedsIsNotRead() throws IOException {
        Path target = kept(Samples.pooled());
        try (FileChannel channel = FileChannel.open(target.resolve("recording.json"), StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'}'}), 3L << 30);
        }
        assertThatThrownBy(() -> RecordingFiles.load(target))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("has 3221225473 bytes; we read up to 67108864.");
    }

    @Test
    void paddingIsTheSameAsThatOfTheRecordingItself() throws IOException {
        for (SiteRecording site : Samples.generated().sites()) {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            PaddedArray padded = new PaddedArray(site, Padding.RIGHT);
            padded.writeTo(out);
            float[] numbers = new float[out.size() / Float.BYTES];
            java.nio.ByteBuffer.wrap(out.toByteArray())
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            NamedArray expected = site.padded();
            assertThat(Arrays.stream(padded.shape()).mapToInt(l -> (int) l).toArray())
                    .isEqualTo(expected.shape());
            assertThat(numbers).isEqualTo(expected.toArray());
        }
    }
}
