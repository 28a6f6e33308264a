package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every message that a magic can raise is explained in docs/errors.md, word by word but for its values. */
class ErrorPageTest {
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int SHORTEST = 8;

    @Test
    void everyMessageIsExplained() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md")).replace("\\|", "|");
        List<String> said = said();

        assertThat(said).hasSizeGreaterThan(40);
        assertThat(said.stream().filter(words -> !page.contains(words)).toList())
                .as("words of messages that docs/errors.md lacks")
                .isEmpty();
    }

    /** What stands between the values in the first argument of each {@code new UsageException(…)}. */
    private static List<String> said() throws IOException {
        List<String> said = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "patchclamp", "magic"))) {
            for (Path file : files.sorted().toList()) {
                String source = Files.readString(file);
                for (int at = source.indexOf("new UsageException("); at >= 0; ) {
                    Matcher literal = LITERAL.matcher(firstArgument(source, source.indexOf('(', at) + 1));
                    while (literal.find()) {
                        String words = literal.group(1).replace("\\\"", "\"").strip();
                        if (words.length() >= SHORTEST) {
                            said.add(words);
                        }
                    }
                    at = source.indexOf("new UsageException(", at + 1);
                }
            }
        }
        return said;
    }

    private static String firstArgument(String source, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                return source.substring(from, i);
            }
        }
        throw new IllegalStateException("no end");
    }
}
