package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.patchclamp.model.Model;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A config that ties what the checkpoint has apart is wrong: transformers (5.x) takes the checkpoint's word. */
class OwnHeadTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-scaled", "llama-biased", "gptneox-parallel"})
    void anUnembeddingThatIsNotTheEmbeddingIsNotTiedToIt(String name) throws IOException {
        try (Stream<Path> files = Files.list(TestModels.tiny(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path config = folder.resolve("config.json");
        String untied = Files.readString(config);
        Files.writeString(config, untied.replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true"));
        assertThat(Files.readString(config)).isNotEqualTo(untied);
        int[][] text = {{7, 3, 21, 14, 40}};
        try (Model right = TestModels.load(name);
                Model wrong = Patchclamp.load(folder.toString())) {
            assertThat(wrong.config().tiedHead()).isFalse();
            assertThat(wrong.read(text, List.of(), List.of())).isEqualTo(right.read(text, List.of(), List.of()));
        }
    }
}
