package io.patchclamp.record;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.SaveException;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;
import io.patchclamp.internal.format.AtomicFile;
import io.patchclamp.internal.format.NpzWriter;
import io.patchclamp.internal.format.SafetensorsWriter;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;

/**
 * Hands small results to Python and to spreadsheets, as {@code .npz}, {@code .safetensors}, {@code .h5} or {@code .csv}.
 * The first three hold named arrays of 32-bit floats, missing ones NaN, or of 64-bit ids, missing ones -1; the last one
 * line for each number, below the header {@code array,i,j,k,l,value}. How a result was made is in safetensors'
 * {@code __metadata__} and in HDF5's attribute {@code provenance}, as JSON. Recordings have {@link RecordingExport}.
 */
public final class ResultExport {
    private ResultExport() {}

    /**
     * Writes {@code tokens [token]}.
     *
     * @param tokens what to write
     * @param file ends in one of the four; its folder must be there; a file that is there is replaced
     * @throws SaveException if it ends in something else, or cannot be written
     */
    public static void write(Tokens tokens, Path file) {
        ResultArray ids = ResultArray.ids("tokens", tokens.count());
        for (int i = 0; i < tokens.count(); i++) {
            ids.put(tokens.ids().get(i), i);
        }
        write(file, Optional.empty(), List.of(ids));
    }

