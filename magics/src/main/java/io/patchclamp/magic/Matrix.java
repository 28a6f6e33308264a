package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.figure.Figure;
import io.patchclamp.figure.HeatMap;
import io.patchclamp.model.Point;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/**
 * What a heat map shows, cut out of a recording or an array.
 *
 * @param data {@code [token, unit]}
 * @param units the columns' real numbers
 * @param tokens the rows' names; empty if they have none
 * @param promptRows how many of the first rows are the prompt
 * @param trialsPerToken of how many trials each row is the mean
 * @param site where it was recorded; empty if unknown
 * @param title what is shown
 * @param unit what one column is
 * @param value what the colour is
 */
record Matrix(
        NamedArray data,
        int[] units,
        List<String> tokens,
        int promptRows,
        int[] trialsPerToken,
        String site,
        String title,
        String unit,
        String value) {

    private static final String ACTIVATION = "activation (a.u.)";

    /** The matrix of one trial, or of the mean over trials, of one site. */
    static Matrix of(Recording recording, SiteRecording site, MagicCall call) {
        boolean mean = call.has("mean");
        int n = recording.trials().size();
        int index = call.count("trial").orElse(0);
        if (mean && call.has("trial")) {
            throw new UsageException(
                    "%heatmap shows one trial or the mean, got both.", "--trial " + index + " or --mean");
        }
        if (index >= n) {
            throw new UsageException(
                    "The recording has trials 0 to " + (n - 1) + ", got --trial " + index + ".", "--trial " + (n - 1));
        }
        NamedArray array = mean ? site.mean() : site.trials().get(index);
        boolean attention = site.site().point().isAttention();
        List<Integer> all = site.units().isEmpty()
                ? IntStream.range(0, site.site().units()).boxed().toList()
                : site.units();
        Plane plane = Plane.of(array, all, attention, call);
        int rows = plane.data().shape()[0];
        List<RecordedTrial> shown =
                mean ? recording.trials() : List.of(recording.trials().get(index));
        int[] counts = mean ? site.trialsPerToken() : ones(rows);
        String which = n == 1 || mean ? "" : " (trial " + index + ")";
        return new Matrix(
                        plane.data(),
                        plane.units(),
                        tokens(shown, rows),
                        promptRows(shown, rows),
                        counts.length == rows ? counts : ones(rows),
                        site.site().name() + plane.note() + which,
                        site.site().name() + plane.note() + which,
                        plane.unit(),
                        value(site.site().point()))
                .within(call);
    }

    private static String value(Point point) {
        return switch (point) {
            case PATTERN -> "attention (probability)";
            case SCORES -> "attention score";
            case LOGITS -> "logit";
            default -> ACTIVATION;
        };
    }

    /** The matrix of an array that a Java variable holds. */
    static Matrix of(NamedArray array, String name, MagicCall call) {
        for (String option : List.of("at", "mean")) {
            if (call.has(option)) {
                throw new UsageException(
                        "--" + option + " is for recordings, and '" + name + "' is an array " + array + ".",
                        "%heatmap " + name + " without --" + option);
            }
        }
        NamedArray cut = array;
        if (array.axes().size() > 2 && array.axes().get(0).equals("trial")) {
            int index = call.count("trial").orElse(0);
            if (index >= array.shape()[0]) {
                throw new UsageException(
                        "The array " + array + " has no trial " + index + ".", "--trial " + (array.shape()[0] - 1));
            }
            cut = array.at(index);
        }
        int rank = cut.axes().size();
        if (rank != 2 && rank != 3) {
            throw new UsageException(
                    "A heat map needs two axes, [token, unit], and '" + name + "' is an array " + array + ".",
                    name + ".at(0) takes the first index of the first axis");
        }
        boolean attention = cut.axes().get(0).equals("head");
        int units = cut.shape()[attention ? 0 : 1];
        Plane plane = Plane.of(cut, IntStream.range(0, units).boxed().toList(), attention, call);
        int rows = plane.data().shape()[0];
        return new Matrix(plane.data(), plane.units(), List.of(), rows, ones(rows), "", name, plane.unit(), "value")
                .within(call);
    }

    /** Draws it. */
    Figure draw(MagicCall call) {
        HeatMap map = HeatMap.of(data)
                .units(units)
                .unitLabel(unit)
                .title(title)
                .valueLabel(value)
                .scaleFrom(call.count("scale-from").orElseThrow())
                .trialsPerToken(trialsPerToken)
                .limitPercentile(call.number("limit").orElseThrow())
                .width(call.count("width").orElseThrow());
        if (!tokens.isEmpty()) {
            map = map.tokens(tokens).site(site).promptLength(promptRows);
        }
        return map.render();
    }

    /** Only the units asked for. */
    private Matrix within(MagicCall call) {
        if (call.range("units").isEmpty()) {
            return this;
        }
        Range range = call.range("units").get();
        int[] columns = IntStream.range(0, units.length)
                .filter(c -> units[c] >= range.from() && units[c] <= range.to())
                .toArray();
        if (columns.length == 0 || range.from() < 0) {
            throw new UsageException(
                    "No unit of " + range + " is there: " + title + " has units " + units[0] + " to "
                            + units[units.length - 1] + ".",
                    "--units " + units[0] + ".." + units[units.length - 1]);
        }
        int rows = data.shape()[0];
        float[] cut = new float[rows * columns.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns.length; c++) {
                cut[r * columns.length + c] = data.get(r, columns[c]);
            }
        }
        return new Matrix(
                NamedArray.of(data.axes(), new int[] {rows, columns.length}, cut),
                Arrays.stream(columns).map(c -> units[c]).toArray(),
                tokens,
                promptRows,
                trialsPerToken,
                site,
                title,
                unit,
                value);
    }

    /** The tokens of the rows, where all trials have the same one; else their positions. */
    private static List<String> tokens(List<RecordedTrial> trials, int rows) {
        List<String> tokens = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            String token = null;
            for (RecordedTrial trial : trials) {
                if (row < trial.rows().size()) {
                    int at = trial.rows().get(row);
                    String own = at < 0 ? "mean" : trial.visible().get(at);
                    token = token == null || token.equals(own) ? own : "…";
                }
            }
            tokens.add(token == null ? "" : token);
        }
        return tokens;
    }

    /** Rows that are the prompt in every trial shown. */
    private static int promptRows(List<RecordedTrial> trials, int rows) {
        int least = rows;
        for (RecordedTrial trial : trials) {
            int prompt = (int) trial.rows().stream()
                    .filter(at -> at < trial.prompt().count())
                    .count();
            least = Math.min(least, prompt == trial.rows().size() ? rows : prompt);
        }
        return least;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
