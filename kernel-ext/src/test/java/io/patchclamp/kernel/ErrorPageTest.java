package io.patchclamp.kernel;

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

/** Every message the kernel raises on purpose is explained in docs/errors.md, word by word but for its values. */
class ErrorPageTest {
    private static final Pattern RAISED = Pattern.compile(
            "(?:new (?:Patchclamp|Dependency|Install|Compiler)Exception|super)\\(\\s*((?:[^,;]|,(?!\\s*\"|\\s*\\n))*)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int SHORTEST = 8;

    @Test
    void everyMessageIsExplained() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        List<String> said = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                said.addAll(said(Files.readString(file)));
            }
        }
        assertThat(said).hasSizeGreaterThan(15);
        assertThat(said.stream().filter(words -> !page.contains(words)).toList())
                .as("words of messages that docs/errors.md lacks")
                .isEmpty();
    }

    private static List<String> said(String source) {
        List<String> said = new ArrayList<>();
        if (!source.contains("Exception")) {
            return said;
        }
        Matcher raised = RAISED.matcher(source);
        while (raised.find()) {
            Matcher literal = LITERAL.matcher(raised.group(1));
            while (literal.find()) {
                String words = literal.group(1).strip();
                if (words.length() >= SHORTEST && words.contains(" ")) {
                    said.add(words);
                }
            }
        }
        return said;
    }
}
