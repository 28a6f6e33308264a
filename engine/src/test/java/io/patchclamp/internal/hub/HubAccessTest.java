package io.patchclamp.internal.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may have what, who is told the token, and what the hub's refusals mean. */
@Timeout(60)
class HubAccessTest extends HubCase {
    private void answers(String pathEnding, int status, String code, String message) {
        hub.trick(pathEnding, (exchange, content) -> {
            FakeHub.fail(exchange, status, code, message);
            return true;
        });
    }

    @Test
    void theTokenGoesToTheHubAndToNobodyElse() {
        hub.model(5000);
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        try (FakeHub storage = new FakeHub()) {
            storage.files.putAll(hub.files);
            storage.trick("/signed/weights", (exchange, content) -> {
                FakeHub.send(exchange, hub.files.get("model.safetensors"));
                return true;
            });
            hub.trick("model.safetensors", (exchange, content) -> {
                FakeHub.redirect(exchange, storage.address() + "/signed/weights?Signature=a|b");
                return true;
            });
            String other = hub.address().toString().replace("127.0.0.1", "localhost");
            hub.trick("config.json", (exchange, content) -> {
                boolean there = exchange.getRequestHeaders().getFirst("Host").startsWith("localhost");
                if (!there) {
                    FakeHub.redirect(exchange, other + exchange.getRequestURI());
                }
                return !there;
            });
            hub.trick("tokenizer.json", (exchange, content) -> {
                boolean moved = "moved=1".equals(exchange.getRequestURI().getQuery());
                if (!moved) {
                    FakeHub.redirect(exchange, exchange.getRequestURI().getPath() + "?moved=1");
                }
                return !moved;
            });

            fetch("some-org/tiny");

            assertThat(storage.asked).hasSize(1).allMatch(a -> a.authorization() == null);
            assertThat(hub.asked.stream().filter(a -> a.path().endsWith("config.json")))
                    .extracting(FakeHub.Asked::authorization)
                    .containsExactly("Bearer " + FakeHub.TOKEN, null);
            assertThat(hub.asked.stream().filter(a -> !a.path().endsWith("config.json")))
                    .hasSize(4)
                    .allMatch(a -> ("Bearer " + FakeHub.TOKEN).equals(a.authorization()));
            nothingIsHalf();
            assertThat(walk(home))
                    .allSatisfy(path -> assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
                            .doesNotContain("SECRET"));
        }
    }

    @Test
    void aStorageHostThatFailsIsNamedWithoutItsSignature() {
        hub.model(5000);
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        try (FakeHub storage = new FakeHub()) {
            hub.trick("model.safetensors", (exchange, content) -> {
                FakeHub.redirect(exchange, storage.address() + "/signed/weights?Signature=SECRET");
                return true;
            });
            assertThat(fails("some-org/tiny"))
                    .contains("'" + storage.address() + "/signed/weights', where the hub sends us, answers 404.");
        }
        assertThat(fails("some-org/tiny")).contains("/signed/weights', where the hub sends us, cannot be reached");
    }

    @Test
    void aTokenIsFoundWhereALoginLeavesIt() throws IOException {
        hub.model(5000);
        Files.writeString(home.resolve("token"), FakeHub.TOKEN + "\n");
        fetch("some-org/tiny");
        assertThat(hub.asked).allMatch(a -> ("Bearer " + FakeHub.TOKEN).equals(a.authorization()));
        hub.asked.clear();
        variables.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
        fetch("some-org/tiny");
        assertThat(hub.asked).hasSize(1).allMatch(a -> a.authorization() == null);
    }

