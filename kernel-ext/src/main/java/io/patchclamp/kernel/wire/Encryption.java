package io.patchclamp.kernel.wire;

import java.util.Arrays;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.zeromq.ZMQ;

/**
 * CurveZMQ for all sockets, if the connection file has keys for it.
 *
 * @param publicKey the server's key that clients know, 32 bytes
 * @param secretKey the one that belongs to it
 */
public record Encryption(byte[] publicKey, byte[] secretKey) {
    private static final String PUBLIC = "curve_publickey";
    private static final String SECRET = "curve_secretkey";

    public Encryption {
        publicKey = publicKey.clone();
        secretKey = secretKey.clone();
    }

    /**
     * The keys of a connection file.
     *
     * @param connection the file
     * @return the keys; empty if it has none. Keys that are there and broken are refused: nothing must go out in the clear
     */
    public static Optional<Encryption> of(JsonObject connection) {
        boolean none = isAbsent(connection.get(PUBLIC)) && isAbsent(connection.get(SECRET));
        return none ? Optional.empty() : Optional.of(new Encryption(key(connection, PUBLIC), key(connection, SECRET)));
    }

    private static boolean isAbsent(JsonElement key) {
        return key == null || key.isJsonNull();
    }

    private static byte[] key(JsonObject connection, String name) {
        JsonElement text = connection.get(name);
        byte[] key =
                text != null && text.isJsonPrimitive() && text.getAsString().length() == 40
                        ? ZMQ.Curve.z85Decode(text.getAsString())
                        : null;
        if (key == null) {
            throw new IllegalArgumentException("the connection file's " + name + " is no key of 40 characters");
        }
        return key;
    }

    void apply(ZMQ.Socket socket) {
        socket.setCurveServer(true);
        socket.setCurvePublicKey(publicKey);
        socket.setCurveSecretKey(secretKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encryption that
                && Arrays.equals(publicKey, that.publicKey)
                && Arrays.equals(secretKey, that.secretKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** Without the keys: they must not get into a log. */
    @Override
    public String toString() {
        return "Encryption[curve]";
    }
}
