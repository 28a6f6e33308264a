package io.patchclamp.internal.load;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import com.google.gson.Gson;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.vocabulary.VocabularyFiles;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every family, from a directory and from GGUF, against what {@code transformers} 5.23 makes of the directory. */
class FamilyTokenizersTest {
    @TempDir
    Path directory;

    /** What {@code tokenizer_families.py} wrote. */
    record Case(Map<String, Content> files, Map<String, Object> gguf, List<Split> expected) {
        record Content(String text, String base64) {
            byte[] bytes() {
                return text == null ? Base64.getDecoder().decode(base64) : text.getBytes(StandardCharsets.UTF_8);
            }
        }

        record Split(int[] ids, String decoded) {}

        static Case of(String name) throws IOException {
            try (Reader reader = new InputStreamReader(
                    new GZIPInputStream(Case.class.getResourceAsStream("families/" + name + ".json.gz")),
                    StandardCharsets.UTF_8)) {
                return new Gson().fromJson(reader, Case.class);
            }
        }

        Tokenizer fromDirectory(Path directory) throws IOException {
            for (Map.Entry<String, Content> file : files.entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue().bytes());
            }
            return JsonTokenizers.from(directory);
        }

        void check(Tokenizer tokenizer) {
            List<String> texts = Expected.texts().subList(0, expected.size());
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                Split want = expected.get(i);
                Tokens got = tokenizer.encode(texts.get(i));
                String back = want.decoded == null ? texts.get(i) : want.decoded;
                String read = tokenizer.decode(want.ids);
                if (!Arrays.equals(want.ids, got.toArray()) || !read.equals(back)) {
                    wrong.add(new Gson().toJson(texts.get(i)) + "\n  want " + Arrays.toString(want.ids) + back
                            + "\n  have " + got.ids() + read + "\n  " + got.visible());
                }
                spansLieInOrder(got);
            }
            assertThat(wrong.stream().limit(4)).as("%d wrong", wrong.size()).isEmpty();
        }

        private static void spansLieInOrder(Tokens tokens) {
            for (int i = 0; i < tokens.count(); i++) {
                assertThat(tokens.starts().get(i)).isBetween(0, tokens.ends().get(i));
                assertThat(tokens.ends().get(i))
                        .isLessThanOrEqualTo(tokens.text().length());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-neox",
                "olmo2",
                "granite",
                "command-r",
                "tekken",
                "gpt-4o",
                "qwen35",
                "seed-coder",
                "deepseek-v3",
                "deepseek-coder",
                "falcon3",
                "gemma",
                "phi3"
            })
    void ggufAndDirectorySplitAlike(String name) throws IOException {
        Case given = Case.of(name);
        Tokenizer json = given.fromDirectory(directory);
        Tokenizer gguf = GgufTokenizers.from(given.gguf, "tiny.gguf");
        given.check(json);
        given.check(gguf);
        assertThat(gguf.size()).isEqualTo(json.size());
        for (int id = 0; id < json.size(); id++) {
            assertThat(gguf.bytes(id)).as("bytes of %d", id).isEqualTo(json.bytes(id));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemma-model", "llama-model", "llama-legacy-model", "mistral-model", "unigram-model", "gpt2-lists",
                "qwen2-lists", "qwen2-class", "qwen3-backend", "gpt2-class", "gpt-neox-class", "byte-level-llama",
                "llama-class", "llama-no-space", "settings", "qwen1"
            })
    void aDirectorySplitsAsTransformersReadsIt(String name) throws IOException {
        Case given = Case.of(name);
        given.check(given.fromDirectory(directory));
    }

    /** What we run ourselves, and what we do not, does as the library does. */
    @ParameterizedTest
    @CsvSource({
        "gpt-neox, true",
        "olmo2, true",
        "granite, true",
        "command-r, true",
        "tekken, false",
        "gpt-4o, false",
        "qwen35, false",
        "deepseek-v3, false",
        "falcon3, true",
        "gemma, true",
        "phi3, true",
        "gemma-model, true",
        "llama-model, false",
        "unigram-model, false",
        "gpt2-lists, true",
        "qwen2-class, true",
        "settings, true",
        "qwen1, true",
        "llama-class, false"
    })
    void inJavaAndByTheLibraryTextsSplitAlike(String name, boolean inJava) throws IOException {
        Case given = Case.of(name);
        given.fromDirectory(directory);
        VocabularyFiles files = VocabularyFiles.read(directory);
        Vocabulary vocabulary = JsonVocabulary.from(files.root(), "x");
        Optional<TextCodec> java = JsonCodecs.of(files.root(), vocabulary);
        TextCodec library = JsonTokenizers.library(files.root(), directory);
        assertThat(java.isPresent()).isEqualTo(inJava);
        for (int i = 0; i < given.expected.size(); i++) {
            String text = Expected.texts().get(i);
            int[] ids = given.expected.get(i).ids;
            if (!name.equals("qwen1")) { // whose truth is another library
                assertThat(library.encode(text, true).ids()).as(text).isEqualTo(ids);
            }
            if (java.isPresent()) {
                assertThat(java.get().encode(text, true).ids())
                        .as(text)
                        .isEqualTo(library.encode(text, true).ids());
                assertThat(java.get().decode(ids)).as(text).isEqualTo(library.decode(ids));
            }
        }
    }
}
