package io.patchclamp.internal.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.progress.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A hub that misbehaves when told to, an empty cache, and a client in a hurry. */
abstract class HubCase {
    static final Pace HURRY = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(20), 4, 5, 4);

    @TempDir
    Path home;

    final FakeHub hub = new FakeHub();
    final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void settings() {
        variables.put("HF_HOME", home.toString());
        variables.put("HF_ENDPOINT", hub.address().toString());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    Hub client() {
        return new Hub(HubSettings.of(variables::get), HURRY);
    }

    Hub.Snapshot fetch(String reference) {
        return fetch(reference, false);
    }

    Hub.Snapshot fetch(String reference, boolean offline) {
        return client().fetch(HubReference.parse(reference).orElseThrow(), offline, Progress.SILENT);
    }

    /** The message of what goes wrong; no part of the error holds the token, and no file is there that is half. */
    String fails(String reference, boolean offline) {
        Throwable thrown = catchThrowable(() -> fetch(reference, offline));
        assertThat(thrown).isInstanceOf(LoadException.class);
        assertThat(thrown.getMessage()).contains("\nTry: ");
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain("SECRET");
        }
        nothingIsHalf();
        return thrown.getMessage();
    }

    /** As {@link #fails}, where the cache was damaged by hand. */
    String offlineFault(String reference) {
        return String.valueOf(catchThrowable(() -> fetch(reference, true)).getMessage());
    }

    String fails(String reference) {
        return fails(reference, false);
    }

    /** Every content under its name has the hash that is its name, and every link leads to one. */
    void nothingIsHalf() {
        for (Path path : walk(repo().resolve("blobs"))) {
            String name = path.getFileName().toString();
            if (!name.endsWith(".incomplete")) {
                try {
                    assertThat(BlobHash.of(path, name)).isEqualTo(name);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        for (Path path : walk(repo().resolve("snapshots"))) {
            assertThat(path).exists();
        }
    }

    Path repo() {
        return home.resolve("hub").resolve("models--some-org--tiny");
    }

    List<String> snapshotFiles() {
        Path snapshot = repo().resolve("snapshots").resolve(FakeHub.COMMIT);
        return walk(snapshot).stream()
                .map(p -> snapshot.relativize(p).toString())
                .toList();
    }

    static List<Path> walk(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return new ArrayList<>(
                    paths.filter(p -> !Files.isDirectory(p)).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
