package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A trace's title, caption and summary. */
record UnitTraceWords(String title, String caption, String text) {
    /** More points than this in thin lines help nobody. */
    private static final int MOST_POINTS = 20_000;

    static UnitTraceWords of(UnitTrace trace) {
        String caption = caption(trace);
        return new UnitTraceWords(title(trace), caption, text(trace, caption));
    }

    /** How many of a condition's trials are drawn as thin lines: none where the mean is the trial. */
    static int thin(UnitTrace trace, UnitTrace.Condition condition) {
        int trials = condition.trials().length;
        int room = Math.max(
                1, MOST_POINTS / trace.tokenCount() / trace.conditions().size());
        return trials == 1 ? 0 : Math.min(trials, room);
    }

    private static String title(UnitTrace trace) {
        String claim = trace.title().isBlank()
                ? (trace.site().isBlank() ? "One unit" : trace.site().strip()) + " over "
                        + Numerals.count(trace.tokenCount(), "token")
                : trace.title().strip();
        List<Integer> n = trace.conditions().stream()
                .map(c -> c.trials().length)
                .distinct()
                .sorted()
                .toList();
        String trials = n.size() == 1
                ? Numerals.count(n.get(0), "trial")
                : Numerals.count(n.get(0)) + " to " + Numerals.count(n.get(n.size() - 1), "trial");
        return Lettering.drawable(
                claim + " (n = " + trials + (trace.conditions().size() > 1 ? " a condition" : "") + ")");
    }

    private static String caption(UnitTrace trace) {
        List<String> clauses = new ArrayList<>();
        String site = trace.site().isBlank() ? "One unit" : trace.site().strip();
        clauses.add(site + ", " + Numerals.count(trace.tokenCount(), "token") + ", "
                + trace.conditions().stream()
                        .map(c -> "'" + c.label() + "' (" + Numerals.count(c.trials().length, "trial") + ")")
                        .collect(Collectors.joining(", ")));
        if (trace.timeRow().generates()) {
            clauses.add(trace.timeRow().words());
        }
        clauses.add("height is the " + name(trace));
        boolean many = trace.conditions().stream().anyMatch(c -> c.trials().length > 1);
        if (many) {
            clauses.add("thick is the mean over trials, thin is each trial" + unseen(trace));
        }
        long missing = count(trace, false);
        if (missing > 0) {
            clauses.add(Numerals.count(missing, "value") + " missing" + (many ? ", the mean is over the rest" : ""));
        }
        long infinite = count(trace, true);
        if (infinite > 0) {
            clauses.add(Numerals.count(infinite, "infinite value") + " left out");
        }
        return String.join("; ", clauses) + ".";
    }

    private static String unseen(UnitTrace trace) {
        int all = trace.conditions().stream().mapToInt(c -> c.trials().length).sum();
        int drawn = trace.conditions().stream()
                .mapToInt(c -> c.trials().length == 1 ? 1 : thin(trace, c))
                .sum();
        return drawn == all ? "" : " (the first " + Numerals.count(drawn) + " of " + Numerals.count(all) + " drawn)";
    }

    private static long count(UnitTrace trace, boolean infinite) {
        long count = 0;
        for (UnitTrace.Condition condition : trace.conditions()) {
            for (float[] trial : condition.trials()) {
                for (float x : trial) {
                    count += infinite ? (Float.isInfinite(x) ? 1 : 0) : (Float.isNaN(x) ? 1 : 0);
                }
            }
        }
        return count;
    }

    private static String text(UnitTrace trace, String caption) {
        StringBuilder text = new StringBuilder(caption);
        for (UnitTrace.Condition condition : trace.conditions()) {
            double[] mean = condition.mean();
            int low = -1;
            int high = -1;
            for (int t = 0; t < mean.length; t++) {
                if (!Double.isNaN(mean[t])) {
                    low = low < 0 || mean[t] < mean[low] ? t : low;
                    high = high < 0 || mean[t] > mean[high] ? t : high;
                }
            }
            text.append("\n  ").append(condition.label()).append(": ");
            if (low < 0) {
                text.append("no finite value");
                continue;
            }
            text.append(condition.trials().length == 1 ? "from " : "mean from ");
            text.append(Numerals.signed(mean[low]))
                    .append(" at ")
                    .append(trace.timeRow().name(low));
            text.append(" to ").append(Numerals.signed(mean[high])).append(" at ");
            text.append(trace.timeRow().name(high));
        }
        return text.toString();
    }

    private static String name(UnitTrace trace) {
        int unit = trace.valueLabel().indexOf(" (");
        return unit < 0 ? trace.valueLabel() : trace.valueLabel().substring(0, unit);
    }
}
