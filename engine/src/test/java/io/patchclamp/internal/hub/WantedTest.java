package io.patchclamp.internal.hub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which files of a repository are the model, and what is said of repositories without one. */
class WantedTest extends HubCase {
    @Test
    void picklesAreRefusedWithTheReason() {
        hub.put("config.json", "{}").put("pytorch_model.bin", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny"))
                .contains("'some-org/tiny' has no safetensors, only pytorch_model.bin (2.0 kB): files that are read by"
                        + " running what is in them, or by other programs, and never here.")
                .contains("refs/pr/N");
        assertThat(hub.count("pytorch_model.bin")).isZero();
    }

    @Test
    void severalGgufFilesAreListed() {
        hub.put("b.Q8_0.gguf", FakeHub.bytes(3000, 1)).put("a.Q4_0.gguf", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny"))
                .contains(
                        "'some-org/tiny' holds 2 GGUF files, and it was not said which is meant: a.Q4_0.gguf (2.0 kB),"
                                + " b.Q8_0.gguf (3.0 kB).")
                .contains("Try: %model some-org/tiny/a.Q4_0.gguf");
        assertThat(fails("some-org/tiny/b.Q8.gguf"))
                .contains("has no file 'b.Q8.gguf'; its GGUF files are ")
                .contains("Try: %model some-org/tiny/b.Q8_0.gguf");
    }

    @Test
    void theOnlyGgufFileIsTheModel() {
        hub.put("a.Q4_0.gguf", FakeHub.bytes(2000, 1));
        assertThat(fetch("some-org/tiny").path()).hasFileName("a.Q4_0.gguf");
    }

    @Test
    void safetensorsComeBeforeGguf() {
        hub.model(2000).put("a.gguf", FakeHub.bytes(2000, 1));
        assertThat(fetch("some-org/tiny").path()).isDirectory();
        assertThat(fails("some-org/tiny/b.gguf")).contains("has no file 'b.gguf'");
    }

    @Test
    void aPartOfAModelInSeveralGgufFilesIsNoModel() {
        hub.put("a-00001-of-00002.gguf", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny/a-00001-of-00002.gguf"))
                .contains("is one part of a model in several GGUF files, which are not joined.");
    }

    @Test
    void whatIsNoModelSaysWhatIsThere() {
        hub.put("README.md", "x");
        assertThat(fails("some-org/tiny"))
                .contains("'some-org/tiny' holds no weights: its files are README.md (1 byte).");
        hub.put("adapter_model.safetensors", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny"))
                .contains("has neither model.safetensors nor model.safetensors.index.json; its .safetensors files are"
                        + " adapter_model.safetensors");
        hub.put("model.safetensors", FakeHub.bytes(2000, 1));
        assertThat(fails("some-org/tiny"))
                .contains("'some-org/tiny' has weights but no config.json, so nothing says what they are for.");
        hub.files.clear();
        assertThat(fails("some-org/tiny")).contains("holds no weights: it is empty.");
        assertThat(fails("some-org/tiny/a.gguf")).contains("has no file 'a.gguf', nor any other GGUF file.");
    }

    @Test
    void anIndexThatNamesWhatIsNotThereIsSaid() {
        hub.put("config.json", "{}")
                .put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"b.safetensors\"}}");
        assertThat(fails("some-org/tiny")).contains("names the shard 'b.safetensors', which is not there.");
        hub.put("model.safetensors.index.json", "{\"weight_map\": {\"a\": 1}}");
        assertThat(fails("some-org/tiny")).contains("names 1 as a shard.");
        hub.put("model.safetensors.index.json", "{}");
        assertThat(fails("some-org/tiny")).contains("has no weight_map.");
    }
}
