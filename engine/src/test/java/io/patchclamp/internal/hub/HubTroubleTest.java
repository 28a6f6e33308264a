package io.patchclamp.internal.hub;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Networks and servers that do not do what they should: what can be mended is, and nothing half is taken for whole. */
@Timeout(60)
class HubTroubleTest extends HubCase {
    private static final String WEIGHTS = "model.safetensors";

    private Path growing() {
        return repo().resolve("blobs").resolve(hub.etag(WEIGHTS) + ".patchclamp.incomplete");
    }

    private void isWhole(Hub.Snapshot snapshot) {
        assertThat(snapshot.path().resolve(WEIGHTS)).hasBinaryContent(hub.files.get(WEIGHTS));
        assertThat(growing()).doesNotExist();
        nothingIsHalf();
    }

    @Test
    void aConnectionThatIsCutIsTakenUpWhereItBroke() {
        hub.model(100_000);
        AtomicInteger cuts = new AtomicInteger(3);
        hub.trick(WEIGHTS, (exchange, content) -> {
            if (cuts.getAndDecrement() <= 0) {
                return false;
            }
            FakeHub.cut(exchange, content, 20_000);
            return true;
        });

        isWhole(fetch("some-org/tiny"));

        List<String> ranges = hub.asked.stream()
                .filter(a -> a.path().endsWith(WEIGHTS))
                .map(FakeHub.Asked::range)
                .toList();
        assertThat(ranges).hasSize(4).containsOnlyOnce((String) null);
        assertThat(ranges.subList(1, 4)).allMatch(range -> range.matches("bytes=[1-9]\\d+-"));
    }

    @Test
    void aConnectionThatIsAlwaysCutIsGivenUpAndWhatCameIsKept() throws IOException {
        hub.model(100_000);
        hub.trick(WEIGHTS, (exchange, content) -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            FakeHub.cut(exchange, content, range == null ? 20_000 : 0);
            return true;
        });

        assertThat(fails("some-org/tiny"))
                .contains("'model.safetensors' of 'some-org/tiny' stopped at byte ")
                .contains(" of 100000 (")
                .contains("Try: run it again; it goes on where it stopped");

