package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CodecTest {
    private Signer signer;
    private Codec codec;

    @BeforeEach
    void makeCodec() {
        signer = Signer.of("hmac-sha256", "secret");
        codec = new Codec(signer, "kernel-session");
    }

    private List<byte[]> frames(String type, String id) {
        String header = "{\"msg_id\":\"" + id + "\",\"msg_type\":\"" + type
                + "\",\"session\":\"s\",\"username\":\"u\",\"date\":\"d\",\"version\":\"5.3\",\"subshell_id\":\"x\"}";
        return signed(header, "{}", "{}", "{\"code\":\"é\",\"silent\":true,\"n\":3}");
    }

    private List<byte[]> signed(String... parts) {
        byte[][] bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add("client".getBytes(StandardCharsets.UTF_8));
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.UTF_8));
        frames.add(signer.sign(bytes));
        frames.addAll(List.of(bytes));
        return frames;
    }

    @Test
    void aSignedMessageIsRead() throws Exception {
        List<byte[]> frames = frames("execute_request", "1");
        frames.add(new byte[] {9});
        Request request = codec.decode(frames);
        assertThat(request.type()).isEqualTo("execute_request");
        assertThat(request.text("code")).isEqualTo("é");
        assertThat(request.flag("silent", false)).isTrue();
        assertThat(request.flag("store_history", true)).isTrue();
        assertThat(request.number("n", 0)).isEqualTo(3);
        assertThat(request.getBlobs()).hasSize(1);
        assertThat(request.getIdentities()).hasSize(1);
    }

    @Test
    void anAnswerCarriesTheParentWholeAndOurOwnSession() throws Exception {
        Request request = codec.decode(frames("never_heard_of", "2"));
        List<byte[]> out = codec.encode(
                request.getIdentities(), Env.message(request, "some_reply", new JsonObject(), request.getIdentities()));
        JsonObject header = JsonParser.parseString(new String(out.get(3), StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonObject parent = JsonParser.parseString(new String(out.get(4), StandardCharsets.UTF_8))
                .getAsJsonObject();
        assertThat(header.get("msg_type").getAsString()).isEqualTo("some_reply");
        assertThat(header.get("session").getAsString()).isEqualTo("kernel-session");
        assertThat(header.get("version").getAsString()).isEqualTo("5.6");
        assertThat(header.get("date").getAsString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");
        assertThat(parent.get("msg_type").getAsString()).isEqualTo("never_heard_of");
        assertThat(parent.get("subshell_id").getAsString()).isEqualTo("x");
        assertThat(out.get(2)).isEqualTo(signer.sign(out.get(3), out.get(4), out.get(5), out.get(6)));
    }

    @Test
    void aMessageThatIsNotSignedWithTheKeyIsDropped() {
        List<byte[]> frames = frames("execute_request", "3");
        frames.set(6, "{\"code\":\"System.exit(0)\"}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> codec.decode(frames)).hasMessage("a wrong signature");
    }

    @Test
    void aMessageIsTakenOnce() throws Exception {
        List<byte[]> frames = frames("execute_request", "4");
        codec.decode(frames);
        assertThatThrownBy(() -> codec.decode(frames)).hasMessage("a message that was seen before");
    }

    @Test
    void whatIsNoMessageIsMalformedAndNothingElse() {
        assertThatThrownBy(() -> codec.decode(List.of())).hasMessage("no delimiter in 0 frames");
        assertThatThrownBy(() -> codec.decode(frames("x", "5").subList(0, 5)))
                .hasMessage("3 frames behind the delimiter, expected at least 5");
        assertThatThrownBy(() -> codec.decode(signed("[]", "{}", "{}", "{}")))
                .hasMessage("a header that is no JSON object");
        assertThatThrownBy(() -> codec.decode(signed("{}", "{}", "{}", "{}")))
                .hasMessage("a header without msg_type or msg_id");
        assertThatThrownBy(() -> codec.decode(signed("{\"msg_id\":1,\"msg_type\":2}", "{}", "{}", "\"")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> codec.decode(signed("{".repeat(100_000), "{}", "{}", "{}")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void headersMustBeTextsAndJsonMustBeJson() {
        assertThatThrownBy(() -> codec.decode(signed("{\"msg_id\":1,\"msg_type\":\"a\"}", "{}", "{}", "{}")))
                .hasMessage("a header without msg_type or msg_id");
        assertThatThrownBy(() -> codec.decode(signed("{\"msg_id\":\"1\",\"msg_type\":{}}", "{}", "{}", "{}")))
                .hasMessage("a header without msg_type or msg_id");
        assertThatThrownBy(() -> codec.decode(signed("{msg_id:'1', msg_type:'a'}", "{}", "{}", "{}")))
                .hasMessage("a header that is not JSON");
        String valid = "{\"msg_id\":\"1\",\"msg_type\":\"a\"}";
        assertThatThrownBy(() -> codec.decode(signed(valid + "{}", "{}", "{}", "{}")))
                .hasMessageStartingWith("a header that is no");
        assertThatThrownBy(() -> codec.decode(signed(valid, "{}", "{}", "{\"a\":[".repeat(50_000))))
                .hasMessage("a content that is not JSON");
    }

    @Test
    void nullStandsForNothing() throws Exception {
        Request request = codec.decode(signed("{\"msg_id\":\"1\",\"msg_type\":\"a\"}", "null", "null", "{}"));
        assertThat(request.getParentHeader()).isNull();
    }

    @Test
    void replaysAreKnownAfterManyOtherMessages() throws Exception {
        List<byte[]> first = frames("execute_request", "first");
        codec.decode(first);
        for (int i = 0; i < 20_000; i++) {
            codec.decode(frames("execute_request", "n" + i));
        }
        assertThatThrownBy(() -> codec.decode(first)).hasMessage("a message that was seen before");
    }

    @Test
    void randomFramesRaiseNothingButMalformed() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            List<byte[]> frames = frames("execute_request", "r" + i);
            int hits = 1 + random.nextInt(3);
            for (int j = 0; j < hits; j++) {
                int at = random.nextInt(frames.size());
                byte[] noise = new byte[random.nextInt(12)];
                random.nextBytes(noise);
                switch (random.nextInt(3)) {
                    case 0 -> frames.set(at, noise);
                    case 1 -> frames.add(at, noise);
                    default -> {
                        if (frames.size() > 1) {
                            frames.remove(at);
                        }
                    }
                }
            }
            try {
                codec.decode(frames);
            } catch (MalformedMessageException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
