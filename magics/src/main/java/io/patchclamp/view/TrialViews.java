package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.patchclamp.figure.DropLogChart;
import io.patchclamp.sweep.Answers;
import io.patchclamp.trial.Balance;
import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.EventSpan;
import io.patchclamp.trial.EventSpans;
import io.patchclamp.trial.Screened;
import io.patchclamp.trial.Split;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.trial.Trials;

/** Stimuli, and what is known of them before anything is recorded. */
final class TrialViews {
    private static final int FEW = 12;

    private TrialViews() {}

    static Part of(Trials trials) {
        return Part.stack(
                List.of(Part.heading(Quantity.count(trials.count(), "trial")), table(trials, trials.count())));
    }

    static Part of(Screened screened) {
        return Part.stack(List.of(
                of(screened.log()), table(screened.trials(), screened.trials().count())));
    }

    static Part of(DropLog log) {
        if (log.drops().isEmpty()) {
            return Part.paragraph(log.toString());
        }
        List<List<String>> rows = log.drops().stream()
                .map(d -> List.of(
                        String.valueOf(d.trial()),
                        d.reason().word(),
                        d.detail().equals(d.reason().word()) ? "" : d.detail(),
                        Quantity.shortened(d.prompt(), 100)))
                .toList();
        return Part.stack(List.of(
                new Part.Picture(DropLogChart.of(log)),
                Part.folded("left out", Part.grid(List.of("trial", "reason", "detail", "prompt"), rows))));
    }

    static Part of(TrialSheet sheet) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Stimuli: " + sheet.log()));
        parts.add(table(sheet.trials(), FEW));
        if (!sheet.log().drops().isEmpty()) {
            parts.add(of(sheet.log()));
        }
        if (!sheet.repeated().isEmpty()) {
            parts.add(
                    Part.paragraph("Warning: " + Quantity.count(sheet.repeated().size(), "prompt")
                            + (sheet.repeated().size() == 1 ? " comes" : " come")
                            + " more than once; a model has no noise, n is stimuli, and statistics refuse them. --collapse"
                            + " keeps one of each."));
        }
        sheet.nearlyNumbers().forEach(n -> parts.add(Part.paragraph("Warning: " + n)));
        sheet.spans().ifPresent(s -> parts.add(of(s)));
        sheet.balance().ifPresent(b -> parts.add(of(b)));
        sheet.split().ifPresent(s -> parts.add(of(s)));
        return Part.stack(parts);
    }

    static Part of(EventSpans spans) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.paragraph("Events: " + spans));
        List<EventSpan> odd =
                spans.spans().stream().filter(s -> s.count() > 1 || !s.exact()).toList();
        if (!odd.isEmpty()) {
            parts.add(Part.folded(
                    "events that are not one token of their own",
                    Part.grid(
                            List.of("trial", "event", "tokens", ""),
                            odd.stream()
                                    .map(s -> List.of(
                                            String.valueOf(s.trial()),
                                            s.text(),
                                            String.join(" ", s.visible()),
                                            s.exact() ? "" : "hold more than the event"))
                                    .toList())));
        }
        return Part.stack(parts);
    }

    static Part of(Balance balance) {
        List<Part> parts = new ArrayList<>();
        List<String> header = new ArrayList<>(balance.columns());
        header.add("trials");
        parts.add(Part.grid(
                header,
                balance.cells().stream()
                        .map(c -> {
                            List<String> row = new ArrayList<>(c.levels());
                            row.add(String.valueOf(c.n()));
                            return row;
                        })
                        .toList()));
        parts.add(Part.note(
                balance.even() ? "balanced: all combinations have as many trials" : "not balanced, see below"));
        balance.warnings().forEach(w -> parts.add(Part.note("Note: " + w)));
        return Part.stack(parts);
    }

    static Part of(Split split) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.paragraph(split.toString()));
        parts.add(Part.note("select and fit on S, test on T"));
        split.warnings().forEach(w -> parts.add(Part.note("Note: " + w)));
        return Part.stack(parts);
    }

    static Part of(Answers answers) {
        Map<Integer, String> wrong = answers.wrong();
        List<List<String>> rows = wrong.entrySet().stream()
                .map(e -> List.of(
                        String.valueOf(e.getKey()),
                        e.getValue().substring(e.getValue().lastIndexOf('=') + 2),
                        Quantity.shortened(
                                answers.trials().items().get(e.getKey()).prompt(), 100)))
                .toList();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.paragraph(answers.toString()));
        if (!rows.isEmpty()) {
            parts.add(Part.folded(
                    "wrong", Part.grid(List.of("trial", answers.metric().toString(), "prompt"), rows)));
        }
        parts.add(ProvenanceView.folded(answers.provenance()));
        return Part.stack(parts);
    }

    private static Part table(Trials trials, int most) {
        List<String> header = new ArrayList<>(List.of("", "prompt"));
        header.addAll(trials.columns());
        List<List<String>> rows = new ArrayList<>();
        for (int t = 0; t < Math.min(most, trials.count()); t++) {
            Trials.Item item = trials.items().get(t);
            List<String> row = new ArrayList<>(List.of(String.valueOf(t), marked(item)));
            trials.columns().forEach(c -> row.add(item.columns().getOrDefault(c, "")));
            rows.add(row);
        }
        Part grid = Part.grid(header, rows);
        return trials.count() <= most
                ? grid
                : Part.stack(List.of(grid, Part.note("… " + Quantity.count(trials.count() - most, "more trial"))));
    }

    /** The prompt with its event in brackets, as it is typed. */
    private static String marked(Trials.Item item) {
        return item.event()
                .map(e -> item.prompt().substring(0, e.start()) + "[["
                        + item.prompt().substring(e.start(), e.end()) + "]]"
                        + item.prompt().substring(e.end()))
                .orElse(item.prompt());
    }
}
