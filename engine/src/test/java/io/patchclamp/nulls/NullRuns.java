package io.patchclamp.nulls;

import java.util.List;

/**
 * How often each p that the engine gives is small where nothing is: what {@code docs/error-rates.md} says. A program, not a
 * test: {@code CONTRIBUTING.md} says how to run it.
 */
final class NullRuns {
    private static final List<String> ALL = List.of(
            "samples",
            "counts",
            "intervals",
            "families",
            "readings",
            "geometry",
            "effects",
            "lesions",
            "phantoms",
            "maps",
            "recall");

    private NullRuns() {}

    /** The sections to run, all if none is named; a number is the share of the usual draws to make. */
    public static void main(String[] arguments) throws Exception {
        double share = 1;
        List<String> sections = new java.util.ArrayList<>();
        for (String argument : arguments) {
            if (ALL.contains(argument)) {
                sections.add(argument);
            } else {
                share = Double.parseDouble(argument);
            }
        }
        Rates rates = new Rates(share);
        for (String section : sections.isEmpty() ? ALL : sections) {
            switch (section) {
                case "samples" -> new SampleNulls(rates).run();
                case "counts" -> new CountNulls(rates).counts();
                case "intervals" -> new CountNulls(rates).intervals();
                case "families" -> new FamilyNulls(rates).run();
                case "geometry" -> new GeometryNulls(rates).run();
                case "readings" -> new ReadingNulls(rates).run();
                case "effects" -> new EffectNulls(rates).run();
                case "phantoms" -> new PhantomNulls(rates).run();
                case "maps" -> new PhantomNulls(rates).maps();
                case "recall" -> new PhantomNulls(rates).recall();
                case "lesions" -> new LesionNulls(rates).run();
                default -> throw new IllegalArgumentException(section);
            }
        }
    }
}
