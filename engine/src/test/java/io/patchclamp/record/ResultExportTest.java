package io.patchclamp.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jhdf.HdfFile;
import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultExportTest {
    private static final Trials.Item ITEM = new Trials.Item("ab", Map.of(), Optional.empty());

    @TempDir
    Path folder;

    @Test
    void aGenerationIsPaddedOnTheRight() {
        Path file = folder.resolve("g.h5");

        ResultExport.write(new Generation(Samples.provenance(), List.of(said("ab", 7, 8), said("a", 9))), file);

        try (HdfFile hdf = new HdfFile(file)) {
            assertThat(hdf.getDatasetByPath("tokens").getData()).isEqualTo(new long[][] {{7, 8}, {9, -1}});
            assertThat(hdf.getDatasetByPath("prompt_tokens").getData()).isEqualTo(new long[][] {{97, 98}, {97, -1}});
            assertThat(hdf.getDatasetByPath("logprob").getData()).isEqualTo(new float[][] {{-7, -8}, {-9, Float.NaN}});
            assertThat(hdf.getDatasetByPath("top_tokens").getData())
                    .isEqualTo(new long[][][] {{{7, 1}, {8, 1}}, {{9, 1}, {-1, -1}}});
            assertThat(hdf.getDatasetByPath("top_probs").getDimensions()).containsExactly(2, 2, 2);
            assertThat(hdf.getAttribute("provenance").getData().toString()).contains("\"model\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heard.npz", "heard.csv", "heard.safetensors", "heard.h5"})
    void aLargeResultIsHeardAndAnInterruptLeavesTheFileThatWasThere(String name) throws Exception {
        Path file = folder.resolve(name);
        NamedArray array = NamedArray.of(List.of("a", "b"), new int[] {100, 400}, new float[40_000]);
        List<Long> heard = new ArrayList<>();
        ResultExport.write(array, file, (what, done, total, unit) -> {
            assertThat(what).isEqualTo("exporting");
            assertThat(done).isLessThanOrEqualTo(total);
            heard.add(done * 100 / total);
        });
        assertThat(heard).isSorted().hasSizeGreaterThan(1).endsWith(100L);

        Files.writeString(file, "before");
        assertThatThrownBy(() -> ResultExport.write(array, file, (what, done, total, unit) -> Thread.currentThread()
                        .interrupt()))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("was interrupted; nothing was changed.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("before");
    }

    @Test
    void aClampHasEffectBaselineAndCurrents() throws Exception {
        ClampEffect.Row row = new ClampEffect.Row(
                ITEM,
                1,
                3,
                2,
                List.of(new Receipt.Current("L0.mlp.out", 4, 0.5, 1, 0.5, 2)),
                List.of(),
                List.of(),
                "",
                "");
        Path file = folder.resolve("c.safetensors");
        Path text = folder.resolve("c.csv");
        ClampEffect effect =
                new ClampEffect(Samples.provenance(), Metric.parse("kl"), List.of("e"), List.of(row), List.of());

        ResultExport.write(effect, file);
        ResultExport.write(effect, text);

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.tensors())
                    .extracting(t -> t.name())
                    .containsExactlyInAnyOrder("effect", "baseline", "clamped", "natural", "imposed", "current");
        }
        assertThat(Files.readString(text))
                .startsWith("array,i,j,k,l,value\neffect,0,,,,2.0\nbaseline,0,,,,1.0\n")
                .endsWith("current,0,0,,,0.5\n");
    }

    @Test
    void tokensAndArraysAreWrittenToo() throws Exception {
        ResultExport.write(tokens("ab"), folder.resolve("t.csv"));
        ResultExport.write(
                NamedArray.of(List.of("token", "unit"), new int[] {1, 2}, new float[] {1, Float.NaN}),
                folder.resolve("a.csv"));
        ResultExport.write(tokens("ab"), folder.resolve("t.npz"));

        assertThat(folder.resolve("t.csv")).hasContent("array,i,j,k,l,value\ntokens,0,,,,97\ntokens,1,,,,98\n");
        assertThat(folder.resolve("a.csv")).hasContent("array,i,j,k,l,value\narray,0,0,,,1.0\narray,0,1,,,NaN\n");
        assertThat(Files.readAllBytes(folder.resolve("t.npz"))).startsWith('P', 'K');
    }

    @Test
    void anotherEndingIsAnError() {
        assertThatThrownBy(() -> ResultExport.write(tokens("a"), folder.resolve("t.txt")))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining("ends in '.txt', which says no kind of file we can write.");
    }

    private static GeneratedTrial said(String prompt, int... ids) {
        List<GeneratedToken> tokens = java.util.Arrays.stream(ids)
                .mapToObj(id -> new GeneratedToken(
                        id, "t", -id, List.of(new Candidate(id, "t", 0.5), new Candidate(1, "u", 0.25))))
                .toList();
        return new GeneratedTrial(ITEM, tokens(prompt), tokens, "", false, ids.length);
    }

    private static Tokens tokens(String text) {
        List<Integer> ids = text.chars().boxed().toList();
        List<Integer> starts =
                java.util.stream.IntStream.range(0, ids.size()).boxed().toList();
        return new Tokens(text, ids, ids.stream().map(i -> "x").toList(), starts, starts);
    }
}
