package io.patchclamp.internal.vocabulary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VocabularyFilesTest {
    @TempDir
    Path directory;

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }

    private Map<String, Object> read() {
        return VocabularyFiles.read(directory).root();
    }

    @Test
    void listsNeedToBeToldHowTextIsCut() throws IOException {
        write("vocab.json", "{\"a\": 0}");
        write("merges.txt", "");
        assertThatThrownBy(this::read)
                .isExactlyInstanceOf(LoadException.class)
                .hasMessage("'" + directory.resolve("vocab.json")
                        + "' and merges.txt do not say how text is cut into words, and neither tokenizer_config.json nor "
                        + "config.json names a tokenizer that does.\nTry: the model's tokenizer.json");
        write("config.json", "{\"model_type\": \"gpt2\"}");
        assertThat(read()).containsKey("pre_tokenizer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocab.json    | {}                | vocab.json' cannot be read: it lists no token with its id",
                "vocab.json    | {\"a\": \"b\"}    | vocab.json' cannot be read: it lists no token with its id",
                "merges.txt    | 'a b\na'          | merges.txt' cannot be read: line 2 is no two tokens with a space",
                "qwen.tiktoken | '?? 0'            | qwen.tiktoken' cannot be read: line 1 is no token in base 64",
                "qwen.tiktoken | 'IQ== 0\nIg=='    | qwen.tiktoken' cannot be read: line 2 is no token in base 64",
                "qwen.tiktoken | ' '               | qwen.tiktoken' cannot be read: it lists no token",
                "tokenizer.model | hello           | tokenizer.model' cannot be read: it is no SentencePiece model",
                "tokenizer.model | ''              | tokenizer.model' cannot be read: it is no SentencePiece model",
                "tokenizer_config.json | {\"add_bos_token\": true, \"bos_token\": \"<s>\"} | asks for a mark around texts "
                        + "(add_bos_token), and its bos_token '<s>' is no token",
            })
    void brokenFilesAreNamed(String file, String content, String message) throws IOException {
        write("config.json", "{\"model_type\": \"gpt2\", \"vocab_size\": 1}");
        if (file.startsWith("vocab") || file.startsWith("merges") || file.startsWith("tokenizer_config")) {
            write("vocab.json", "{\"a\": 0}");
            write("merges.txt", "");
        }
        write(file, content);
        assertThatThrownBy(this::read)
                .isExactlyInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void aTruncatedSentencePieceModelIsNeverMoreThanALoadFault() throws IOException {
        byte[] whole = {10, 9, 10, 1, 'a', 21, 0, 0, (byte) 128, (byte) 191, 24, 1, 18, 2, 24, 2};
        for (int length = 0; length < whole.length; length++) {
            Files.write(directory.resolve("tokenizer.model"), Arrays.copyOf(whole, length));
            try {
                read();
            } catch (LoadException expected) {
                assertThat(expected).hasMessageContaining("SentencePiece");
            }
        }
    }

    @Test
    void ranksOfLlama3AreReadFromTheFileThatElsewhereIsSentencePiece() throws IOException {
        write("tokenizer.model", "IQ== 0\nIg== 1\nISI= 2\n");
        Map<?, ?> model = (Map<?, ?>) read().get("model");
        assertThat(model.get("vocab")).isEqualTo(Map.of("!", 0, "\"", 1, "!\"", 2));
        assertThat(model.get("merges")).isEqualTo(List.of(List.of("!", "\"")));
    }

    @Test
    void aTokenWithoutARowIsNotAdded() throws IOException {
        write("vocab.json", "{\"a\": 0, \"b\": 1}");
        write("merges.txt", "#version: 0.2\n");
        write("config.json", "{\"model_type\": \"gpt2\", \"vocab_size\": 3}");
        write("tokenizer_config.json", "{\"pad_token\": \"<pad>\", \"mask_token\": \"<mask>\"}");
        assertThat(String.valueOf(read().get("added_tokens")))
                .contains("id=2, content=<pad>")
                .doesNotContain("<mask>");
    }

    @Test
    void aFileLargerThanAnyTokenizerIsNotRead() throws IOException {
        Path file = directory.resolve("tokenizer.json");
        try (java.nio.channels.FileChannel out = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            out.write(java.nio.ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8)), 300L << 20);
        }
        assertThatThrownBy(this::read).hasMessageContaining("it has 314572801 bytes, and we read up to 268435456");
    }
}
