package io.patchclamp.kernel.dependency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords as {@code mvn --encrypt-password} writes them into settings.xml: {@code {base64}}, of a salt of eight bytes, the
 * length of what pads the end, and AES in chained blocks whose key and first block are the SHA-256 of a password and the salt.
 */
final class Secrets {
    private static final Pattern SEALED = Pattern.compile("(?s).*?(?<!\\\\)[{](.*?)(?<!\\\\)[}].*");
    private static final String ABOVE_ALL = "settings.security"; // what Maven seals the master password with
    private static final int SALT = 8;
    private static final int BLOCK = 16;

    private final String master;

    /** With the master password, itself sealed; empty if there is none. */
    Secrets(String master) {
        this.master = master;
    }

    /** A password in clear; one that is not sealed as it is. */
    String open(String password) {
        Matcher sealed = SEALED.matcher(password);
        if (!sealed.matches()) {
            return password;
        }
        Matcher key = SEALED.matcher(master);
        if (!key.matches()) {
            throw new DependencyException(
                    "A password in settings.xml is encrypted, and settings-security.xml has no master password for it.",
                    "mvn --encrypt-master-password, or the settings-security.xml it was encrypted with");
        }
        try {
            return open(sealed.group(1), open(key.group(1), ABOVE_ALL));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DependencyException(
                    "A password in settings.xml cannot be decrypted by the master password in settings-security.xml.",
                    "mvn --encrypt-password, and put what it says into settings.xml");
        }
    }

    private static String open(String sealed, String password) throws GeneralSecurityException {
        byte[] all = Base64.getMimeDecoder().decode(sealed);
        byte[] salt = Arrays.copyOf(all, SALT);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(password.getBytes(StandardCharsets.UTF_8));
        byte[] keyAndFirst = digest.digest(salt);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(keyAndFirst, 0, BLOCK, "AES"),
                new IvParameterSpec(keyAndFirst, BLOCK, BLOCK));
        int begin = SALT + 1;
        byte[] clear = cipher.doFinal(all, begin, all.length - begin - all[SALT]);
        return new String(clear, StandardCharsets.UTF_8);
    }
}
