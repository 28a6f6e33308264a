package io.patchclamp.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.format.WeightType;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;

/**
 * One site of a recording: what {@code recording.json} says of it is compared with itself first, and then with the arrays
 * that are there.
 *
 * @param json what is said
 * @param site where
 * @param units which units, empty for all
 * @param shapes one a trial
 * @param arrays the names of its arrays: one of all trials, or several of some each
 */
record SiteReader(Members json, Site site, List<Integer> units, List<int[]> shapes, List<String> arrays) {
    static SiteReader of(Members json, List<RecordedTrial> trials) {
        Site site = site(json);
        List<Integer> units = units(json, site);
        List<int[]> shapes = new ArrayList<>();
        for (List<Integer> shape : json.lists("shapes")) {
            shapes.add(shape.stream().mapToInt(i -> i).toArray());
        }
        if (shapes.size() != trials.size()) {
            throw json.fault("'shapes'", trials.size() + " shapes, one a trial", shapes.size() + " shapes");
        }
        if (!json.texts("axes").equals(site.axes())) {
            throw json.fault(
                    "'axes'", site.axes().toString(), json.texts("axes").toString());
        }
        for (int t = 0; t < shapes.size(); t++) {
            requireShape(json, site, units, shapes.get(t), trials.get(t), t);
        }
        List<String> arrays = json.json.containsKey("arrays") ? json.texts("arrays") : List.of(site.name());
        return new SiteReader(json, site, units, shapes, arrays);
    }

    private static Site site(Members json) {
        String shortName = json.text("point");
        Point point = Arrays.stream(Point.values())
                .filter(p -> p.shortName().equals(shortName))
                .findFirst()
                .orElseThrow(() -> json.fault("'point'", "a place we know", "'" + shortName + "'"));
        List<Integer> unitShape = json.integers("unitShape");
        double width = unitShape.stream().mapToDouble(i -> i).reduce(1, (a, b) -> a * b);
        if (unitShape.isEmpty() || unitShape.stream().anyMatch(i -> i < 1) || width > Integer.MAX_VALUE) {
            throw json.fault("'unitShape'", "one number or more, each above 0, of one array", unitShape.toString());
        }
        return RecordingReader.built(
                json, () -> new Site(json.text("name"), point, json.integer("layer"), json.flag("flat"), unitShape));
    }

    private static List<Integer> units(Members json, Site site) {
        List<Integer> units = json.integers("units");
        int before = -1;
        for (int unit : units) {
            if (unit <= before || unit >= site.units()) {
                throw json.fault("'units'", "ascending numbers below " + site.units(), String.valueOf(unit));
            }
            before = unit;
        }
        return units;
    }

    /** A trial's shape: its tokens, the units, and what each of those has; attention has the units first. */
    private static void requireShape(
            Members json, Site site, List<Integer> units, int[] shape, RecordedTrial trial, int number) {
        int kept = units.isEmpty() ? site.units() : units.size();
        int tokens = trial.rows().size();
        int longest = trial.visible().size();
        boolean fits = shape.length == site.axes().size();
        if (site.point().isAttention()) {
            fits = fits && shape[0] == kept && shape[1] == tokens && shape[2] >= 0 && shape[2] <= longest;
        } else {
            fits = fits && shape[1] == kept;
            for (int i = 2; fits && i < shape.length; i++) {
                fits = i <= site.unitShape().size()
                        && shape[i] == site.unitShape().get(i - 1);
            }
            if (fits && shape[0] != tokens) {
                throw json.fault("'shapes'", tokens + " tokens in trial " + number, String.valueOf(shape[0]));
            }
        }
        double size = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        boolean held = size <= Integer.MAX_VALUE - 8
                && shape.length > 0
                && shape[shape.length - 1] <= Integer.MAX_VALUE / Float.BYTES;
        if (!fits || !held) {
            throw json.fault(
                    "'shapes'",
                    "the shape of " + tokens + " tokens and " + kept + " units",
                    Arrays.toString(shape) + " for trial " + number);
        }
    }

    /** How many bytes the activations take. */
    double bytes() {
        return Float.BYTES
                * shapes.stream()
                        .mapToDouble(s -> Arrays.stream(s).asDoubleStream().reduce(1, (a, b) -> a * b))
                        .sum();
    }

    /** All trials, in memory or, where they do not fit, read when they are asked for. */
    SiteRecording read(TensorFile file, Function<TensorInfo, Path> fileOf, boolean fits) {
        List<KeptTrials.Place> places = new ArrayList<>();
        long[] largest = largest();
        for (String name : arrays) {
            TensorInfo tensor = file.find(name)
                    .orElseThrow(() -> new LoadException(
                            "'" + file.path() + "' has no array '" + name + "'.", "another copy of the recording"));
            long[] padded = tensor.shape();
            boolean alike = (tensor.type() == WeightType.F32 || tensor.type() == WeightType.F16)
                    && padded.length == site.axes().size() + 1
                    && Arrays.equals(largest, 0, largest.length, padded, 1, padded.length)
                    && padded[0] <= shapes.size() - places.size();
            if (!alike) {
                throw unfit(file, tensor.toString());
            }
            for (int row = 0; row < padded[0]; row++) {
                places.add(new KeptTrials.Place(fileOf.apply(tensor), tensor, row, shapes.get(places.size())));
            }
        }
        if (places.size() != shapes.size()) {
            throw unfit(file, places.size() + " trials in " + arrays);
        }
        if (!fits) {
            return built(new KeptTrials(site.axes(), places));
        }
        TrialArray reading = new TrialArray();
        List<NamedArray> trials = new ArrayList<>();
        for (KeptTrials.Place place : places) {
            float[] numbers = reading.read(file, place.tensor(), place.row(), place.shape());
            trials.add(NamedArray.of(site.axes(), place.shape(), numbers));
        }
        return built(trials);
    }

    private SiteRecording built(List<NamedArray> trials) {
        return RecordingReader.built(json, () -> new SiteRecording(site, units, trials));
    }

    private LoadException unfit(TensorFile file, String what) {
        return new LoadException(
                "'" + file.path() + "' holds " + what + "; expected F32 with " + shapes.size()
                        + " trials, each filled up to " + Arrays.toString(largest()) + ".",
                "another copy of the recording");
    }

    /** What trials are filled up to. */
    private long[] largest() {
        long[] largest = new long[site.axes().size()];
        for (int[] shape : shapes) {
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], shape[i]);
            }
        }
        return largest;
    }
}