        assertThat(repo().resolve("snapshots").resolve(FakeHub.COMMIT).resolve(WEIGHTS))
                .doesNotExist();
        assertThat(repo().resolve("refs/main")).doesNotExist();
        assertThat(Files.size(growing())).isBetween(1L, 20_000L);
        long had = Files.size(growing());
        hub.tricks.clear();
        hub.asked.clear();
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.asked).anyMatch(a -> ("bytes=" + had + "-").equals(a.range()));
    }

    @Test
    void aStreamThatBringsNothingIsGivenUpAndTakenUpAgain() {
        hub.model(100_000);
        AtomicInteger stalls = new AtomicInteger(1);
        hub.trick(WEIGHTS, (exchange, content) -> {
            if (stalls.getAndDecrement() <= 0) {
                return false;
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 30_000);
            exchange.getResponseBody().flush();
            HubTest.sleep(5000);
            return true;
        });

        Pace pace = new Pace(Duration.ofSeconds(5), Duration.ofMillis(700), 4, 5, 4);
        Hub impatient = new Hub(HubSettings.of(variables::get), pace);

        isWhole(impatient.fetch(HubReference.parse(FakeHub.REPO).orElseThrow(), false, Progress.SILENT));

        assertThat(hub.count(WEIGHTS)).isEqualTo(2);
    }

    @Test
    void aLengthThatIsTooLongOrTooShortIsNotBelieved() {
        hub.model(100_000);
        for (int length : new int[] {99_999, 100_001, 5}) {
            hub.trick(WEIGHTS, (exchange, content) -> {
                exchange.sendResponseHeaders(200, length);
                exchange.getResponseBody().write(Arrays.copyOf(content, length));
                return true;
            });
            assertThat(fails("some-org/tiny"))
                    .contains("For 'model.safetensors' of 'some-org/tiny' the hub offers " + length
                            + " bytes where its list has 100000.");
            assertThat(growing()).doesNotExist();
        }
        hub.tricks.clear();
        isWhole(fetch("some-org/tiny"));
    }

    @Test
    void aBodyWithoutALengthThatEndsEarlyOrGoesOnIsNotBelieved() {
        hub.model(100_000);
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content, 0, 99_990);
            return true;
        });
        String message = fails("some-org/tiny");
        assertThat(message).contains("stopped at byte 99990 of 100000");
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().write(content);
            return true;
        });
        isWhole(fetch("some-org/tiny"));
    }

    @Test
    void otherBytesOfTheSameLengthAreThrownAway() {
        hub.model(100_000);
        AtomicInteger lies = new AtomicInteger(1);
        hub.trick(WEIGHTS, (exchange, content) -> {
            if (lies.getAndDecrement() <= 0) {
                return false;
            }
            FakeHub.send(exchange, FakeHub.bytes(content.length, 99));
            return true;
        });
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.count(WEIGHTS)).isEqualTo(2);
    }

    @Test
    void otherBytesAgainAndAgainAreAnErrorWithBothHashes() {
        hub.model(100_000).put("config.json", "{\"a\": 1}");
        hub.trick("config.json", (exchange, content) -> {
            FakeHub.send(exchange, "{\"a\": 2}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return true;
        });
        assertThat(fails("some-org/tiny"))
                .contains("'config.json' of 'some-org/tiny' came with other bytes than the hub lists: its hash is ")
                .contains("and should be " + hub.etag("config.json"))
                .contains("It was thrown away.");
        assertThat(hub.count("config.json")).isEqualTo(2);
        assertThat(snapshotFiles()).doesNotContain("config.json");
    }

    @Test
    void aRestOfAnotherFileIsFoundByTheHashAndFetchedAnew() throws IOException {
        hub.model(100_000);
        Files.createDirectories(growing().getParent());
        Files.write(growing(), FakeHub.bytes(60_000, 77));
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.asked.stream().filter(a -> a.path().endsWith(WEIGHTS)).map(FakeHub.Asked::range))
                .containsExactly("bytes=60000-", null);
    }

    @Test
    void aRestThatIsLongerThanTheFileIsFetchedAnew() throws IOException {
        hub.model(100_000);
        Files.createDirectories(growing().getParent());
        Files.write(growing(), FakeHub.bytes(100_001, 77));
        isWhole(fetch("some-org/tiny"));
    }

    @Test
    void aRestThatIsWholeIsNotFetchedAgain() throws IOException {
        hub.model(100_000);
        Files.createDirectories(growing().getParent());
        Files.write(growing(), hub.files.get(WEIGHTS));
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.count(WEIGHTS)).isZero();
    }

    @Test
    void aServerThatKnowsNoRangesSendsAllAgain() throws IOException {
        hub.model(100_000);
        Files.createDirectories(growing().getParent());
        Files.write(growing(), FakeHub.bytes(60_000, 77));
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            return true;
        });
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.count(WEIGHTS)).isEqualTo(1);
    }

    @Test
    void aPartThatWasNotAskedForIsNotPutWhereItWas() throws IOException {
        hub.model(100_000);
        Files.createDirectories(growing().getParent());
        Files.write(growing(), Arrays.copyOf(hub.files.get(WEIGHTS), 60_000));
        AtomicInteger lies = new AtomicInteger(1);
        hub.trick(WEIGHTS, (exchange, content) -> {
            if (lies.getAndDecrement() <= 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 50000-89999/100000");
            exchange.sendResponseHeaders(206, 40_000);
            exchange.getResponseBody().write(content, 50_000, 40_000);
            return true;
        });
        isWhole(fetch("some-org/tiny"));
        hub.trick(WEIGHTS, (exchange, content) -> {
            FakeHub.fail(exchange, 416, "", "");
            return true;
        });
        Files.delete(repo().resolve("snapshots").resolve(FakeHub.COMMIT).resolve(WEIGHTS));
        Files.move(repo().resolve("blobs").resolve(hub.etag(WEIGHTS)), growing());
        Files.write(growing(), Arrays.copyOf(hub.files.get(WEIGHTS), 60_000));
        assertThat(fails("some-org/tiny")).contains("answers 416");
        assertThat(growing()).doesNotExist();
    }

    @Test
    void aHashThatIsNotTheListsIsSaidBeforeAnythingIsRead() {
        hub.model(100_000);
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + "ab".repeat(32) + "\"");
            return false;
        });
        assertThat(fails("some-org/tiny"))
                .contains("the hub offers the hash " + "ab".repeat(32) + " where its list has " + hub.etag(WEIGHTS));
        assertThat(growing()).doesNotExist();
    }

    @Test
    void anETagOfAnotherKindSaysNothing() {
        hub.model(100_000);
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.getResponseHeaders().set("ETag", "W/\"" + "ab".repeat(20) + "\"");
            FakeHub.send(exchange, content);
            return true;
        });
        isWhole(fetch("some-org/tiny"));
    }

    @Test
    void aHubThatRecoversIsWaitedFor() {
        hub.model(5000);
        AtomicInteger failures = new AtomicInteger(6);
        for (String path : List.of("/revision/main", WEIGHTS)) {
            hub.trick(path, (exchange, content) -> {
                int left = failures.getAndDecrement();
                if (left <= 0 || left == 3) {
                    return false;
                }
                FakeHub.fail(exchange, left % 2 == 0 ? 500 : 503, "", "");
                return true;
            });
        }
        isWhole(fetch("some-org/tiny"));
    }

    @Test
    void aHubThatDoesNotAnswerSaysWhoAndWhy() {
        hub.close();
        assertThat(fails("some-org/tiny"))
                .contains("The hub '" + hub.address() + "' cannot be reached: nobody accepts the connection.")
                .contains("--offline");
    }

    @Test
    void aHostWithoutAnAddressIsSaid() {
        variables.put("HF_ENDPOINT", "http://no-such-host.invalid:1");
        assertThat(fails("some-org/tiny"))
                .contains(
                        "The hub 'http://no-such-host.invalid:1' cannot be reached: no address is known for its name.");
    }

    @Test
    void aPageInPlaceOfAListIsSaid() {
        hub.trick("/revision/main", (exchange, content) -> {
            byte[] page = "<html>log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            return true;
        });
        assertThat(fails("some-org/tiny"))
                .contains("is no list of its files: '" + hub.address()
                        + "/api/models/some-org/tiny/revision/main' is no" + " JSON.")
                .contains("a network that wants a login answers so, too");
    }

    @Test
    void aListThatIsCutOrNamesNoCommitIsSaid() {
        for (Map.Entry<String, String> lie : Map.of(
                        "{\"sha\": \"",
                        "it is cut short or damaged",
                        "{\"sha\": \"../../x\", \"siblings\": []}",
                        "it names no commit and its files",
                        "{\"sha\": \"" + FakeHub.COMMIT + "\"}",
                        "it names no commit and its files")
                .entrySet()) {
            hub.trick("/revision/main", (exchange, content) -> {
                byte[] body = lie.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                return true;
            });
            assertThat(fails("some-org/tiny")).contains(lie.getValue());
        }
    }

    @Test
    void namesThatLeadOutOfTheFolderAreRefused() {
        hub.put("config.json", "{}")
                .put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../../evil.safetensors\"}}")
                .put("../../../evil.safetensors", "x");
        assertThat(fails("some-org/tiny"))
                .contains("names the shard '../../../evil.safetensors', which is no plain name");
        hub.files.clear();
        hub.put("../evil.gguf", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny")).contains("'../evil.gguf', which is no plain name");
        assertThat(walk(home).stream().map(Path::toString)).noneMatch(p -> p.contains("evil"));
    }

    @Test
    void anInterruptStopsAtOnceAndWhatCameIsKept() throws Exception {
        hub.model(1_000_000);
        CountDownLatch began = new CountDownLatch(1);
        hub.trick(WEIGHTS, (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int at = 0; at < content.length; at += 10_000) {
                exchange.getResponseBody().write(content, at, 10_000);
                exchange.getResponseBody().flush();
                if (at == 100_000) {
                    began.countDown();
                }
                HubTest.sleep(30);
            }
            return true;
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                fetch("some-org/tiny");
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        caller.start();
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        long at = System.nanoTime();
        caller.interrupt();
        caller.join(5000);
        assertThat(System.nanoTime() - at).isLessThan(2_000_000_000L);
        assertThat(thrown.get())
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("Interrupted while fetching 'some-org/tiny': ")
                .hasMessageContaining(" kB of 1.0 MB are here.")
                .hasMessageContaining("Try: run the cell again; it goes on where it stopped");
        long had = Files.size(growing());
        assertThat(had).isPositive();
        hub.tricks.clear();
        isWhole(fetch("some-org/tiny"));
        assertThat(hub.asked).anyMatch(a -> ("bytes=" + had + "-").equals(a.range()));
    }

    @Test
    void aListThatStopsHalfWayIsLeftAtOnce() throws Exception {
        hub.model(1_000);
        CountDownLatch began = new CountDownLatch(1);
        hub.trick("/revision/main", (exchange, content) -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            began.countDown();
            HubTest.sleep(6000);
            return true;
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                fetch("some-org/tiny");
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        caller.start();
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        HubTest.sleep(300); // until it waits for more
        long at = System.nanoTime();
        caller.interrupt();
        caller.join(5000);
        assertThat(System.nanoTime() - at).isLessThan(1_000_000_000L);
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    }

    @Test
    void twoThreadsFetchAFileOnce() throws Exception {
        hub.model(200_000);
        slow(20_000, 20);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger whole = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                isWhole(fetch("some-org/tiny"));
                whole.incrementAndGet();
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(whole).hasValue(2);
        assertThat(hub.count(WEIGHTS)).isEqualTo(1);
    }

    @Test
    void twoProgramsFetchAFileOnceAndOneThatIsKilledLeavesNothingHalf() throws Exception {
        hub.model(400_000);
        slow(20_000, 100);
        Process killed = program();
        while (!Files.exists(growing()) || Files.size(growing()) < 40_000) {
            assertThat(killed.isAlive()).isTrue();
            HubTest.sleep(10);
        }
        killed.destroyForcibly().waitFor();
        nothingIsHalf();
        assertThat(snapshotFiles()).doesNotContain(WEIGHTS);
        hub.asked.clear();
        Process one = program();
        Process two = program();
        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        isWhole(fetch("some-org/tiny", true));
        assertThat(hub.count(WEIGHTS)).isEqualTo(1);
        assertThat(hub.asked.stream().filter(a -> a.path().endsWith(WEIGHTS)))
                .allMatch(a -> a.range() != null && !a.range().equals("bytes=0-"));
    }

    @Test
    void aCacheThatCannotBeWrittenSaysWhere() throws IOException {
        hub.model(5000);
        Files.createDirectories(home.resolve("hub"));
        Files.writeString(repo(), "in the way");
        assertThat(fails("some-org/tiny"))
                .contains("cannot be kept in '" + repo() + "'")
                .contains("HF_HUB_CACHE");
    }

    private void slow(int piece, long pause) {
        hub.trick(WEIGHTS, (exchange, content) -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (range != null) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            for (int at = from; at < content.length; at += piece) {
                exchange.getResponseBody().write(content, at, Math.min(piece, content.length - at));
                exchange.getResponseBody().flush();
                HubTest.sleep(pause);
            }
            return true;
        });
    }

    private Process program() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HubProgram.class.getName(),
                home.toString(),
                hub.address().toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(File.createTempFile("program", ".log", home.toFile()));
        return builder.start();
    }
}
