package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.fault.LoadException;

/** What tells the hub who asks. Its text goes into one header of requests to the hub, and into nothing that is shown. */
final class Token {
    private final String text;
    private final String source;

    private Token(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** The token in {@code HF_TOKEN}, or the one that a login has left in a file. */
    static Optional<Token> find(HubSettings settings) {
        if (HubSettings.isTrue(settings.variables(), "HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        for (String name : new String[] {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
            String value = HubSettings.text(settings.variables(), name);
            if (!value.isEmpty()) {
                return Optional.of(checked(value, name));
            }
        }
        Path file = HubSettings.path(
                settings.variables(), "HF_TOKEN_PATH", settings.home().resolve("token"));
        try {
            String value = Files.readString(file).strip();
            return value.isEmpty() ? Optional.empty() : Optional.of(checked(value, "'" + file + "'"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Token checked(String value, String source) {
        String text = value.replace("\r", "").replace("\n", "");
        if (!text.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new LoadException(
                    "The token in " + source + " has a blank or another character in it that no token has.",
                    "copy it again from the hub's page of tokens, whole and alone");
        }
        return new Token(text, source);
    }

    /** The header's value. */
    String header() {
        return "Bearer " + text;
    }

    /** A text of the hub's, in case it repeats what it was told. */
    String hiddenIn(String said) {
        return said.replace(text, "…");
    }

    @Override
    public String toString() {
        return "the token in " + source;
    }
}
