package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.attribute.Attributed;
import io.patchclamp.attribute.AttributedTrial;
import io.patchclamp.attribute.Check;
import io.patchclamp.attribute.Convergence;
import io.patchclamp.attribute.Method;
import io.patchclamp.attribute.SiteShares;
import io.patchclamp.attribute.UnitShare;

/** Who moved an output: tokens shaded by their shares, the largest shares, and what they were checked against. */
final class AttributedView {
    private static final int TRIALS = 4;
    private static final int TOP = 15;
    private static final double DOUBTFUL = 0.05;

    private AttributedView() {}

    static Part of(Attributed shares) {
        List<Part> parts = new ArrayList<>();
        int n = shares.trials().size();
        shares.warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        for (int t = 0; t < Math.min(TRIALS, n); t++) {
            trial(shares, t, parts);
        }
        if (n > TRIALS) {
            parts.add(Part.note("the first " + TRIALS + " of " + Quantity.count(n, "trial") + "; %export has all"));
        }
        if (shares.method() == Method.PATCH) {
            parts.add(Part.paragraph("attribution patching against real patching: correlation "
                    + Quantity.real(shares.correlation()) + " over "
                    + Quantity.count(
                            shares.trials().stream()
                                    .mapToInt(x -> x.patched().size())
                                    .sum(),
                            "cell")));
        }
        parts.add(Part.note(meaning(shares.method())));
        parts.add(ProvenanceView.folded(shares.provenance()));
        return Part.stack(parts);
    }

    private static String meaning(Method method) {
        return switch (method) {
            case GRADIENT ->
                "a share is gradient × activation: to first order what the target loses when the unit is set to zero. Large"
                        + " and saturated units can do otherwise: --verify K shows what really happens";
            case INTEGRATED ->
                "a share is the unit's part of what the target loses when all chosen units of its site shrink to zero"
                        + " together; removing it alone can do otherwise: --verify K shows what really happens";
            case PATCH ->
                "a share is gradient × (clean − corrupt): to first order what the target gains when the clean activation is"
                        + " put into the corrupt run";
        };
    }

    private static void trial(Attributed shares, int t, List<Part> parts) {
        AttributedTrial trial = shares.trials().get(t);
        parts.add(Part.heading("Attribution of " + trial.target() + " after token " + trial.readAt() + " of "
                + Quantity.shortened(trial.text().text(), 120)));
        String clean = Double.isNaN(trial.clean()) ? "" : "; of the clean text " + Quantity.real(trial.clean());
        String prob =
                Double.isNaN(trial.logprob()) ? "" : "; probability " + Quantity.probability(Math.exp(trial.logprob()));
        parts.add(Part.paragraph("target " + Quantity.real(trial.value()) + prob + clean));
        parts.add(strip(trial));
        if (!trial.convergence().isEmpty()) {
            parts.addAll(convergence(shares, trial));
        }
        parts.add(top(shares, t));
        if (!trial.patched().isEmpty()) {
            parts.add(patched(shares, trial));
        }
    }

    private static Part strip(AttributedTrial trial) {
        int n = trial.text().count();
        double[] size = new double[n];
        double[] sum = new double[n];
        for (SiteShares site : trial.sites()) {
            float[] all = site.units().toArray();
            for (int i = 0; i < all.length; i++) {
                size[i / (all.length / n)] += Math.abs(all[i]);
                sum[i / (all.length / n)] += all[i];
            }
        }
        double most = 0;
        for (double s : size) {
            most = Math.max(most, s);
        }
        List<Part.Chip> chips = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            chips.add(new Part.Chip(
                    trial.text().visible().get(i),
                    Quantity.real(sum[i]),
                    "token " + i + "\nsum of shares " + Quantity.real(sum[i]) + "\nsum of sizes "
                            + Quantity.real(size[i]),
                    most > 0 ? Math.min(1, size[i] / most) : 0));
        }
        return new Part.Strip(chips);
    }

    private static Part top(Attributed shares, int t) {
        AttributedTrial trial = shares.trials().get(t);
        boolean verified = !trial.verified().isEmpty();
        List<List<String>> rows = new ArrayList<>();
        List<UnitShare> top = shares.top(t, Math.max(TOP, trial.verified().size()));
        for (int i = 0; i < top.size(); i++) {
            UnitShare unit = top.get(i);
            List<String> row = new ArrayList<>(List.of(
                    unit.name(),
                    unit.token() + " " + trial.text().visible().get(unit.token()),
                    Quantity.real(unit.value()),
                    Quantity.real(unit.attribution())));
            if (verified) {
                row.add(
                        i < trial.verified().size()
                                ? Quantity.real(trial.verified().get(i).real())
                                : "");
            }
            rows.add(row);
        }
        String real = shares.method() == Method.PATCH ? "really gained" : "really lost without it";
        List<String> header = verified
                ? List.of("unit", "token", "activation", "attribution", real)
                : List.of("unit", "token", "activation", "attribution");
        return Part.grid(header, rows);
    }

    private static List<Part> convergence(Attributed shares, AttributedTrial trial) {
        List<List<String>> rows = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        for (int s = 0; s < trial.convergence().size(); s++) {
            Convergence way = trial.convergence().get(s);
            String name = shares.electrodes().get(s).site().name();
            rows.add(List.of(
                    name,
                    Quantity.real(way.sum()),
                    Quantity.real(way.difference()),
                    Quantity.real(way.error()),
                    String.valueOf(way.steps())));
            if (!way.within(DOUBTFUL)) {
                doubtful.add(name);
            }
        }
        List<Part> parts = new ArrayList<>();
        if (!doubtful.isEmpty()) {
            parts.add(Part.note("Warning: shares do not add up to within 5 % at "
                    + Quantity.shortened(String.join(", ", doubtful), 200) + ": more --steps"));
        }
        parts.add(Part.folded(
                "do the shares add up?",
                Part.grid(List.of("site", "sum of shares", "target lost without the site", "error", "steps"), rows)));
        return parts;
    }

    private static Part patched(Attributed shares, AttributedTrial trial) {
        List<Check> largest = trial.patched().stream()
                .sorted(java.util.Comparator.comparingDouble(c -> -Math.abs(c.real())))
                .limit(TOP)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (Check cell : largest) {
            String name = shares.electrodes().get(cell.site()).site().name();
            rows.add(List.of(
                    cell.unit() < 0 ? name : name + "[" + cell.unit() + "]",
                    cell.token() + " " + trial.text().visible().get(cell.token()),
                    Quantity.real(cell.estimate()),
                    Quantity.real(cell.real())));
        }
        return Part.folded(
                "the " + largest.size() + " largest of "
                        + Quantity.count(trial.patched().size()) + " cells really patched",
                Part.grid(List.of("patched", "token", "estimated", "real"), rows));
    }
}
