package io.patchclamp.kernel.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.patchclamp.fault.PatchclampException;

/**
 * What a client says about the sockets it wants: a connection file, which gives ports, or a registration file, which says
 * whom to tell the ports that the kernel chose.
 *
 * @param transport {@code tcp} or {@code ipc}
 * @param ip the address to listen on; for ipc the beginning of the sockets' paths
 * @param ports one for each channel
 * @param scheme how messages are signed
 * @param key what they are signed with; empty if they are not signed
 * @param encryption keys of CurveZMQ, if traffic is encrypted
 * @param registry whom to tell the ports; empty if the file gives them
 */
public record ConnectionFile(
        String transport,
        String ip,
        Ports ports,
        String scheme,
        String key,
        Optional<Encryption> encryption,
        Optional<Registry> registry) {
    private static final String ADVICE =
            "let Jupyter start the kernel; a file written by hand needs transport, ip, key,"
                    + " signature_scheme, and shell_port, control_port, stdin_port, iopub_port, hb_port";

    /**
     * The ports of the five channels.
     *
     * @param shell of shell
     * @param control of control
     * @param stdin of stdin
     * @param iopub of iopub
     * @param heartbeat of the heartbeat
     */
    public record Ports(int shell, int control, int stdin, int iopub, int heartbeat) {
        /** Whichever are free. */
        static final Ports ANY = new Ports(0, 0, 0, 0, 0);
    }

    /**
     * A client that waits to be told the ports.
     *
     * @param ip its address
     * @param port its port
     * @param kernel the name it knows this kernel by
     */
    public record Registry(String ip, int port, String kernel) {}

    /**
     * Signed messages on this machine.
     *
     * @param ports the ports
     * @param key the key
     * @return what a file would say
     */
    public static ConnectionFile local(Ports ports, String key) {
        return new ConnectionFile("tcp", "127.0.0.1", ports, "hmac-sha256", key, Optional.empty(), Optional.empty());
    }

    /**
     * Reads a file.
     *
     * @param file a connection file or a registration file
     * @return what it says
     * @throws IOException if it cannot be read
     */
    public static ConnectionFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new PatchclampException("There is no connection file '" + file + "'.", ADVICE);
        }
        return of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), "'" + file + "'");
    }

    /** Reads a text; {@code where} is said in errors, the text never: it has the key in it. */
    static ConnectionFile of(String text, String where) {
        JsonObject json;
        try {
            json = JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new PatchclampException("The connection file " + where + " is no JSON object.", ADVICE);
        }
        Reader in = new Reader(json, where);
        String transport = in.text("transport", "tcp");
        if (!transport.equals("tcp") && !transport.equals("ipc")) {
            throw new PatchclampException(
                    "The connection file " + where + " wants the transport '" + transport + "'.", "tcp, or ipc");
        }
        Optional<Registry> registry = json.has("registration_port")
                ? Optional.of(new Registry(
                        in.text("registration_ip", in.text("ip", "127.0.0.1")),
                        in.port("registration_port"),
                        in.text("kernel_id", "")))
                : Optional.empty();
        return new ConnectionFile(
                transport,
                in.text("ip", registry.map(Registry::ip).map(Endpoint::towards).orElse("127.0.0.1")),
                registry.isPresent() ? Ports.ANY : in.ports(),
                in.text("signature_scheme", "hmac-sha256"),
                in.text("key", ""),
                encryption(json, where),
                registry);
    }

    private static Optional<Encryption> encryption(JsonObject json, String where) {
        try {
            return Encryption.of(json);
        } catch (IllegalArgumentException e) {
            throw new PatchclampException(
                    "The connection file " + where
                            + " has no key of 40 characters in curve_publickey or curve_secretkey.",
                    "both keys of a CurveZMQ pair, as Jupyter writes them, or none");
        }
    }

    /** Without the key: it must not get into a log. */
    @Override
    public String toString() {
        return "ConnectionFile[" + transport + "://" + ip + ", " + ports + ", " + scheme + "]";
    }

    /** Fields, and what is said about those that are missing. */
    private record Reader(JsonObject json, String where) {
        String text(String name, String fallback) {
            JsonElement value = json.get(name);
            return value != null && value.isJsonPrimitive() ? value.getAsString() : fallback;
        }

        Ports ports() {
            return new Ports(
                    port("shell_port"), port("control_port"), port("stdin_port"), port("iopub_port"), port("hb_port"));
        }

        int port(String name) {
            String text = text(name, "");
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
                throw new PatchclampException(
                        "The connection file " + where + " has no " + name + " between 0 and 65535"
                                + (text.isEmpty() ? "." : ": '" + text + "'."),
                        ADVICE);
            }
            return Integer.parseInt(text);
        }
    }
}
