package io.patchclamp.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.CsvCell;
import io.patchclamp.internal.json.Json;
import io.patchclamp.progress.Progress;

/** A recording as lines of text, one a number. {@link RecordingExport} says what the columns are. */
final class RecordingCsv {
    static final String HEADER = "trial,token,position,step,token_id,token_text,site,unit,dim,value";

    private RecordingCsv() {}

    static void write(Recording recording, OutputStream to, Progress progress) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
        out.write(HEADER);
        out.write('\n');
        long trials = recording.sites().stream()
                .mapToLong(site -> site.trials().size())
                .sum();
        Tally tally = new Tally(progress, trials, "trials of a site");
        for (SiteRecording site : recording.sites()) {
            for (int t = 0; t < site.trials().size(); t++) {
                trial(recording.trials().get(t), t, site, out);
                tally.add(1);
            }
        }
        out.flush();
    }

    private static void trial(RecordedTrial trial, int number, SiteRecording site, Writer out) throws IOException {
        NamedArray array = site.trials().get(number);
        int[] shape = array.shape();
        boolean attention = site.site().point().isAttention();
        int tokens = attention ? shape[1] : shape[0];
        int units = attention ? shape[0] : shape[1];
        int dims = shape.length < 3 ? 1 : shape[2];
        float[] numbers = array.toArray();
        for (int token = 0; token < tokens; token++) {
            String line = number + "," + token + "," + row(trial, token) + ","
                    + CsvCell.of(site.site().name()) + ",";
            for (int unit = 0; unit < units; unit++) {
                String place =
                        line + (site.units().isEmpty() ? unit : site.units().get(unit)) + ",";
                for (int dim = 0; dim < dims; dim++) {
                    int at = attention ? (unit * tokens + token) * dims + dim : (token * units + unit) * dims + dim;
                    out.write(place);
                    if (shape.length > 2) {
                        out.write(Integer.toString(dim));
                    }
                    out.write(',');
                    out.write(number(numbers[at]));
                    out.write('\n');
                }
            }
        }
    }

    /** Position, step, id and text of one recorded row. */
    private static String row(RecordedTrial trial, int row) {
        int position = row < trial.rows().size() ? trial.rows().get(row) : -1;
        if (position < 0) {
            return ",,,";
        }
        String json = Json.write(trial.visible().get(position));
        String text = escaped(json.substring(1, json.length() - 1)).replace("\"", "\"\"");
        return position + "," + trial.steps().get(row) + "," + TokenArrays.id(trial, position) + ",\"" + text + "\"";
    }

    /** What a spreadsheet would take for the beginning of a formula is an escape of JSON, as others in this text are. */
    private static String escaped(String json) {
        return CsvCell.guarded(json + "x").startsWith("'") && !json.startsWith("'")
                ? String.format(Locale.ROOT, "\\u%04x", (int) json.charAt(0)) + json.substring(1)
                : json;
    }

    private static String number(float value) {
        if (Float.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Float.toString(value);
    }
}