    @Test
    void aTokenThatCanBeNoneIsSaidWithoutShowingIt() throws IOException {
        hub.model(5000);
        variables.put("HF_TOKEN", "hf_SECRET two");
        assertThat(fails("some-org/tiny"))
                .contains("The token in HF_TOKEN has a blank or another character in it that no token has.");
        variables.remove("HF_TOKEN");
        Files.writeString(home.resolve("token"), "hf_SECRET\u00e9");
        assertThat(fails("some-org/tiny")).contains("The token in '" + home.resolve("token") + "' has a blank");
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void aGatedModelSaysWhereItsConditionsAre() {
        hub.model(5000);
        answers("config.json", 401, "GatedRepo", "Access to model some-org/tiny is restricted.");
        String page = hub.address() + "/some-org/tiny";
        assertThat(fails("some-org/tiny"))
                .contains("'some-org/tiny' is gated: its owner wants conditions accepted before it is fetched, and no"
                        + " token says who asks (401).")
                .contains("Try: accept them on " + page + ", then a token of that account in HF_TOKEN");
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        answers("config.json", 403, "GatedRepo", "Your token " + FakeHub.TOKEN + " is not in the authorized list.");
        assertThat(fails("some-org/tiny")).contains("and the token in HF_TOKEN is of nobody who has (403).");
    }

    @Test
    void aModelThatIsNotThereOrIsPrivateIsSaidAsWhatMayBe() {
        answers("/revision/main", 401, "", "Invalid username or password.");
        assertThat(fails("some-org/tiny"))
                .contains("There is no 'some-org/tiny' on the hub '" + hub.address()
                        + "', or it is private and no token was given (401).")
                .contains("Try: check the name");
        answers("/revision/main", 404, "RepoNotFound", "Repository not found");
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        assertThat(fails("some-org/tiny")).contains("or it is private and the token in HF_TOKEN may not see it (404).");
    }

    @Test
    void aTokenThatIsNotAcceptedIsSaid() {
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        answers("/revision/main", 401, "", "Invalid credentials: " + FakeHub.TOKEN);
        assertThat(fails("some-org/tiny"))
                .contains("The hub '" + hub.address()
                        + "' does not accept the token in HF_TOKEN (401), saying: Invalid credentials: …")
                .contains("Try: a new token in HF_TOKEN, or none for a public model");
        answers("/revision/main", 403, "", "");
        assertThat(fails("some-org/tiny")).contains("refuses 'some-org/tiny' to the token in HF_TOKEN (403).");
        variables.remove("HF_TOKEN");
        assertThat(fails("some-org/tiny")).contains("refuses 'some-org/tiny' to whoever has no token (403).");
    }

    @Test
    void otherRefusalsAreSaidWithTheirNumber() {
        hub.model(5000);
        answers("config.json", 404, "EntryNotFound", "");
        assertThat(fails("some-org/tiny"))
                .contains("'some-org/tiny' lists 'config.json', and the hub does not have it (404).");
        answers("/revision/main", 418, "", "I am a teapot.");
        assertThat(fails("some-org/tiny"))
                .contains("answers 418 to '" + hub.address()
                        + "/api/models/some-org/tiny/revision/main', saying: I am a" + " teapot.");
        answers("/revision/main", 500, "", "");
        assertThat(fails("some-org/tiny")).contains("The hub '" + hub.address() + "' is not well: it answers 500 to '");
        assertThat(hub.count("/revision/main")).isGreaterThan(3);
    }

    @Test
    void tooManyRequestsAreWaitedOutIfTheHubSaysHowLong() {
        hub.model(5000);
        AtomicInteger refusals = new AtomicInteger(2);
        hub.trick("/revision/main", (exchange, content) -> {
            if (refusals.getAndDecrement() <= 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", "1");
            FakeHub.fail(exchange, 429, "", "");
            return true;
        });
        long at = System.nanoTime();
        fetch("some-org/tiny");
        assertThat(System.nanoTime() - at).isBetween(1_900_000_000L, 10_000_000_000L);
    }

    @Test
    void aLongWaitIsLeftToTheUser() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        for (List<String> header : List.of(
                List.of("Retry-After", "600"),
                List.of("Retry-After", date),
                List.of("RateLimit", "\"api\";r=0;t=600"))) {
            hub.asked.clear();
            hub.trick("/revision/main", (exchange, content) -> {
                exchange.getResponseHeaders().set(header.get(0), header.get(1));
                FakeHub.fail(exchange, 429, "", "");
                return true;
            });
            assertThat(fails("some-org/tiny"))
                    .containsPattern("has had too many requests from here \\(429\\), and asks to wait (600|59\\d) s\\.")
                    .contains("with a token (HF_TOKEN) more are allowed");
            assertThat(hub.asked).hasSize(1);
        }
    }

    @Test
    void redirectsThatLeadNowhereEnd() {
        hub.trick("/revision/main", (exchange, content) -> {
            FakeHub.redirect(exchange, exchange.getRequestURI().toString());
            return true;
        });
        assertThat(fails("some-org/tiny")).contains("with more than 8 redirects.");
        for (String location : List.of("ftp://127.0.0.1/x", "http://", "file:///etc/passwd")) {
            hub.trick("/revision/main", (exchange, content) -> {
                FakeHub.redirect(exchange, location);
                return true;
            });
            assertThat(fails("some-org/tiny")).as(location).contains("sends us to an address that is none.");
        }
    }

    @Test
    void aRedirectThatGivesUpEncryptionIsNotFollowed() {
        URI from = URI.create("https://hub.example/a?Signature=SECRET");
        assertThatThrownBy(() -> HubHttp.next(from, "http://storage.example/b"))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("'https://hub.example/a' sends us to an address that is not encrypted, on"
                        + " storage.example.");
        assertThat(HubHttp.next(from, "/b c|d")).isEqualTo(URI.create("https://hub.example/b%20c%7Cd"));
        assertThat(HubHttp.next(from, "//other.example/x")).isEqualTo(URI.create("https://other.example/x"));
    }

    @Test
    void aMirrorWhoseListIsShortSaysSizeAndHashBeforeItSendsElsewhere() {
        hub.describes = false;
        hub.model(5000);
        byte[] weights = hub.files.get("model.safetensors");
        try (FakeHub storage = new FakeHub()) {
            storage.trick("/weights", (exchange, content) -> {
                FakeHub.send(exchange, weights);
                return true;
            });
            hub.trick("model.safetensors", (exchange, content) -> {
                exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + hub.etag("model.safetensors") + "\"");
                exchange.getResponseHeaders().set("X-Linked-Size", "5000");
                FakeHub.redirect(exchange, storage.address() + "/weights");
                return true;
            });
            assertThat(fetch("some-org/tiny").path().resolve("model.safetensors"))
                    .hasBinaryContent(weights);
            assertThat(storage.asked).extracting(FakeHub.Asked::method).containsExactly("GET");
        }
        hub.trick("config.json", (exchange, content) -> {
            exchange.getResponseHeaders().set("ETag", "\"no-hash\"");
            exchange.sendResponseHeaders(200, -1);
            return true;
        });
        variables.put("HF_HUB_CACHE", home.resolve("other").toString());
        assertThat(fails("some-org/tiny"))
                .contains("says no size or no hash of 'config.json' in 'some-org/tiny', so what it sends could not be"
                        + " checked.");
    }

    @Test
    void nothingIsPrintedAndNothingThatIsLoggedHoldsTheToken() {
        hub.model(5000);
        variables.put("HF_TOKEN", FakeHub.TOKEN);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream all = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(all);
            System.setErr(all);
            fetch("some-org/tiny");
            answers("/revision/main", 500, "", "");
            fails("some-org/tiny@v1");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Token.find(HubSettings.of(variables::get)).orElseThrow().toString())
                .isEqualTo("the token in HF_TOKEN");
    }
}
