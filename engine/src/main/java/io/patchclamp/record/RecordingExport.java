package io.patchclamp.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.AtomicFile;
import io.patchclamp.internal.format.NpzWriter;
import io.patchclamp.internal.format.SafetensorsWriter;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.progress.Progress;

/**
 * Hands a recording to Python and to spreadsheets, as {@code .npz}, {@code .safetensors}, {@code .h5} or {@code .csv}.
 *
 * <p>The first three hold the same arrays under the same names:
 *
 * <ul>
 *   <li>one of 32-bit floats for each site, named as the site was asked for ({@code L5.mlp.out}): {@code [trial, token,
 *       unit…]}, or {@code [trial, head, query, key]} for attention. Trials that are shorter than the longest are filled
 *       up with NaN on the right of the token axis (or of the query and key axes), or on the left if that is asked for. Where only some units were recorded,
 *       the unit axis has only those, in ascending order.
 *   <li>{@code tokens}, 64-bit integers {@code [trial, token]}: the id of each recorded token, -1 where a trial has
 *       none. Its token axis is that of the arrays. The last generated token is not in it: the model never read it. If
 *       tokens were pooled the arrays' token axis has length 1, and {@code tokens} holds every token that was read.
 *   <li>{@code n_tokens}, 64-bit integers {@code [trial]}: how many ids in each row of {@code tokens} are real.
 *   <li>{@code step}, 64-bit integers {@code [trial, token]}: which forward pass read each of {@code tokens}, 0 for the
 *       prompt, then 1, 2, …; -1 where a trial has none.
 * </ul>
 *
 * <p>Read with {@code numpy.load(f)["L5.mlp.out"]}, {@code safetensors.numpy.load_file(f)["L5.mlp.out"]} or
 * {@code h5py.File(f)["L5.mlp.out"]}. The safetensors file says how the recording was made in {@code __metadata__}: each
 * text under {@code provenance}, {@code axes} and {@code units} is JSON. The HDF5 file has the same as attributes: {@code
 * provenance} of the root, {@code axes} and (if not all were recorded) {@code units} of each array. A {@code /} in a name
 * makes groups there, so that the same name still leads to it.
 *
 * <p>{@code .csv} is UTF-8 text with one line for each number and no padding, below the header
 *
 * <pre>trial,token,position,step,token_id,token_text,site,unit,dim,value</pre>
 *
 * <p>{@code trial} counts from 0, {@code token} is the index on the arrays' token axis, {@code position} the token's index
 * in prompt and generated text, {@code token_text} the visible token, always quoted, escaped as inside a JSON string, its
 * first character too where a spreadsheet would take it for the beginning of a formula ({@code =}, {@code +}, {@code -},
 * {@code @});
 * {@code unit} the model's own number of the neuron, residual dimension or head, {@code dim} the index on the last axis
 * where there is one more, else empty. For attention, {@code token} is the query, {@code unit} the head, and {@code dim}
 * the key. Of a mean over tokens, {@code position}, {@code step}, {@code token_id} and {@code token_text} are empty.
 * Numbers that are none are {@code NaN}, {@code inf} and {@code -inf}.
 *
 * <p>Cost: npz, safetensors and csv are streamed and need no memory to speak of; HDF5 needs that of the padded arrays once
 * more. A file is written whole or not at all.
 */
public final class RecordingExport {
    private static final String KINDS = ".npz, .safetensors, .csv or .h5";

    private RecordingExport() {}

    /**
     * Writes a file of the kind its name ends in; one that is there is replaced.
     *
     * @param recording what to write
     * @param file ends in {@code .npz}, {@code .safetensors}, {@code .csv} or {@code .h5}; its folder must be there
     * @throws SaveException if the ending is another one, the folder is missing, full, or may not be written, or two sites
     *     have one name
     */
    public static void write(Recording recording, Path file) {
        write(recording, file, Padding.RIGHT);
    }

    /**
     * Writes a file of the kind its name ends in; one that is there is replaced.
     *
     * @param recording what to write
     * @param file ends in {@code .npz}, {@code .safetensors}, {@code .csv} or {@code .h5}; its folder must be there
     * @param side on which side shorter trials are filled up, tokens and steps too; {@code .csv} has no padding
     * @throws SaveException as without a side
     */
    public static void write(Recording recording, Path file, Padding side) {
        write(recording, file, side, Progress.SILENT);
    }

    /**
     * Writes a file and says how far it is. An interrupt ends it, and leaves the file that was there.
     *
     * @param recording what to write
     * @param file ends in {@code .npz}, {@code .safetensors}, {@code .csv} or {@code .h5}; its folder must be there
     * @param side on which side shorter trials are filled up, tokens and steps too; {@code .csv} has no padding
     * @param progress told of bytes, or of trials of each site for {@code .csv}; HDF5 is written in one go
     *     when all of it was laid out
     * @throws SaveException as without a side
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static void write(Recording recording, Path file, Padding side, Progress progress) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
        requireDistinctNames(recording);
        switch (ending) {
            case ".npz" ->
                AtomicFile.write(
                        file, out -> NpzWriter.writeTo(out, Tally.counted(arrays(recording, side), 2, progress)));
            case ".safetensors" ->
                SafetensorsWriter.write(
                        file, RecordingText.metadata(recording), Tally.counted(arrays(recording, side), 1, progress));
            case ".csv" -> AtomicFile.write(file, out -> RecordingCsv.write(recording, out, progress));
            case ".h5" -> RecordingHdf5.write(recording, file, side, progress);
            default -> throw unknownKind(file);
        }
    }

    /** The error for a name that says no kind of file. */
    static SaveException unknownKind(Path file) {
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
        return new SaveException(
                "'" + file + "' ends in " + (name.contains(".") ? "'" + ending + "'" : "nothing")
                        + ", which says no kind of file we can write.",
                "a name that ends in " + KINDS);
    }

    private static List<StoredArray> arrays(Recording recording, Padding side) {
        List<StoredArray> arrays = new ArrayList<>();
        recording.sites().forEach(s -> arrays.add(PaddedArray.of(s, side)));
        arrays.addAll(TokenArrays.of(recording, side).stored());
        return arrays;
    }

    private static void requireDistinctNames(Recording recording) {
        Set<String> names = new HashSet<>(Set.of("tokens", "n_tokens", "step"));
        for (SiteRecording site : recording.sites()) {
            if (!names.add(site.site().name())) {
                throw new SaveException(
                        "Two arrays of the recording would both be named '"
                                + site.site().name() + "'.",
                        "record the place once");
            }
        }
    }
}
