package io.patchclamp.record;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Activations;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** A recording as what edits are taken from. */
record RecordedActivations(Recording recording) implements Activations {
    @Override
    public String title() {
        return "the recording";
    }

    @Override
    public int trials() {
        return recording.trials().size();
    }

    @Override
    public int tokens(int trial) {
        return recording.trials().get(trial).prompt().count();
    }

    @Override
    public OptionalInt event(int trial) {
        Tokens prompt = recording.trials().get(trial).prompt();
        Optional<Trials.Span> event = recording.trials().get(trial).item().event();
        return event.map(e -> prompt.overlapping(e.start(), e.end()))
                .filter(found -> !found.isEmpty())
                .map(found -> OptionalInt.of(found.nextSetBit(0)))
                .orElseGet(OptionalInt::empty);
    }

    /** Of several recordings of one place the one with the most numbers; what was there before edits only if it is alone. */
    @Override
    public Optional<Place> at(Point point, int layer) {
        return recording.sites().stream()
                .filter(s -> s.site().point() == point && s.site().layer() == layer)
                .max(Comparator.comparing((SiteRecording s) -> !s.site().name().endsWith(":before"))
                        .thenComparing(s -> numbers(s).length))
                .map(s -> new Recorded(recording, s));
    }

    /** The recorded numbers on the flat axis of their place; heads for attention. */
    private static int[] numbers(SiteRecording recorded) {
        Site site = recorded.site();
        int each = site.width() / site.units();
        List<Integer> units = recorded.units().isEmpty()
                ? IntStream.range(0, site.units()).boxed().toList()
                : recorded.units();
        return units.stream()
                .flatMapToInt(u -> IntStream.range(u * each, (u + 1) * each))
                .toArray();
    }

    private record Recorded(Recording recording, SiteRecording site) implements Place {
        @Override
        public int[] numbers() {
            return RecordedActivations.numbers(site);
        }

        @Override
        public int[] positions(int trial) {
            return recording.trials().get(trial).rows().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        @Override
        public float[] row(int trial, int row) {
            NamedArray array = site.trials().get(trial);
            int[] shape = array.shape();
            if (!site.site().point().isAttention()) {
                int width = array.size() / shape[0];
                float[] numbers = new float[width];
                array.copyTo(row * width, numbers, 0, width);
                return numbers;
            }
            float[] heads = new float[shape[0] * shape[2]];
            for (int head = 0; head < shape[0]; head++) {
                array.copyTo((head * shape[1] + row) * shape[2], heads, head * shape[2], shape[2]);
            }
            return heads;
        }
    }
}
