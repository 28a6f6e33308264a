package io.patchclamp.phantom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.Nearest;

/**
 * What stands behind {@code phantom:}, read and checked.
 *
 * @param kind which phantom
 * @param values every setting it has, in order
 * @param given those that were set to something else than usual, as they are written
 */
record Options(String kind, Map<String, Double> values, String given) {
    /** What every reference begins with. */
    static final String PREFIX = "phantom:";

    /**
     * A setting.
     *
     * @param usual what it is where it is not given
     * @param whole whether only whole numbers are meant
     */
    private record Setting(String name, double usual, double least, double most, boolean whole) {
        static Setting count(String name, int usual, int least, int most) {
            return new Setting(name, usual, least, most, true);
        }
    }

    private static final Setting SEED = Setting.count("seed", 0, 0, Integer.MAX_VALUE);
    private static final Setting UNITS = Setting.count("units", 64, 1, 4096);
    private static final Setting LAYERS = Setting.count("layers", 2, 1, 16);
    private static final Map<String, List<Setting>> KINDS = kinds();

    private static Map<String, List<Setting>> kinds() {
        Map<String, List<Setting>> kinds = new LinkedHashMap<>();
        kinds.put(
                "selective",
                List.of(
                        SEED,
                        UNITS,
                        LAYERS,
                        new Setting("d", 2, 0.1, 10, false),
                        Setting.count("both", 3, 0, 64),
                        Setting.count("causal", 2, 0, 64),
                        Setting.count("selective", 2, 0, 64)));
        kinds.put("null", List.of(SEED, UNITS, LAYERS));
        kinds.put("induction", List.of(SEED, UNITS, Setting.count("layers", 2, 2, 16)));
        kinds.put("modular", List.of(SEED, UNITS, LAYERS, Setting.count("p", 7, 2, 10)));
        return kinds;
    }

    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    int count(String name) {
        return values.get(name).intValue();
    }

    long seed() {
        return values.get("seed").longValue();
    }

    double number(String name) {
        return values.get(name);
    }

    /** As short as it can be written. */
    String reference() {
        return PREFIX + kind + given;
    }

    LoadException refuse(String what, String advice) {
        return new LoadException("'" + reference() + "' " + what, advice);
    }

    static Options parse(String reference) {
        String text = reference.strip();
        if (!text.startsWith(PREFIX)) {
            throw new LoadException(
                    "'" + reference + "' is no phantom: the name of one begins with '" + PREFIX + "'.",
                    PREFIX + "selective");
        }
        String rest = text.substring(PREFIX.length());
        int mark = rest.indexOf('?');
        String kind = mark < 0 ? rest : rest.substring(0, mark);
        List<Setting> settings = KINDS.get(kind);
        if (settings == null) {
            throw new LoadException(
                    "There is no phantom '" + kind + "'; there are " + String.join(", ", names()) + ".",
                    PREFIX + Nearest.to(kind, names(), 1).get(0));
        }
        Map<String, Double> values = new LinkedHashMap<>();
        settings.forEach(s -> values.put(s.name, s.usual));
        Map<String, String> seen = new LinkedHashMap<>();
        for (String part : mark < 0 ? new String[0] : rest.substring(mark + 1).split("&", -1)) {
            read(kind, part, settings, values, seen);
        }
        StringBuilder given = new StringBuilder();
        for (Setting s : settings) {
            if (values.get(s.name) != s.usual) {
                given.append(given.length() == 0 ? "?" : "&").append(s.name).append('=');
                given.append(written(values.get(s.name)));
            }
        }
        return new Options(kind, values, given.toString());
    }

    private static void read(
            String kind, String part, List<Setting> settings, Map<String, Double> values, Map<String, String> seen) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        List<String> names = settings.stream().map(s -> s.name).toList();
        Setting setting = settings.stream()
                .filter(s -> s.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new LoadException(
                        "'" + PREFIX + kind + "' has no setting '" + name + "'; it has " + String.join(", ", names)
                                + ".",
                        PREFIX + kind + "?" + Nearest.to(name, names, 1).get(0) + "=…"));
        String value = equals < 0 ? "" : part.substring(equals + 1);
        if (seen.put(name, value) != null) {
            throw new LoadException("'" + PREFIX + kind + "' is given '" + name + "' twice.", "it once");
        }
        values.put(name, number(kind, setting, value));
    }

    private static double number(String kind, Setting setting, String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        boolean fits = number >= setting.least && number <= setting.most;
        if (!fits || setting.whole && number != StrictMath.rint(number)) {
            throw new LoadException(
                    "'" + setting.name + "' of '" + PREFIX + kind + "' is '" + value + "', and must be a "
                            + (setting.whole ? "whole " : "") + "number from " + written(setting.least) + " to "
                            + written(setting.most) + ".",
                    PREFIX + kind + "?" + setting.name + "=" + written(setting.usual));
        }
        return number;
    }

    private static String written(double number) {
        return number == StrictMath.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
