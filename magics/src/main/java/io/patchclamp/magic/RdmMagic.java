package io.patchclamp.magic;

import java.util.List;
import java.util.Locale;

import io.patchclamp.geometry.Agreement;
import io.patchclamp.geometry.Dissimilarity;
import io.patchclamp.geometry.Noise;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.geometry.Rsa;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %rdm}. */
final class RdmMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "rdm",
            Kind.LINE,
            "How far apart a population holds conditions, by site or offset, and which models say so too, with a noise ceiling.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "what a condition is: a column of the trials", Values.TEXT),
                    new Option(
                            "against",
                            "COLUMN",
                            "",
                            "a model: a column that is the same for all trials of a condition",
                            true,
                            Values.TEXT),
                    Option.of(
                            "measure",
                            "crossnobis|euclidean|correlation",
                            "crossnobis",
                            "what lies between two conditions",
                            Values.TEXT),
                    Option.of(
                            "compare",
                            "rho-a|spearman|tau-a|tau-b|cosine|pearson",
                            "rho-a",
                            "how matrices are compared",
                            Values.TEXT),
                    Population.GROUP,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of("parts", "K", "5", "how many parts, for crossnobis and the ceiling", Values.COUNT),
                    Option.of(
                            "permutations",
                            "N",
                            "9999",
                            "how many times conditions are exchanged where they are more than seven",
                            Values.COUNT),
                    Option.of(
                            "noise",
                            "none|diagonal|shrunk|ledoit-wolf",
                            "",
                            "what is divided out of the units; if not given, each unit's spread for crossnobis, else none",
                            Values.TEXT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%rdm rec --by cell --against sentiment --group frame",
            "RdmReading reading = Rsa.of(Responses.of(rec), \"cell\").model(\"sentiment\").group(\"frame\").run()",
            RdmReading.class);

    private final Workbench workbench;

    RdmMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Anywhere population = Anywhere.of(call, session, workbench);
        String column = population.column(call);
        Rsa rsa = population
                .read(r -> Rsa.of(r, column), e -> Rsa.of(e, column))
                .measure(Dissimilarity.valueOf(
                        call.option("measure").orElseThrow().toUpperCase(Locale.ROOT)))
                .compare(Agreement.valueOf(
                        call.option("compare").orElseThrow().replace('-', '_').toUpperCase(Locale.ROOT)))
                .parts(call.count("parts").orElseThrow())
                .permutations(call.count("permutations").orElseThrow())
                .seed(call.count("seed").orElseThrow())
                .progress(session.progress());
        if (call.option("noise").isPresent()) {
            rsa = rsa.noise(
                    Noise.valueOf(call.option("noise").get().replace('-', '_').toUpperCase(Locale.ROOT)));
        }
        for (String model : call.values("against")) {
            rsa = rsa.model(model);
        }
        if (call.option("group").isPresent()) {
            rsa = rsa.group(call.option("group").get());
        }
        return rsa.run();
    }
}
