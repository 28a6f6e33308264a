package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.edit.Receipt;
import io.patchclamp.figure.ClampChart;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.ClampEffect;

/** What edits changed, trial by trial, and the current it took. */
final class ClampEffectView {
    private static final int TOP = 3;
    private static final int UNITS = 20;

    private ClampEffectView() {}

    static Part of(ClampEffect effect) {
        List<Part> parts = new ArrayList<>(parts(effect));
        parts.add(ProvenanceView.folded(effect.provenance()));
        return Part.stack(parts);
    }

    /** All but how it was made. */
    static List<Part> parts(ClampEffect effect) {
        List<Part> parts = new ArrayList<>();
        int n = effect.rows().size();
        parts.add(Part.heading("Effect of " + String.join("; ", effect.edits())));
        parts.add(Part.paragraph("mean effect on " + effect.metric() + " over " + Quantity.count(n, "trial") + ": "
                + Quantity.real(effect.meanEffect())
                + (effect.metric().unit().isEmpty() ? "" : " " + effect.metric().unit())));
        parts.addAll(ReceiptsView.warnings(effect.receipts()));
        ClampChart.of(effect).ifPresent(figure -> parts.add(new Part.Picture(figure)));
        parts.add(trials(effect));
        parts.addAll(table(currents(effect)));
        parts.addAll(ReceiptsView.table(effect.receipts()));
        return parts;
    }

    private static Part trials(ClampEffect effect) {
        List<String> conditions =
                List.copyOf(effect.rows().get(0).item().columns().keySet());
        boolean spoke = effect.rows().stream()
                .anyMatch(r -> !r.textBefore().isEmpty() || !r.textAfter().isEmpty());
        List<String> header = new ArrayList<>(List.of("trial", "prompt"));
        header.addAll(conditions);
        header.addAll(List.of("baseline", "clamped", "effect", "next before", "next after"));
        if (spoke) {
            header.addAll(List.of("text before", "text after"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ClampEffect.Row row : effect.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    String.valueOf(rows.size()), RecordingView.text(row.item().prompt())));
            conditions.forEach(c -> cells.add(row.item().columns().getOrDefault(c, "")));
            cells.addAll(List.of(
                    Quantity.real(row.baseline()),
                    Quantity.real(row.clamped()),
                    Quantity.real(row.effect()),
                    top(row.topBefore()),
                    top(row.topAfter())));
            if (spoke) {
                cells.addAll(List.of(RecordingView.text(row.textBefore()), RecordingView.text(row.textAfter())));
            }
            rows.add(cells);
        }
        return Part.grid(header, rows);
    }

    private static List<Part> table(List<List<String>> currents) {
        if (currents.isEmpty()) {
            return List.of();
        }
        int shown = Math.min(UNITS, currents.size());
        String more = shown < currents.size() ? "; the first " + shown + " of " + Quantity.count(currents.size()) : "";
        return List.of(
                Part.note("clamp current: imposed minus natural, mean over the tokens of the prompt" + more),
                Part.grid(
                        List.of("trial", "site", "unit", "natural", "imposed", "current", "numbers"),
                        currents.subList(0, shown)));
    }

    private static List<List<String>> currents(ClampEffect effect) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < effect.rows().size(); i++) {
            for (Receipt.Current current : effect.rows().get(i).currents()) {
                rows.add(List.of(
                        String.valueOf(i),
                        current.site(),
                        String.valueOf(current.unit()),
                        Quantity.real(current.natural()),
                        Quantity.real(current.imposed()),
                        Quantity.real(current.current()),
                        Quantity.count(current.count())));
            }
        }
        return rows;
    }

    private static String top(List<Candidate> candidates) {
        return candidates.stream()
                .limit(TOP)
                .map(c -> c.visible() + " " + Quantity.probability(c.probability()))
                .collect(Collectors.joining(", "));
    }
}
