package io.patchclamp;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ParameterCount;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Configurations as released models have them are understood; {@code src/test/python/hub_configs.py} wrote them down. */
class HubConfigTest {
    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        return List.copyOf(all().keySet());
    }

    private static JsonObject all() throws IOException {
        try (Reader in = Files.newBufferedReader(Path.of("src/test/resources/hub-configs.json"))) {
            return JsonParser.parseReader(in).getAsJsonObject();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aReleasedConfigurationCountsAndPrintsAsInTransformers(String name) throws IOException {
        JsonObject entry = all().getAsJsonObject(name);
        Files.writeString(
                folder.resolve("config.json"), entry.getAsJsonObject("config").toString());
        ModuleTree modules = Patchclamp.modules(folder.toString());
        assertThat(ParameterCount.of(modules).total())
                .isEqualTo(entry.get("parameters").getAsLong());
        assertThat(modules.print())
                .isEqualTo(entry.get("modules").getAsString().replaceAll(", padding_idx=[0-9]+", ""));
    }
}
