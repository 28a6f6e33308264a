package io.patchclamp.internal.hub;

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

/** The words of each message of the hub, between its values, are in docs/errors.md. */
class HubErrorPageTest {
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern FAULT =
            Pattern.compile("new (?:LoadException|UnreachableException|CancelledException)\\(");
    private static final int SHORTEST = 8;

    @Test
    void everyMessageIsExplained() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        String section = page.substring(page.indexOf("## From the hub"));
        String words = section.substring(0, section.indexOf("\n## "));
        List<String> said = said();

        assertThat(said).hasSizeGreaterThan(60);
        assertThat(said.stream().filter(part -> !words.contains(part)).toList())
                .as("words of messages that docs/errors.md lacks")
                .isEmpty();
    }

    private static List<String> said() throws IOException {
        List<String> said = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "patchclamp", "internal", "hub"))) {
            for (Path file : files.sorted().toList()) {
                String source = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
                Matcher fault = FAULT.matcher(source);
                while (fault.find()) {
                    Matcher literal = LITERAL.matcher(firstArgument(source, fault.end()));
                    while (literal.find()) {
                        String part = literal.group(1)
                                .strip()
                                .replaceFirst("^['.:;,]+ ?", "")
                                .replaceFirst("[.:;,]$", "");
                        if (part.length() >= SHORTEST) {
                            said.add(part);
                        }
                    }
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
