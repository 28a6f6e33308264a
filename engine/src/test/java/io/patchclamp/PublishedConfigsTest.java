package io.patchclamp;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ParameterCount;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Configurations as they lie on the hub are understood with all that they hold, and make what {@code transformers} makes
 * of them. {@code src/test/python/published_configs.py} says what that is.
 */
class PublishedConfigsTest {
    @TempDir
    Path temporary;

    static Stream<String> names() throws IOException {
        return published().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPublishedConfigurationMakesWhatTransformersMakesOfIt(String name) throws IOException {
        JsonObject truth = published().get(name).getAsJsonObject();
        Path file = temporary.resolve("config.json");
        Files.writeString(file, truth.get("config").toString());

        ModuleTree modules = Patchclamp.modules(file.toString());

        assertThat(modules.print()).isEqualTo(truth.get("modules").getAsString().replaceAll(", padding_idx=\\d+", ""));
        assertThat(ParameterCount.of(modules).total())
                .isEqualTo(modules.root().parameters())
                .isEqualTo(truth.get("parameters").getAsLong());
    }

    private static Map<String, JsonElement> published() throws IOException {
        try (Reader text = new InputStreamReader(
                PublishedConfigsTest.class.getResourceAsStream("/model/published.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonObject().asMap();
        }
    }
}
