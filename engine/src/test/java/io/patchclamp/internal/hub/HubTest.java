package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.patchclamp.progress.Progress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A hub that behaves: what is fetched, where it is kept, and what is not asked twice. */
class HubTest extends HubCase {
    @Test
    void aModelIsKeptAsPythonKeepsIt() throws IOException {
        hub.model(5000);

        Hub.Snapshot snapshot = fetch("some-org/tiny");

        assertThat(snapshot.path()).isEqualTo(repo().resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(snapshot.name()).isEqualTo("tiny");
        assertThat(snapshot.source()).isEqualTo("some-org/tiny@" + FakeHub.COMMIT);
        assertThat(snapshotFiles()).containsExactly("config.json", "model.safetensors", "tokenizer.json");
        Path weights = snapshot.path().resolve("model.safetensors");
        assertThat(Files.readSymbolicLink(weights))
                .isEqualTo(Path.of("..", "..", "blobs", hub.etag("model.safetensors")));
        assertThat(weights).hasBinaryContent(hub.files.get("model.safetensors"));
        assertThat(repo().resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(repo().resolve("blobs").resolve(hub.etag("config.json"))).exists();
        assertThat(repo().resolve(".no_exist").resolve(FakeHub.COMMIT).resolve("generation_config.json"))
                .isEmptyFile();
        assertThat(home.resolve("hub/.locks/models--some-org--tiny").resolve(hub.etag("config.json") + ".lock"))
                .exists();
        assertThat(walk(repo().resolve("blobs"))).hasSize(3);
        nothingIsHalf();
    }

    private Hub.Snapshot describe(boolean offline) {
        return client().describe(HubReference.parse("some-org/tiny").orElseThrow(), offline, Progress.SILENT);
    }

    @Test
    void aDescriptionLeavesTheWeightsWhereTheyAre() {
        hub.model(5000);

        Hub.Snapshot snapshot = describe(false);

        assertThat(snapshot.path()).isEqualTo(repo().resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(snapshotFiles()).containsExactly("config.json", "tokenizer.json");
        assertThat(describe(true).path()).isEqualTo(snapshot.path());
        assertThat(fails("some-org/tiny", true)).contains("not there, or not whole, are model.safetensors");
        hub.asked.clear();
        assertThat(describe(false).path()).isEqualTo(snapshot.path());
        assertThat(hub.asked).hasSize(1);
        fetch("some-org/tiny");
        assertThat(snapshotFiles()).containsExactly("config.json", "model.safetensors", "tokenizer.json");
        nothingIsHalf();
    }

    @Test
    void aRepositoryThatDescribesNothingIsNoModel() {
        hub.put("README.md", new byte[] {1});
        assertThatThrownBy(() -> describe(false))
                .hasMessage("'some-org/tiny' has no config.json and no tokenizer, nothing that describes a model.\n"
                        + "Try: the name of a model");
    }

    @Test
    void whatIsHereIsNotFetchedAgainButTheRevisionIsAskedFor() {
        hub.model(5000);
        fetch("some-org/tiny");
        hub.asked.clear();

        fetch("some-org/tiny");

        assertThat(hub.asked).hasSize(1);
        assertThat(hub.asked.get(0).path()).isEqualTo("/api/models/some-org/tiny/revision/main");
    }

    @Test
    void aCommitThatIsHereIsNotAskedFor() {
        hub.model(5000);
        fetch("some-org/tiny");
        hub.asked.clear();

        assertThat(fetch("some-org/tiny@" + FakeHub.COMMIT).commit()).isEqualTo(FakeHub.COMMIT);

        assertThat(hub.asked).isEmpty();
    }

    @Test
    void offlineTakesWhatIsHereAndAsksNobody() {
        hub.model(5000);
        Hub.Snapshot online = fetch("some-org/tiny");
        hub.asked.clear();

        assertThat(fetch("some-org/tiny", true).path()).isEqualTo(online.path());
        for (String name : List.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "PATCHCLAMP_OFFLINE")) {
            variables.put(name, "true");
            assertThat(fetch("some-org/tiny").path()).isEqualTo(online.path());
            variables.remove(name);
        }
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void offlineSaysWhatIsNotHere() throws IOException {
        hub.model(5000);
        assertThat(fails("some-org/tiny", true))
                .contains("'some-org/tiny' (revision main) is not in the cache '" + home.resolve("hub") + "'")
                .contains("--offline forbids to ask the hub");
        fetch("some-org/tiny");
        Files.delete(repo().resolve("snapshots").resolve(FakeHub.COMMIT).resolve("tokenizer.json"));
        variables.put("HF_HUB_OFFLINE", "1");
        assertThat(fails("some-org/tiny"))
                .contains("only a part of 'some-org/tiny' at commit " + FakeHub.COMMIT)
                .contains("not there, or not whole, are tokenizer.json")
                .contains("Try: once without HF_HUB_OFFLINE");
    }

    @Test
    void aFileThatWasCutInTheCacheIsNotTakenForWhole() throws IOException {
        hub.model(5000);
        fetch("some-org/tiny");
        Path blob = repo().resolve("blobs").resolve(hub.etag("model.safetensors"));
        Files.write(blob, FakeHub.bytes(4999, 1));

        assertThat(offlineFault("some-org/tiny")).contains("not whole, are model.safetensors");
        assertThat(fetch("some-org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(hub.files.get("model.safetensors"));
        nothingIsHalf();
    }

    @Test
    void aHubThatIsAwayIsDoneWithoutIfTheModelIsHere() {
        hub.model(5000);
        fetch("some-org/tiny");
        hub.close();

        Hub.Snapshot snapshot = fetch("some-org/tiny");

        assertThat(snapshot.commit()).isEqualTo(FakeHub.COMMIT);
        assertThat(snapshot.note()).isEqualTo("The hub could not be reached; this is what was fetched before");
    }

    @Test
    void shardsAreTheOnesTheIndexNamesAndComeSideBySide() throws Exception {
        hub.put("config.json", "{}")
                .put("tokenizer.json", "{}")
                .put(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\","
                                + " \"b\": \"model-00002-of-00002.safetensors\","
                                + " \"c\": \"model-00001-of-00002.safetensors\"}}")
                .put("model-00001-of-00002.safetensors", FakeHub.bytes(30000, 1))
                .put("model-00002-of-00002.safetensors", FakeHub.bytes(20000, 2))
                .put("consolidated.safetensors", FakeHub.bytes(50000, 3));
        CountDownLatch both = new CountDownLatch(2);
        List<Boolean> met = Collections.synchronizedList(new ArrayList<>());
        hub.trick(".safetensors", (exchange, content) -> {
            both.countDown();
            try {
                met.add(both.await(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                met.add(false);
            }
            return false;
        });

        fetch("some-org/tiny");

        assertThat(met).containsExactly(true, true);
        assertThat(snapshotFiles())
                .containsExactly(
                        "config.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json",
                        "tokenizer.json");
        hub.close();
        assertThat(fetch("some-org/tiny", true).commit()).isEqualTo(FakeHub.COMMIT);
        Files.delete(repo().resolve("snapshots").resolve(FakeHub.COMMIT).resolve("model-00002-of-00002.safetensors"));
        assertThat(fails("some-org/tiny", true)).contains("model-00002-of-00002.safetensors");
    }

    @Test
    void aBranchATagAndACommitArePinnedToTheCommit() {
        hub.model(5000);
        assertThat(fetch("some-org/tiny@refs/pr/1").commit()).isEqualTo(FakeHub.COMMIT);
        assertThat(repo().resolve("refs/refs/pr/1")).hasContent(FakeHub.COMMIT);
        assertThat(fetch("some-org/tiny@" + FakeHub.COMMIT).revision()).isEqualTo(FakeHub.COMMIT);
        assertThat(hub.asked.get(0).path()).endsWith("/revision/refs/pr/1");
        assertThat(fails("some-org/tiny@v9"))
                .contains("'some-org/tiny' on the hub has no revision 'v9'.")
                .contains("--revision main");
    }

    @Test
    void oneGgufFileIsPickedByItsName() {
        hub.put("README.md", "x")
                .put("tiny.Q4_0.gguf", FakeHub.bytes(2000, 1))
                .put("deep/tiny.Q8_0.gguf", FakeHub.bytes(3000, 2));

        Hub.Snapshot snapshot = fetch("some-org/tiny/deep/tiny.Q8_0.gguf");

        assertThat(snapshot.path()).hasBinaryContent(hub.files.get("deep/tiny.Q8_0.gguf"));
        assertThat(snapshot.name()).isEqualTo("tiny.Q8_0.gguf");
        assertThat(snapshot.source()).isEqualTo("some-org/tiny/deep/tiny.Q8_0.gguf@" + FakeHub.COMMIT);
        assertThat(snapshotFiles()).containsExactly("deep/tiny.Q8_0.gguf");
        assertThat(fetch("some-org/tiny/deep/tiny.Q8_0.gguf", true).path()).isEqualTo(snapshot.path());
    }

    @Test
    void withoutLinksTheFilesThemselvesAreInTheSnapshot() throws IOException {
        variables.put("HF_HUB_DISABLE_SYMLINKS", "1");
        hub.model(5000);

        Path weights = fetch("some-org/tiny").path().resolve("model.safetensors");

        assertThat(Files.isSymbolicLink(weights)).isFalse();
        assertThat(weights).hasBinaryContent(hub.files.get("model.safetensors"));
        assertThat(walk(repo().resolve("blobs"))).isEmpty();
        hub.asked.clear();
        fetch("some-org/tiny");
        assertThat(hub.asked).hasSize(1);
    }

    @Test
    void aMirrorWhoseListIsShortIsAskedForEachFile() {
        hub.describes = false;
        hub.model(5000);

        assertThat(fetch("some-org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(hub.files.get("model.safetensors"));

        assertThat(hub.asked.stream().filter(a -> a.method().equals("HEAD"))).hasSize(3);
        assertThat(fetch("some-org/tiny", true).commit()).isEqualTo(FakeHub.COMMIT);
    }

    @Test
    void progressCountsWhatIsHere() {
        hub.model(3_000_000);
        hub.trick("model.safetensors", (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int at = 0; at < content.length; at += 500_000) {
                exchange.getResponseBody().write(content, at, 500_000);
                exchange.getResponseBody().flush();
                sleep(60);
            }
            return true;
        });
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        Progress progress = (what, done, total, unit) -> {
            assertThat(what).isEqualTo(done < total ? "fetching some-org/tiny" : "checking some-org/tiny");
            assertThat(total).isEqualTo(3001);
            assertThat(unit).isEqualTo("kB");
            heard.add(done);
        };

        client().fetch(HubReference.parse("some-org/tiny").orElseThrow(), false, progress);

        assertThat(heard).isSorted().hasSizeGreaterThan(3);
        assertThat(heard.stream().distinct().count()).isGreaterThan(2);
    }

    @Test
    void whatIsNoNameOnAHubIsNoReference() {
        for (String text : List.of(
                "tiny",
                "a/b/c",
                "../b",
                "a/..",
                "./a/b",
                "a/b.gguf",
                "a/model.safetensors",
                "/a/b",
                "a/b/../c.gguf",
                "a b/c",
                "a//b",
                "a\\b",
                "https://x/y",
                "a/b/c.bin",
                "a--b/c",
                "")) {
            assertThat(HubReference.parse(text)).as(text).isEqualTo(Optional.empty());
        }
        assertThat(HubReference.parse("TheOrg/x-GGUF")).isPresent();
        assertThat(HubReference.parse("a/b.c-1_d")).isPresent();
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