    /**
     * Writes {@code tokens} and {@code logprob [trial, token]} of the tokens added, {@code top_tokens} and
     * {@code top_probs [trial, token, rank]}, and {@code prompt_tokens [trial, token]}.
     *
     * @param generation what to write
     * @param file as {@link #write(Tokens, Path)}
     * @throws SaveException as {@link #write(Tokens, Path)}
     */
    public static void write(Generation generation, Path file) {
        List<GeneratedTrial> trials = generation.trials();
        int n = trials.size();
        int longest = trials.stream().mapToInt(t -> t.tokens().size()).max().orElse(0);
        int ranks = trials.stream()
                .flatMap(t -> t.tokens().stream())
                .mapToInt(t -> t.top().size())
                .max()
                .orElse(0);
        int prompt = trials.stream().mapToInt(t -> t.prompt().count()).max().orElse(0);
        ResultArray ids = ResultArray.ids("tokens", n, longest);
        ResultArray logprob = ResultArray.floats("logprob", n, longest);
        ResultArray topIds = ResultArray.ids("top_tokens", n, longest, ranks);
        ResultArray topProbs = ResultArray.floats("top_probs", n, longest, ranks);
        ResultArray prompts = ResultArray.ids("prompt_tokens", n, prompt);
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < trials.get(t).prompt().count(); i++) {
                prompts.put(trials.get(t).prompt().ids().get(i), t, i);
            }
            for (int i = 0; i < trials.get(t).tokens().size(); i++) {
                GeneratedToken token = trials.get(t).tokens().get(i);
                ids.put(token.id(), t, i);
                logprob.put(token.logprob(), t, i);
                for (int r = 0; r < token.top().size(); r++) {
                    Candidate candidate = token.top().get(r);
                    topIds.put(candidate.id(), t, i, r);
                    topProbs.put(candidate.probability(), t, i, r);
                }
            }
        }
        write(file, Optional.of(generation.provenance()), List.of(ids, logprob, topIds, topProbs, prompts));
    }

    /**
     * Writes {@code effect}, {@code baseline} and {@code clamped [trial]}, and {@code natural}, {@code imposed} and
     * {@code current [trial, unit]} with the units in the order of the edits.
     *
     * @param effect what to write
     * @param file as {@link #write(Tokens, Path)}
     * @throws SaveException as {@link #write(Tokens, Path)}
     */
    public static void write(ClampEffect effect, Path file) {
        int n = effect.rows().size();
        int units =
                effect.rows().stream().mapToInt(r -> r.currents().size()).max().orElse(0);
        ResultArray effects = ResultArray.floats("effect", n);
        ResultArray baseline = ResultArray.floats("baseline", n);
        ResultArray clamped = ResultArray.floats("clamped", n);
        ResultArray natural = ResultArray.floats("natural", n, units);
        ResultArray imposed = ResultArray.floats("imposed", n, units);
        ResultArray current = ResultArray.floats("current", n, units);
        for (int t = 0; t < n; t++) {
            ClampEffect.Row row = effect.rows().get(t);
            effects.put(row.effect(), t);
            baseline.put(row.baseline(), t);
            clamped.put(row.clamped(), t);
            for (int u = 0; u < row.currents().size(); u++) {
                Receipt.Current unit = row.currents().get(u);
                natural.put(unit.natural(), t, u);
                imposed.put(unit.imposed(), t, u);
                current.put(unit.current(), t, u);
            }
        }
        write(file, Optional.of(effect.provenance()), List.of(effects, baseline, clamped, natural, imposed, current));
    }

    /**
     * Writes {@code vocabulary}, {@code rows}, {@code vocabulary_parameters}, {@code parameters} and
     * {@code vocabulary_share [tokenizer]}, {@code tokens} and {@code bytes_per_token [tokenizer, text]}, and
     * {@code bytes [text]}. What a tokenizer without a model does not have is -1 or NaN.
     *
     * @param comparison what to write
     * @param file as {@link #write(Tokens, Path)}
     * @throws SaveException as {@link #write(Tokens, Path)}
     */
    public static void write(VocabularyComparison comparison, Path file) {
        List<VocabularyUse> uses = comparison.uses();
        int n = uses.size();
        int texts = comparison.texts().size();
        ResultArray vocabulary = ResultArray.ids("vocabulary", n);
        ResultArray rows = ResultArray.ids("rows", n);
        ResultArray ofVocabulary = ResultArray.ids("vocabulary_parameters", n);
        ResultArray parameters = ResultArray.ids("parameters", n);
        ResultArray share = ResultArray.floats("vocabulary_share", n);
        ResultArray tokens = ResultArray.ids("tokens", n, texts);
        ResultArray perToken = ResultArray.floats("bytes_per_token", n, texts);
        ResultArray bytes = ResultArray.ids("bytes", texts);
        for (int u = 0; u < n; u++) {
            VocabularyUse use = uses.get(u);
            vocabulary.put(use.tokens(), u);
            rows.put(use.rows(), u);
            if (use.share().isPresent()) {
                ofVocabulary.put(use.parameters(), u);
                parameters.put(use.total(), u);
                share.put(use.share().getAsDouble(), u);
            }
            for (int t = 0; t < texts; t++) {
                tokens.put(use.passages().get(t).tokens(), u, t);
                perToken.put(use.passages().get(t).bytesPerToken(), u, t);
                bytes.put(use.passages().get(t).bytes(), t);
            }
        }
        write(
                file,
                Optional.empty(),
                List.of(vocabulary, rows, ofVocabulary, parameters, share, tokens, perToken, bytes));
    }

    /**
     * Writes {@code array} with the array's own axes.
     *
     * @param array what to write
     * @param file as {@link #write(Tokens, Path)}
     * @throws SaveException as {@link #write(Tokens, Path)}
     */
    public static void write(NamedArray array, Path file) {
        write(array, file, Progress.SILENT);
    }

    /**
     * The same of an array that may be large, and says how far it is. An interrupt ends it, and leaves the file that was there.
     *
     * @param array what to write
     * @param file as {@link #write(Tokens, Path)}
     * @param progress told of bytes, or of numbers for {@code .csv}
     * @throws SaveException as {@link #write(Tokens, Path)}
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static void write(NamedArray array, Path file, Progress progress) {
        int[] shape = array.axes().isEmpty() ? new int[] {1} : array.shape();
        write(file, Optional.empty(), List.of(new ResultArray("array", shape, array.toArray())), progress);
    }

    /**
     * Writes what a result says it is made of.
     *
     * @param result what to write
     * @param file as {@link #write(Tokens, Path)}
     * @throws SaveException as {@link #write(Tokens, Path)}
     */
    public static void write(Exportable result, Path file) {
        write(result, file, Progress.SILENT);
    }

    /**
     * The same of a result that may be large, and says how far it is. An interrupt ends it, and leaves the file that was there.
     *
     * @param result what to write
     * @param file as {@link #write(Tokens, Path)}
     * @param progress told of bytes, or of numbers for {@code .csv}
     * @throws SaveException as {@link #write(Tokens, Path)}
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static void write(Exportable result, Path file, Progress progress) {
        write(file, Optional.of(result.provenance()), result.exported(), progress);
    }

    private static void write(Path file, Optional<Provenance> provenance, List<ResultArray> arrays) {
        write(file, provenance, arrays, Progress.SILENT);
    }

    private static void write(Path file, Optional<Provenance> provenance, List<ResultArray> arrays, Progress progress) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Optional<String> made = provenance.map(p -> Json.write(RecordingText.provenance(p)));
        if (name.endsWith(".npz")) {
            AtomicFile.write(file, out -> NpzWriter.writeTo(out, Tally.counted(stored(arrays), 2, progress)));
        } else if (name.endsWith(".safetensors")) {
            Map<String, String> metadata =
                    made.map(p -> Map.of("provenance", p)).orElse(Map.of());
            SafetensorsWriter.write(file, metadata, Tally.counted(stored(arrays), 1, progress));
        } else if (name.endsWith(".h5")) {
            long bytes = arrays.stream().mapToLong(a -> a.stored().bytes()).sum();
            Tally tally = new Tally(progress, 2 * bytes, "bytes"); // laid out, then written
            RecordingHdf5.write(file, hdf -> {
                made.ifPresent(p -> hdf.putAttribute("provenance", p));
                for (ResultArray array : arrays) {
                    hdf.putDataset(array.name(), array.nested());
                    tally.add(array.stored().bytes());
                }
            });
            progress.at(Tally.WHAT, 2 * bytes, 2 * bytes, "bytes");
        } else if (name.endsWith(".csv")) {
            Tally tally = new Tally(
                    progress, arrays.stream().mapToLong(ResultArray::size).sum(), "numbers");
            AtomicFile.write(file, out -> {
                Writer csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                csv.write("array,i,j,k,l,value\n");
                for (ResultArray array : arrays) {
                    array.lines(csv, tally);
                }
                csv.flush();
            });
        } else {
            throw RecordingExport.unknownKind(file);
        }
    }

    private static List<StoredArray> stored(List<ResultArray> arrays) {
        return arrays.stream().map(ResultArray::stored).toList();
    }
}
