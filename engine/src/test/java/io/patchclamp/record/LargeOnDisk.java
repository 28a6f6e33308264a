package io.patchclamp.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Window;
import io.patchclamp.internal.format.SafetensorsWriter;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.format.WeightType;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/** A recording that is many times the heap it is analysed in; runs in a process of its own. */
public final class LargeOnDisk {
    private static final int TOKENS = 64;

    private LargeOnDisk() {}

    /** The number at a place. */
    static float value(int trial, int token, int unit) {
        return trial * 64 + token + (unit & 1023) / 1024f;
    }

    /** {@code folder trials units}: writes, keeps, loads, cuts epochs, and prints what they were. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int count = Integer.parseInt(args[1]);
        int units = Integer.parseInt(args[2]);
        Recording made = write(folder, count, units);
        Path kept = folder.resolve("kept.pclamp");
        RecordingFiles.save(made, kept, (long) count * units * TOKENS);
        Recording recording = RecordingFiles.load(kept);
        long from = System.nanoTime();
        Epochs epochs = Epochs.of(recording, Window.eventLast(-1, 1));
        long wrong = 0;
        for (int t = 0; t < count; t++) {
            for (int offset = -1; offset <= 1; offset++) {
                for (int u = 0; u < units; u += 7) {
                    wrong += epochs.get(t, offset, u) == value(t, TOKENS - 2 + offset, u) ? 0 : 1;
                }
            }
        }
        System.out.println((recording.bytes() >> 20) + " MB recorded, heap "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB, "
                + epochs.count() + " epochs of " + epochs.units().size() + " units, " + wrong + " wrong, "
                + (System.nanoTime() - from) / 1_000_000 + " ms");
    }

    private static Recording write(Path folder, int count, int units) throws IOException {
        Site site = new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(units));
        List<StoredTrials.Place> places = new ArrayList<>();
        List<RecordedTrial> trials = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            Path file = folder.resolve("trials-" + t + ".safetensors");
            int trial = t;
            SafetensorsWriter.write(
                    file, Map.of(), List.of(new StoredArray("x", WeightType.F32, new long[] {TOKENS, units}, out -> {
                        ByteBuffer row =
                                ByteBuffer.allocate(units * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                        for (int token = 0; token < TOKENS; token++) {
                            row.clear();
                            for (int u = 0; u < units; u++) {
                                row.putFloat(value(trial, token, u));
                            }
                            out.write(row.array());
                        }
                    })));
            places.add(new StoredTrials.Place(file, "x", site.axes(), new int[] {TOKENS, units}));
            trials.add(trial(t));
        }
        Path empty = Files.createDirectory(folder.resolve("owned"));
        return new Recording(
                new Provenance("m", null, null, null, null, "f32", Map.of()),
                trials,
                List.of(new SiteRecording(site, List.of(), new StoredTrials(StoredTrials.Folder.of(empty), places))),
                trials.stream().map(t -> 1).toList(),
                "none");
    }

    private static RecordedTrial trial(int number) {
        String text = "x".repeat(TOKENS);
        List<Integer> at = IntStream.range(0, TOKENS).boxed().toList();
        List<String> visible = at.stream().map(i -> "x").toList();
        Trials.Span event = new Trials.Span(TOKENS - 2, TOKENS - 1);
        return new RecordedTrial(
                new Trials.Item(text, Map.of("id", String.valueOf(number)), Optional.of(event)),
                new Tokens(text, at, visible, at, at.stream().map(i -> i + 1).toList()),
                List.of(),
                visible,
                "",
                at,
                at.stream().map(i -> 0).toList());
    }
}
