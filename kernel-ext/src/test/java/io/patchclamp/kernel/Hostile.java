package io.patchclamp.kernel;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.zeromq.ZMQ;

/** What nobody should send to a kernel, one kind after the other, with a fixed seed. */
final class Hostile {
    static final int KINDS = 14;

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final String HEADER =
            "{\"msg_id\":\"%s\",\"msg_type\":\"kernel_info_request\",\"session\":\"s\",\"username\":\"u\",\"date\":\"d\",\"version\":\"5.3\"}";

    private final Client client;
    private final Random random = new Random(7);
    private final List<byte[]> replayed;

    Hostile(Client client, String id) {
        this.client = client;
        replayed = signed(HEADER.formatted(id), "{}", "{}", "{}");
    }

    /** A message that is one, once. */
    void sendOnce(ZMQ.Socket socket) {
        send(socket, replayed);
    }

    void send(ZMQ.Socket socket, int kind) {
        send(socket, frames(kind % KINDS));
    }

    private List<byte[]> frames(int kind) {
        String valid = HEADER.formatted("h" + random.nextLong());
        return switch (kind) {
            case 0 -> List.of(noise(40));
            case 1 -> List.of(DELIMITER);
            case 2 -> List.of(DELIMITER, noise(64), bytes("{}"));
            case 3 -> List.of(noise(9), DELIMITER, noise(64), bytes(valid), bytes("{}"), bytes("{}"), bytes("{}"));
            case 4 -> replayed;
            case 5 -> signed(valid, "{}", "{}", "{\"code\":\"\u00e9\"}", StandardCharsets.ISO_8859_1);
            case 6 -> signed(valid, "{}", "{}", "{\"code\":");
            case 7 -> signed("{\"msg_id\":1,\"msg_type\":[\"execute_request\"]}", "{}", "{}", "{}");
            case 8 -> signed("[".repeat(20_000), "{}", "{}", "{}");
            case 9 -> signed(valid, "{}", "{}", "[" + "{\"a\":[".repeat(5_000));
            case 10 -> signed(valid, "7", "\"x\"", "[]");
            case 11 -> many();
            case 12 -> List.of(new byte[0], new byte[0], new byte[0]);
            default -> signed("{\"msg_type\":null}", "{}", "{}", "{}");
        };
    }

    private List<byte[]> many() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            frames.add(new byte[] {(byte) i});
        }
        return frames;
    }

    private byte[] noise(int most) {
        byte[] noise = new byte[random.nextInt(most) + 1];
        random.nextBytes(noise);
        return noise;
    }

    private List<byte[]> signed(String header, String parent, String metadata, String content) {
        return client.signed(bytes(header), bytes(parent), bytes(metadata), bytes(content));
    }

    private List<byte[]> signed(String header, String parent, String metadata, String content, Charset charset) {
        return client.signed(bytes(header), bytes(parent), bytes(metadata), content.getBytes(charset));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }
}
