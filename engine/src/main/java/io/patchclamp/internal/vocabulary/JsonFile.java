package io.patchclamp.internal.vocabulary;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/** The files beside a model's weights, read whole, and what is said when one is broken. */
public final class JsonFile {
    private static final long LARGEST = 256L << 20;

    private JsonFile() {}

    /**
     * One member of a JSON object.
     *
     * @param file which may be missing
     * @param name the member
     * @return its value; empty if there is no file, no such member, or it is null
     */
    public static Optional<Object> member(Path file, String name) {
        return Optional.ofNullable(object(file).get(name));
    }

    /**
     * A JSON object.
     *
     * @param file which may be missing
     * @return its members; none if there is no file
     */
    public static Map<String, Object> object(Path file) {
        return Files.isRegularFile(file) ? Json.parseObject(text(file), "'" + file + "'") : Map.of();
    }

    /**
     * A text.
     *
     * @param file in UTF-8
     * @return all of it
     */
    static String text(Path file) {
        checkSize(file);
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw broken(file, "it is no UTF-8 text", e);
        } catch (IOException e) {
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    static byte[] bytes(Path file) {
        checkSize(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkSize(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw broken(file, "it has " + Files.size(file) + " bytes, and we read up to " + LARGEST, null);
            }
        } catch (IOException e) {
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What is said of a file that holds something else than it should.
     *
     * @param file which
     * @param why what is wrong with it
     * @param cause what found out, or null
     * @return to be thrown
     */
    public static LoadException broken(Path file, String why, Throwable cause) {
        return new LoadException(
                "'" + file + "' cannot be read: " + why + ".", "fetch the file again; it is damaged", cause);
    }
}
