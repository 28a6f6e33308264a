package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/** A recording: where, what shape, which trials, how many passes. */
final class RecordingView {
    private static final int STRIPS = 3;

    private RecordingView() {}

    static Part of(Recording recording) {
        List<Part> parts = new ArrayList<>();
        int n = recording.trials().size();
        parts.add(Part.heading("Recording of " + Quantity.count(n, "trial") + " at "
                + Quantity.count(recording.sites().size(), "site") + ", " + Quantity.bytes(recording.bytes())
                + (recording.pool().equals("none") ? "" : ", tokens pooled: " + recording.pool())));
        String partial = recording.provenance().details().get("partial");
        if (partial != null) {
            parts.add(Part.paragraph("Partial: " + partial + "; the trials below are whole"));
        }
        String wrong = recording.provenance().details().get(Recording.NOT_FINITE);
        if (wrong != null) {
            parts.add(
                    Part.note(
                            "Warning: not finite (NaN or infinite): " + wrong
                                    + ". Whatever is computed from them means nothing: an edit was too strong, or the model is broken"));
        }
        parts.addAll(ReceiptsView.warnings(recording.receipts()));
        parts.add(sites(recording));
        parts.add(trials(recording));
        for (int i = 0; i < Math.min(STRIPS, n); i++) {
            parts.add(strip(recording, i));
        }
        if (n > STRIPS) {
            parts.add(Part.note("tokens of the first " + STRIPS + " trials shown"));
        }
        parts.addAll(ReceiptsView.table(recording.receipts()));
        parts.add(ProvenanceView.folded(recording.provenance()));
        return Part.stack(parts);
    }

    private static Part sites(Recording recording) {
        List<List<String>> rows = new ArrayList<>();
        for (SiteRecording site : recording.sites()) {
            long bytes = Float.BYTES
                    * site.shapes().stream()
                            .mapToLong(s -> Arrays.stream(s).asLongStream().reduce(1, (a, b) -> a * b))
                            .sum();
            rows.add(List.of(
                    site.site().name(),
                    shape(site),
                    SelectionView.units(site.units(), site.site().units()),
                    Quantity.bytes(bytes)));
        }
        return Part.grid(List.of("site", "shape of a trial", "units", "bytes"), rows);
    }

    /** Axis names with lengths; a length that differs between trials is a span. */
    private static String shape(SiteRecording site) {
        List<String> axes = site.trials().get(0).axes();
        List<String> parts = new ArrayList<>();
        for (int a = 0; a < axes.size(); a++) {
            int axis = a;
            int[] lengths = site.shapes().stream().mapToInt(s -> s[axis]).toArray();
            int least = Arrays.stream(lengths).min().orElse(0);
            int most = Arrays.stream(lengths).max().orElse(0);
            parts.add(axes.get(a) + " " + (least == most ? least : least + "–" + most));
        }
        return String.join(", ", parts);
    }

    private static Part trials(Recording recording) {
        List<String> columns = new ArrayList<>(List.of("trial", "prompt"));
        List<String> conditions =
                List.copyOf(recording.trials().get(0).item().columns().keySet());
        boolean generated =
                recording.trials().stream().anyMatch(t -> !t.generated().isEmpty());
        columns.addAll(conditions);
        columns.addAll(List.of("tokens", "rows", "forward passes"));
        if (generated) {
            columns.addAll(List.of("new tokens", "continuation"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < recording.trials().size(); i++) {
            RecordedTrial trial = recording.trials().get(i);
            List<String> row =
                    new ArrayList<>(List.of(String.valueOf(i), text(trial.item().prompt())));
            conditions.forEach(c -> row.add(trial.item().columns().getOrDefault(c, "")));
            row.add(String.valueOf(trial.prompt().count()));
            row.add(String.valueOf(trial.rows().size()));
            row.add(String.valueOf(recording.forwardPasses().get(i)));
            if (generated) {
                row.add(String.valueOf(trial.generated().size()));
                row.add(text(trial.text()));
            }
            rows.add(row);
        }
        return Part.grid(columns, rows);
    }

    /** A text on one line, white space at its ends and line breaks made visible. */
    static String text(String text) {
        String marked = text.replace("\r", "␍").replace("\n", "⏎").replace("\t", "⇥");
        int start = 0;
        while (start < marked.length() && marked.charAt(start) == ' ') {
            start++;
        }
        int end = marked.length();
        while (end > start && marked.charAt(end - 1) == ' ') {
            end--;
        }
        return Quantity.shortened(
                "·".repeat(start) + marked.substring(start, end) + "·".repeat(marked.length() - end), 90);
    }

    private static Part strip(Recording recording, int index) {
        RecordedTrial trial = recording.trials().get(index);
        int prompt = trial.prompt().count();
        List<Part.Chip> chips = IntStream.range(0, trial.visible().size())
                .mapToObj(i -> new Part.Chip(
                        trial.visible().get(i),
                        "",
                        (i < prompt ? "prompt, position " : "generated, position ")
                                + i
                                + (trial.rows().contains(i)
                                        ? ", row " + trial.rows().indexOf(i)
                                        : ", not recorded"),
                        i < prompt ? 0 : 0.4))
                .toList();
        return Part.stack(List.of(Part.note("trial " + index), new Part.Strip(chips)));
    }
}
