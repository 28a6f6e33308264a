package io.patchclamp.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Recordings that somebody changed on purpose, with hashes that fit. Whatever is in them, loading gives a recording whose
 * every number can be read, or says what is wrong.
 */
class RecordingFuzzTest {
    private static final int ROUNDS = 200;
    private static final List<Object> NASTY = Arrays.asList(
            null,
            true,
            -1L,
            0L,
            1L,
            2147483647L,
            -2147483648L,
            4294967297L,
            Long.MAX_VALUE,
            1e308,
            -0.5,
            "",
            "../../etc/passwd",
            "\u0000",
            "NaN",
            "L0.attn.pattern",
            "x".repeat(5000),
            List.of(),
            List.of(-1L),
            List.of(0L, 0L, 0L),
            List.of(List.of()),
            Map.of(),
            Map.of("", ""));

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void keep() {
        target = folder.resolve("rec.pclamp");
        RecordingFiles.save(Samples.generated(), target);
    }

    /** Loads, reads every number, and goes once through what a notebook does first; or says why not. */
    private boolean loads() {
        return assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            try {
                for (long free : new long[] {Long.MAX_VALUE, 0}) {
                    Recording recording = RecordingFiles.load(target, free);
                    recording.sites().forEach(SiteRecording::mean);
                    recording.sites().forEach(SiteRecording::trialsPerToken);
                    TokenText.of(recording);
                    TokenArrays.of(recording, Padding.LEFT);
                    RecordingText.metadata(recording);
                    UnitsCsv.of(recording);
                }
                return true;
            } catch (LoadException e) {
                assertThat(e.getMessage()).contains(target.toString()).contains("\nTry: ");
                assertThat(e.getMessage().length()).isLessThan(4000);
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording.json", "tokens.jsonl"})
    void anyValueMayBeReplacedByAnyOther(String name) throws IOException {
        Random random = new Random(20261122);
        String good = Files.readString(target.resolve(name));
        String manifest = Files.readString(target.resolve("recording.json"));
        int loaded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines =
                    new ArrayList<>(name.equals("tokens.jsonl") ? good.lines().toList() : List.of(good));
            int line = random.nextInt(lines.size());
            List<List<Object>> paths = new ArrayList<>();
            Object json = Json.parse(lines.get(line), "it");
            collect(json, List.of(), paths);
            List<Object> at = paths.get(random.nextInt(paths.size()));
            lines.set(line, Json.write(with(json, at, 0, NASTY.get(random.nextInt(NASTY.size())))));
            Files.writeString(target.resolve("recording.json"), manifest);
            Files.writeString(target.resolve(name), String.join("\n", lines));
            if (name.equals("tokens.jsonl")) {
                Forged.sign(target, name);
            }
            loaded += loads() ? 1 : 0;
        }
        assertThat(loaded).as("texts may be any text, and numbers some others").isBetween(1, ROUNDS / 2);
    }

    private static void collect(Object json, List<Object> at, List<List<Object>> paths) {
        if (!at.isEmpty()) {
            paths.add(at);
        }
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> collect(value, longer(at, key), paths));
        } else if (json instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), longer(at, i), paths);
            }
        }
    }

    private static List<Object> longer(List<Object> at, Object step) {
        List<Object> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }

    private static Object with(Object json, List<Object> at, int depth, Object value) {
        if (depth == at.size()) {
            return value;
        }
        if (json instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.computeIfPresent(at.get(depth), (k, v) -> v);
            copy.put(at.get(depth), with(map.get(at.get(depth)), at, depth + 1, value));
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) json);
        copy.set((Integer) at.get(depth), with(copy.get((Integer) at.get(depth)), at, depth + 1, value));
        return copy;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens.jsonl", "activations.safetensors"})
    void anyByteMayBeChangedAndTheRestCutOff(String name) throws IOException {
        Random random = new Random(7);
        byte[] good = Files.readAllBytes(target.resolve(name));
        int header = name.endsWith("s")
                ? (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
                : good.length;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(3); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(Math.min(bad.length, header + 8))] = (byte) random.nextInt(256);
            }
            Files.write(target.resolve(name), bad);
            Forged.sign(target, name);
            loads();
        }
    }

    @Test
    void headersOfArraysThatClaimAnythingAreRefused() throws IOException {
        byte[] good = Files.readAllBytes(target.resolve("activations.safetensors"));
        int length = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String json = new String(good, 8, length, StandardCharsets.UTF_8);
        byte[] data = Arrays.copyOfRange(good, 8 + length, good.length);
        String shape = "\"shape\":[3,4,3]";
        assertThat(json).contains(shape);
        for (String claim : List.of(
                json.replace(shape, "\"shape\":[3,4,4611686018427387904]"),
                json.replace(shape, "\"shape\":[3,4,-3]"),
                json.replace(shape, "\"shape\":[3,4,NaN]"),
                json.replace(shape, "\"shape\":[3,4,3e0]"),
                json.replace(shape, "\"shape\":[3,3,4]"),
                json.replace(shape, "\"shape\":[36]"),
                json.replace(shape, "\"shape\":[0,4,3]"),
                json.replace(shape, "\"shape\":[" + "1,".repeat(100) + "36]"),
                json.replace(shape, shape + "," + shape),
                json.replace("\"F32\"", "\"I32\""),
                json.replace("\"F32\"", "\"F64\""),
                json.replaceFirst("\"data_offsets\":\\[0,", "\"data_offsets\":[4,"),
                json.replaceFirst("\"data_offsets\":\\[0,\\d+\\]", "\"data_offsets\":[0,9223372036854775807]"),
                json.replaceFirst("\"data_offsets\":\\[0,\\d+\\]", "\"data_offsets\":[144,0]"),
                "{\"a\":" + "[".repeat(100_000),
                "{".repeat(3),
                "{" + "\"\":{},".repeat(2) + "}",
                "[]")) {
            assertThat(claim).isNotEqualTo(json);
            byte[] header = claim.getBytes(StandardCharsets.UTF_8);
            ByteBuffer file =
                    ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(
                    target.resolve("activations.safetensors"),
                    file.putLong(header.length).put(header).put(data).array());
            Forged.sign(target, "activations.safetensors");
            assertThat(loads()).as(claim).isFalse();
        }
        for (long huge : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, good.length, 0, 1}) {
            Files.write(
                    target.resolve("activations.safetensors"),
                    ByteBuffer.wrap(good.clone())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(0, huge)
                            .array());
            Forged.sign(target, "activations.safetensors");
            assertThat(loads()).as("a header of " + huge).isFalse();
        }
    }

    @Test
    void textsThatBecomeMoreThanTheHeapHoldsAreRefused() throws IOException {
        String manifest = Files.readString(target.resolve("recording.json"));
        int values = (int) Math.min(16_000_000, Runtime.getRuntime().maxMemory() / 200);
        assertThat(3L * values).isLessThan(64L << 20);
        assertThat(manifest).contains("\"minor\": 2,");
        String bomb = manifest.replace("\"minor\": 2,", "\"minor\": 2, \"x\": [[]" + ",[]".repeat(values) + "],");
        Files.writeString(target.resolve("recording.json"), bomb);
        assertThat(loads()).isFalse();
        Files.writeString(
                target.resolve("recording.json"),
                manifest.replace("\"minor\": 2,", "\"minor\": 2, \"x\": " + "[".repeat(1_000_000) + ","));
        assertThat(loads()).isFalse();
        Files.writeString(
                target.resolve("recording.json"),
                manifest.replace("\"minor\": 2,", "\"minor\": 2, \"x\": 1" + "0".repeat(1_000_000) + ","));
        loads();
    }

    @Test
    void moreOrFewerLinesThanTrialsAreRefused() throws IOException {
        String tokens = Files.readString(target.resolve("tokens.jsonl"));
        for (String bad :
                List.of("", "\n", tokens + tokens, tokens + "\n", tokens + "null\n", tokens + "{}", "\u0000")) {
            Files.writeString(target.resolve("tokens.jsonl"), bad);
            Forged.sign(target, "tokens.jsonl");
            assertThat(loads()).as(bad).isFalse();
        }
    }
}
