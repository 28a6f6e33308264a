package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.patchclamp.fault.PatchclampException;

/** Signs what goes out and checks what comes in. Any thread may use it. An empty key signs nothing and believes everyone. */
final class Signer {
    private static final String PREFIX = "hmac-";

    private final Mac mac; // null if nothing is signed

    private Signer(Mac mac) {
        this.mac = mac;
    }

    /**
     * A signer for a connection file's scheme, {@code hmac-} and the name that Python's hashlib has for a digest, and its key.
     */
    static Signer of(String scheme, String key) {
        if (key.isEmpty()) {
            return new Signer(null);
        }
        String name = scheme.toLowerCase(Locale.ROOT);
        if (!name.startsWith(PREFIX)) {
            throw unknown(scheme);
        }
        String digest = name.substring(PREFIX.length()).replace('_', '-');
        String algorithm = "Hmac" + (digest.startsWith("sha3-") ? digest : digest.replace("-", ""));
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return new Signer(mac);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw unknown(scheme);
        }
    }

    private static PatchclampException unknown(String scheme) {
        return new PatchclampException(
                "The connection file's signature_scheme '" + scheme + "' is unknown.",
                "hmac-sha256, which every Jupyter client knows, or hmac-sha512");
    }

    boolean signs() {
        return mac != null;
    }

    /** The signature of a message's four parts as it stands on the wire; empty if nothing is signed. */
    byte[] sign(byte[]... parts) {
        if (mac == null) {
            return new byte[0];
        }
        byte[] digest;
        synchronized (mac) {
            for (byte[] part : parts) {
                mac.update(part);
            }
            digest = mac.doFinal();
        }
        return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a signature is that of these parts. The time it takes does not depend on where they differ. */
    boolean accepts(byte[] signature, byte[]... parts) {
        byte[] given = new String(signature, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .getBytes(StandardCharsets.ISO_8859_1);
        return mac == null || MessageDigest.isEqual(sign(parts), given);
    }
}
