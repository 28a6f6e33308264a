package io.patchclamp.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Expected views, kept beside the tests; written anew with {@code -Dpatchclamp.update=true}. */
final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "view");

    private Golden() {}

    /** Both forms of a value are what they were. */
    static void check(String name, Object value) throws IOException {
        Bundle bundle = Views.of(value).orElseThrow();
        check(name + ".txt", (String) bundle.data().get("text/plain"));
        // a picture's pixels depend on the machine's fonts: tests of figures look at them
        String html = ((String) bundle.data().get("text/html"))
                .replaceAll("<img [^>]*src=\"data:image/png;base64,[^\"]*\">", "(picture)");
        check(name + ".html", html.replace("><", ">\n<"));
        assertThat(html)
                .doesNotContain("<script", "<link", "<style", "<img", "http", "url(", "onclick", "#fff")
                .doesNotContainPattern("(background|color): *(#|white|black)");
    }

    private static void check(String file, String actual) throws IOException {
        Path path = FOLDER.resolve(file);
        if (Boolean.getBoolean("patchclamp.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(path, actual + "\n");
        }
        assertThat(actual + "\n").as(file).isEqualTo(Files.readString(path));
    }
}
