package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class JsonTokenizersTest {
    @TempDir
    Path directory;

    private static Tokenizer tiny(String name) {
        return JsonTokenizers.from(Expected.directory("tiny-" + name));
    }

    private static String json(String name) throws IOException {
        return Files.readString(Expected.directory("tiny-" + name).resolve("tokenizer.json"));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm", "gpt-2", "llama-bpe", "qwen2", "sentencepiece"})
    void bothFilesOfAModelGiveTheSameTokenizer(String name) {
        Tokenizer json = tiny(name);
        Tokenizer gguf = GgufTokenizers.from(Expected.metadata("tiny-" + name + "/gguf.json"), "x");
        assertThat(json.size()).isEqualTo(gguf.size());
        for (int id = 0; id < json.size(); id++) {
            assertThat(json.bytes(id)).as("bytes of %d", id).isEqualTo(gguf.bytes(id));
            assertThat(json.visible(id)).isEqualTo(gguf.visible(id));
            assertThat(json.isSpecial(id)).isEqualTo(gguf.isSpecial(id));
        }
        for (String text : List.of("", "a𓀀 b\u0301", "the <tool>", "ሀ1", " 12\n", "\uD83D x", "x\u0000y")) {
            assertThat(json.encode(text)).isEqualTo(gguf.encode(text));
        }
        for (String text : List.of(" the", "the", "\n", "<tool>", "!")) {
            assertThat(json.single(text)).as(text).isEqualTo(gguf.single(text));
        }
        assertThat(json.origin()).isEqualTo("tokenizer.json");
    }

    @Test
    void whatTheFileSaysOfTruncationAndPaddingIsNotDone() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>(Json.parseObject(json("smollm"), "x"));
        root.put("truncation", Map.of("direction", "Right", "max_length", 5, "strategy", "LongestFirst", "stride", 0));
        root.put(
                "padding",
                Map.of(
                        "strategy",
                        Map.of("Fixed", 64),
                        "direction",
                        "Right",
                        "pad_to_multiple_of",
                        8,
                        "pad_id",
                        0,
                        "pad_type_id",
                        0,
                        "pad_token",
                        "<|endoftext|>"));
        write("tokenizer.json", Json.write(root));
        Tokenizer tokenizer = JsonTokenizers.from(directory);
        assertThat(tokenizer.encode("1".repeat(20_000)).count()).isEqualTo(20_000);
        assertThat(tokenizer.encode("1").count()).isEqualTo(1);
    }

    @Test
    void theTokensThatEndATextComeFromTheFirstFileThatNamesThem() throws IOException {
        write("tokenizer.json", json("smollm"));
        assertThat(JsonTokenizers.from(directory).endOfText()).isEmpty();
        write("tokenizer_config.json", "{\"eos_token\": {\"content\": \"<|im_end|>\"}}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(2);
        write("tokenizer_config.json", "{\"eos_token\": \"<|im_start|>\"}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(1);
        write("config.json", "{\"eos_token_id\": 0}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(0);
        write("config.json", "{\"eos_token_id\": null}");
        assertThat(JsonTokenizers.from(directory).endOfText()).isEmpty();
        write("generation_config.json", "{\"eos_token_id\": [2, 0, 2]}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(2, 0);
        write("generation_config.json", "{\"eos_token_id\": null}");
        assertThat(JsonTokenizers.from(directory).endOfText()).isEmpty();
        write("config.json", "{\"eos_token_id\": 0}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(0);
    }

    @Test
    void whatCannotEndATextIsNoFault() throws IOException {
        write("tokenizer.json", json("smollm"));
        write("tokenizer_config.json", "{\"eos_token\": {}}");
        assertThat(JsonTokenizers.from(directory).endOfText()).isEmpty();
        write("config.json", "{\"eos_token_id\": 50256}");
        assertThat(JsonTokenizers.from(directory).endOfText()).containsExactly(50256);
    }

    @Test
    void rowsWithoutTokenAreShownByTheirNumber() {
        Tokenizer padded = ((CodecTokenizer) tiny("smollm")).fitting(600);
        assertThat(padded.size()).isEqualTo(563);
        assertThat(padded.visible(599)).isEqualTo("⟨599⟩");
        assertThat(padded.bytes(599)).isEmpty();
        assertThat(padded.isSpecial(599)).isFalse();
        assertThat(padded.decode(padded.single("the"), 599, 570)).isEqualTo("the");
        assertThatThrownBy(() -> padded.visible(600)).hasMessageContaining("which has ids 0 to 599.");
    }

    @Test
    void aSpecialTokenWithoutARowIsAFaultOnlyInATextThatHoldsIt() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>(Json.parseObject(json("smollm"), "x"));
        List<Object> added = new ArrayList<>((List<?>) root.get("added_tokens"));
        Map<String, Object> late = new LinkedHashMap<>(Map.<String, Object>of(
                "id", 563, "content", "<pad>", "special", true, "normalized", false, "lstrip", false));
        late.put("rstrip", false);
        late.put("single_word", false);
        added.add(late);
        root.put("added_tokens", added);
        write("tokenizer.json", Json.write(root));
        CodecTokenizer whole = (CodecTokenizer) JsonTokenizers.from(directory);
        assertThat(whole.fitting(500).size()).as("ordinary tokens have no row").isEqualTo(564);
        Tokenizer fitted = whole.fitting(563);
        assertThat(fitted.size()).isEqualTo(563);
        assertThat(fitted.encode("the").ids()).isEqualTo(whole.encode("the").ids());
        assertThatThrownBy(() -> fitted.encode("the <pad>"))
                .hasMessage("'<pad>' is token 563, and the model has 563 rows: it never learnt this token.\n"
                        + "Try: the text without it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generation_config.json | {\"eos_token_id\": \"2\"}   | eos_token_id holds 2, which is no token",
                "generation_config.json | {\"eos_token_id\": [1,-1]}  | eos_token_id holds -1, which is no token",
                "config.json            | {\"eos_token_id\": 1.5}     | eos_token_id holds 1.5, which is no token",
                "config.json            | {\"eos_token_id\": {}}      | eos_token_id holds {}, which is no token",
                "config.json            | {                           | config.json' is not the JSON we expect",
                "tokenizer.json         | {}                          | there is no model.vocab",
                "tokenizer.json         | []                          | is not the JSON we expect: it is no object",
                "tokenizer.json         | {\"model\": {\"vocab\": 3}} | there is no model.vocab",
                "tokenizer.json         | {\"model\": {\"vocab\": {\"a\": -1}}} | the token 'a' has the id -1",
                "tokenizer.json         | {\"model\": {\"vocab\": {\"a\": 99999999999}}} | 'a' has the id 99999999999",
                "tokenizer.json         | {\"model\": {\"vocab\": [3]}} | model.vocab[0] is no piece with its score",
                "tokenizer.json         | {\"model\": {\"vocab\": {}}, \"added_tokens\": [1]} | added_tokens holds 1, which is",
                "tokenizer.json         | {\"model\": {\"vocab\": {\"a\": 0}}} | the library that reads it says: ",
            })
    void brokenFilesAreNamed(String file, String content, String message) throws IOException {
        write("tokenizer.json", json("smollm"));
        write(file, content);
        assertThatThrownBy(() -> JsonTokenizers.from(directory))
                .isExactlyInstanceOf(LoadException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message)
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void aDirectoryWithoutTokenizerSaysSo() {
        assertThatThrownBy(() -> JsonTokenizers.from(directory))
                .isExactlyInstanceOf(LoadException.class)
                .hasMessage("There is no tokenizer.json in '" + directory
                        + "', nor tokenizer.model, vocab.json with merges.txt, or qwen.tiktoken.\n"
                        + "Try: a directory with all of the model's files, or its .gguf file");
    }

    @Test
    void aFileThatIsNoTextSaysSo() throws IOException {
        Files.write(directory.resolve("tokenizer.json"), new byte[] {'{', (byte) 0xFF});
        assertThatThrownBy(() -> JsonTokenizers.from(directory))
                .isExactlyInstanceOf(LoadException.class)
                .hasMessageContaining("it is no UTF-8 text");
    }

    @Test
    void aFileCutAnywhereIsAnErrorOfOurs() throws IOException {
        String whole = json("sentencepiece");
        for (int length = 0; length < whole.length(); length += 1 + whole.length() / 60) {
            write("tokenizer.json", whole.substring(0, length));
            assertThatThrownBy(() -> JsonTokenizers.from(directory)).isExactlyInstanceOf(LoadException.class);
        }
    }

    /** Parts that contradict each other reach the native library; it must answer with an error, not take the process. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Unigram\",\"unk_id\":7,\"vocab\":[[\"a\",0.0]],\"byte_fallback\":false}",
                "{\"type\":\"Unigram\",\"unk_id\":null,\"vocab\":[[\"a\",0.0]],\"byte_fallback\":true}",
                "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[],\"byte_fallback\":false}",
                "{\"type\":\"WordPiece\",\"unk_token\":\"nix\",\"continuing_subword_prefix\":\"##\","
                        + "\"max_input_chars_per_word\":10,\"vocab\":{\"a\":0}}",
                "{\"type\":\"WordLevel\",\"unk_token\":\"nix\",\"vocab\":{\"a\":0}}",
                "{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":\"nix\",\"continuing_subword_prefix\":null,"
                        + "\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,"
                        + "\"vocab\":{\"a\":0},\"merges\":[]}",
                "{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,\"continuing_subword_prefix\":null,"
                        + "\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,"
                        + "\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}",
            })
    void contradictoryFilesAreErrorsOfOurs(String model) throws IOException {
        write(
                "tokenizer.json",
                "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],\"normalizer\":null,"
                        + "\"pre_tokenizer\":null,\"post_processor\":null,\"decoder\":null,\"model\":" + model + "}");
        try {
            Tokens tokens = JsonTokenizers.from(directory).encode("ab c");
            assertThat(tokens.ids()).allMatch(id -> id == 0);
        } catch (PatchclampException e) {
            assertThat(e.getMessage()).contains("\nTry: ");
        }
    }

    @Test
    void longTextsTakeNoQuadraticTime() {
        Tokenizer tokenizer = tiny("smollm");
        for (String part : List.of("a", "😀", " ", "the ")) {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(
                            tokenizer.encode(part.repeat(100_000)).count())
                    .isPositive());
        }
    }

    @Test
    void threadsShareATokenizer() {
        Tokenizer tokenizer = tiny("qwen2");
        List<String> texts = Expected.texts();
        List<List<Integer>> alone =
                texts.stream().map(t -> tokenizer.encode(t).ids()).toList();
        List<Integer> wrong = IntStream.range(0, 4 * texts.size())
                .parallel()
                .map(i -> i % texts.size())
                .filter(i -> !tokenizer.encode(texts.get(i)).ids().equals(alone.get(i)))
                .boxed()
                .toList();
        assertThat(wrong).isEmpty();
    }

    /** In its own process: what a library finds at first touch stays for good. */
    @Test
    void theFirstTouchMayComeFromAThreadWithAForeignLoader() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForeignThread.class.getName(),
                Expected.directory("tiny-smollm").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("[·, 1]");
    }

    /** Its main thread sees no class path through its context loader. */
    static final class ForeignThread {
        private ForeignThread() {}

        public static void main(String[] args) {
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            Tokens tokens = JsonTokenizers.from(Path.of(args[0])).encode(" 1");
            boolean restored = Thread.currentThread().getContextClassLoader() == ClassLoader.getPlatformClassLoader();
            String answer = restored ? tokens.visible().toString() : "not restored";
            System.out.writeBytes(answer.getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
