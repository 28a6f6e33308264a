package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.Trials.Span;

/** Cuts epochs out of a recording, one site and one trial at a time: what lies on disk stays there. */
final class EpochCutter {
    private final Recording recording;
    private final Window alignment;
    private final List<RecordedUnits> chosen;
    private final BitSet[] marks;

    EpochCutter(Recording recording, Window alignment, List<RecordedUnits> chosen) {
        if (recording.trials().stream().anyMatch(t -> t.rows().contains(-1))) {
            throw new PatchclampException(
                    "The recording holds means over tokens, which have no place to be aligned to.",
                    "%%record without --pool, or with --window around the event");
        }
        this.recording = recording;
        this.alignment = alignment;
        this.chosen = chosen;
        this.marks = TemplateTokens.of(recording.trials());
    }

    /** Where a trial's epoch lies. */
    private record Place(int number, int anchor, int event, int[] rows) {}

    Epochs cut() {
        int width = chosen.stream().mapToInt(c -> c.columns().length).sum();
        List<Place> places = new ArrayList<>();
        List<Drop> drops = new ArrayList<>();
        for (int t = 0; t < recording.trials().size(); t++) {
            Optional<Place> place = place(t, drops);
            place.ifPresent(places::add);
        }
        long bytes = places.stream()
                        .flatMapToInt(p -> Arrays.stream(p.rows))
                        .filter(r -> r >= 0)
                        .count()
                * width
                * Float.BYTES;
        refuseIfTooLarge(bytes);
        List<Cut> cuts = places.stream().map(p -> empty(p, width)).toList();
        int at = 0;
        for (RecordedUnits site : chosen) {
            for (int i = 0; i < cuts.size(); i++) {
                fill(site, places.get(i), cuts.get(i), at);
            }
            at += site.columns().length;
        }
        Provenance provenance = recording.provenance().with("alignment", alignment.toString());
        Set<String> notes = new LinkedHashSet<>();
        notes.add(alignment + ".");
        List<Unit> units = chosen.stream().flatMap(c -> c.units().stream()).toList();
        return new Epochs(
                provenance,
                alignment,
                cuts,
                units,
                DropLog.of(recording.trials().size()).with(drops),
                notes);
    }

    private static void refuseIfTooLarge(long bytes) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (bytes > free) {
            throw new PatchclampException(
                    "These epochs would take " + (bytes >> 20) + " MB, and the heap has " + (free >> 20) + " MB free.",
                    "fewer units, such as one layer, or a smaller window");
        }
    }

    private Optional<Place> place(int t, List<Drop> drops) {
        RecordedTrial trial = recording.trials().get(t);
        Optional<Span> span = trial.item().event();
        int anchor = trial.prompt().count() - 1;
        int event = anchor;
        if (alignment.anchor() != Anchor.PROMPT_LAST) {
            BitSet found = span.map(e -> trial.prompt().overlapping(e.start(), e.end()))
                    .orElseGet(BitSet::new);
            if (found.isEmpty()) {
                drops.add(new Drop(t, trial.item().prompt(), Reason.NO_EVENT, "no event is marked"));
                return Optional.empty();
            }
            event = found.nextSetBit(0);
            anchor = alignment.anchor() == Anchor.EVENT_FIRST ? event : found.length() - 1;
        }
        int[] rows = new int[alignment.length()];
        boolean any = false;
        for (int o = 0; o < rows.length; o++) {
            int token = anchor + alignment.from() + o;
            boolean out =
                    token < 0 || token == 0 && !alignment.keepFirst() || marks[t].get(token) && !alignment.keepMarks();
            rows[o] = out ? -1 : trial.rows().indexOf(token);
            any |= rows[o] >= 0;
        }
        if (!any) {
            String what = "no recorded token from " + alignment.from() + " to " + alignment.to() + " around token "
                    + anchor + " of " + trial.visible().size();
            drops.add(new Drop(t, trial.item().prompt(), Reason.OUTSIDE, what));
            return Optional.empty();
        }
        return Optional.of(new Place(t, anchor, event, rows));
    }

    private Cut empty(Place place, int width) {
        float[][] rows = new float[place.rows.length][];
        for (int o = 0; o < rows.length; o++) {
            rows[o] = place.rows[o] < 0 ? null : new float[width];
        }
        return new Cut(place.number, recording.trials().get(place.number), place.anchor, place.event, rows);
    }

    private static void fill(RecordedUnits from, Place place, Cut cut, int at) {
        NamedArray numbers = from.site().trials().get(place.number);
        int width = from.width();
        int[] columns = from.columns();
        boolean all = columns.length == width;
        float[] row = new float[width];
        for (int o = 0; o < place.rows.length; o++) {
            if (place.rows[o] < 0) {
                continue;
            }
            float[] to = cut.rows()[o];
            if (all) {
                numbers.copyTo(place.rows[o] * width, to, at, width);
            } else {
                numbers.copyTo(place.rows[o] * width, row, 0, width);
                for (int i = 0; i < columns.length; i++) {
                    to[at + i] = row[columns[i]];
                }
            }
        }
    }
}
