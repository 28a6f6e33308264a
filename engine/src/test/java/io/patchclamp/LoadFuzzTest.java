package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Damaged models, seeded: each loads, or fails with an error of ours; none takes the process down or leaks another. */
class LoadFuzzTest {
    private static final int EACH = 300;

    @TempDir
    Path folder;

    @Test
    void aDamagedGgufLoadsOrSaysWhatIsWrong() throws IOException {
        byte[] whole = Files.readAllBytes(TestModels.tiny("grouped.gguf"));
        // Most of the file is weights, where a flipped bit is no damage: aim at the header half of the time.
        int refused = 0;
        for (int i = 0; i < 2 * EACH; i++) {
            Random random = new Random(i);
            byte[] damaged = damage(whole, random, i % 2 == 0 ? 6000 : whole.length);
            Path file = folder.resolve("m" + i + ".gguf");
            Files.write(file, damaged);
            refused += tried(file, "seed " + i);
            Files.delete(file);
        }
        assertThat(refused).isBetween(EACH / 4, 2 * EACH - 20);
    }

    @Test
    void aDamagedDirectoryLoadsOrSaysWhatIsWrong() throws IOException {
        int refused = 0;
        for (String victim : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            for (int i = 0; i < EACH; i++) {
                Path directory = folder.resolve(victim + i);
                Files.createDirectory(directory);
                try (Stream<Path> files = Files.list(TestModels.tiny("grouped"))) {
                    for (Path file :
                            files.filter(f -> !f.endsWith("reference.bin")).toList()) {
                        byte[] bytes = Files.readAllBytes(file);
                        boolean hit = file.getFileName().toString().equals(victim);
                        Files.write(
                                directory.resolve(file.getFileName()),
                                hit ? damage(bytes, new Random(i), Math.min(bytes.length, 3000)) : bytes);
                    }
                }
                refused += tried(directory, victim + ", seed " + i);
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(directory);
            }
        }
        assertThat(refused).isBetween(EACH, 3 * EACH - 1);
    }

    private static int tried(Path path, String what) {
        try (Model model = Patchclamp.load(path.toString())) {
            Generator.on(model).newTokens(2).generate(Trials.of("The fox"));
            return 0;
        } catch (PatchclampException expected) {
            assertThat(expected.getMessage()).as(what).contains("\nTry: ");
            return 1;
        } catch (RuntimeException | Error unexpected) {
            throw new AssertionError(what + ": " + unexpected, unexpected);
        }
    }

    private static byte[] damage(byte[] whole, Random random, int reach) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> {
                int at = random.nextInt(reach - 8);
                for (int i = 0; i < 8; i++) {
                    bytes[at + i] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
                }
            }
            default -> {
                int from = random.nextInt(reach - 16);
                int to = random.nextInt(reach - 16);
                System.arraycopy(whole, from, bytes, to, 16);
            }
        }
        return bytes;
    }
}
