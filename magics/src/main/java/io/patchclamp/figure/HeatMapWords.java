package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A heat map's title, caption and summary. */
record HeatMapWords(String title, String caption, String text) {
    static HeatMapWords of(HeatMap map, ColourScale scale, Peaks peaks, Axis time, Axis unit) {
        String caption = caption(map, scale, peaks, time, unit);
        return new HeatMapWords(title(map), caption, text(map, scale, peaks, caption));
    }

    private static String title(HeatMap map) {
        String claim = map.title().isBlank()
                ? capital(name(map)) + " of " + Numerals.count(map.unitCount(), map.unitLabel()) + " over "
                        + Numerals.count(map.tokenCount(), "token")
                : map.title().strip();
        return Lettering.drawable(claim + " (n = " + n(map) + ")");
    }

    private static String n(HeatMap map) {
        int fewest = map.fewestTrials();
        return fewest == map.mostTrials()
                ? Numerals.count(fewest, "trial")
                : Numerals.count(fewest) + " to " + Numerals.count(map.mostTrials(), "trial");
    }

    private static String caption(HeatMap map, ColourScale scale, Peaks peaks, Axis time, Axis unit) {
        String mean = map.mostTrials() == 1 ? "" : "mean of ";
        String a = map.fewestTrials() == map.mostTrials() ? "" : " a token";
        String what =
                (map.site().isBlank() ? capital(mean + n(map)) : map.site().strip() + ", " + mean + n(map))
                        + a + ", "
                        + Numerals.count(map.tokenCount(), "token") + " × "
                        + Numerals.count(map.unitCount(), map.unitLabel());
        List<String> clauses = new ArrayList<>(List.of(what));
        if (map.timeRow().generates()) {
            clauses.add(map.timeRow().words());
        }
        clauses.add("colour is the " + name(map) + ", red positive, limits ±" + Numerals.value(scale.limit()) + " ("
                + scale.reason() + "), " + clipped(scale));
        if (scale.missing() > 0) {
            clauses.add(Numerals.count(scale.missing(), "cell") + " missing (grey)");
        }
        if (!pooled(map, time, unit).isEmpty()) {
            clauses.add(pooled(map, time, unit));
        }
        if (!peaks.massive().isEmpty()) {
            clauses.add(massive(map, peaks.massive()));
        }
        return String.join("; ", clauses) + ".";
    }

    private static String clipped(ColourScale scale) {
        if (scale.clipped() == 0) {
            return "no cell clipped";
        }
        return Numerals.count(scale.clipped(), "cell") + " clipped"
                + (scale.infinite() > 0 ? " (" + Numerals.count(scale.infinite()) + " infinite)" : "");
    }

    private static String pooled(HeatMap map, Axis time, Axis unit) {
        String units = Numerals.plural(map.unitLabel());
        String larger = " |" + name(map) + "| is drawn";
        if (time.pooled() > 1 && unit.pooled() > 1) {
            return "a pixel is " + time.pooled() + " tokens × " + unit.pooled() + " " + units
                    + ": the value with the largest" + larger;
        }
        Axis shared = time.pooled() > 1 ? time : unit;
        if (shared.pooled() == 1) {
            return "";
        }
        boolean column = (shared == time) == map.timeRunsRight();
        return shared.pooled() + " " + (shared == time ? "tokens" : units) + " share a pixel "
                + (column ? "column" : "row") + ": the one with the " + (shared.pooled() == 2 ? "larger" : "largest")
                + larger;
    }

    private static String massive(HeatMap map, List<Peaks.Peak> peaks) {
        String named = peaks.stream()
                .limit(3)
                .map(p -> map.unitLabel() + " " + map.unit(p.unit()) + " (" + Numerals.signed(p.value()) + " at "
                        + map.timeRow().name(p.token()) + ")")
                .collect(Collectors.joining(", "));
        return "massive: " + named + (peaks.size() > 3 ? " and " + Numerals.count(peaks.size() - 3L) + " more" : "");
    }

    private static String text(HeatMap map, ColourScale scale, Peaks peaks, String caption) {
        StringBuilder text = new StringBuilder(caption);
        text.append("\n[token ").append(map.tokenCount()).append(", ").append(map.unitLabel());
        text.append(' ').append(map.unitCount()).append("], colour limits ±").append(Numerals.value(scale.limit()));
        if (!Double.isNaN(scale.least())) {
            text.append(", finite values ")
                    .append(Numerals.value(scale.least()))
                    .append(" to ");
            text.append(Numerals.value(scale.most()));
        }
        if (!peaks.top().isEmpty()) {
            text.append("\nPeaks, the largest |")
                    .append(name(map))
                    .append("| of each ")
                    .append(map.unitLabel());
            text.append(':');
        }
        for (Peaks.Peak peak : peaks.top()) {
            text.append("\n  ").append(map.unitLabel()).append(' ').append(map.unit(peak.unit()));
            text.append(" at ")
                    .append(map.timeRow().name(peak.token()))
                    .append(": ")
                    .append(Numerals.signed(peak.value()));
        }
        return text.toString();
    }

    /** The value's name without its unit. */
    static String name(HeatMap map) {
        int unit = map.valueLabel().indexOf(" (");
        return unit < 0 ? map.valueLabel() : map.valueLabel().substring(0, unit);
    }

    private static String capital(String text) {
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
    }
}
