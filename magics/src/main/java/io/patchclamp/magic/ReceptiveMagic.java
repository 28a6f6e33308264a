package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Unit;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/** {@code %receptive}. */
final class ReceptiveMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "receptive",
            Kind.LINE,
            "What one unit answers to: the tokens where it is highest and lowest, in their text, and the average token.",
            List.of(Argument.word(
                    "NAME", "a Java variable that holds a recording of tokens with embed in it", Values.VARIABLE)),
            List.of(
                    Option.of("unit", "SEL", "", "which unit, such as L5.mlp.neurons[3]", Values.SELECTOR),
                    Cuts.CIRCULAR,
                    Option.of("top", "N", "8", "how many exemplars and tokens", Values.COUNT),
                    Option.of(
                            "permutations",
                            "N",
                            "999",
                            "how often activations are turned around within each trial",
                            Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%receptive rec --unit L0.mlp.neurons[3]",
            "ReceptiveField field = ReceptiveField.of(rec, \"L0.mlp.neurons\", 3, 8, Shuffling.of(999, 0))",
            ReceptiveField.class);

    private final Workbench workbench;

    ReceptiveMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Recording recording = Variables.need(session, call.argument("NAME").orElseThrow(), Recording.class);
        List<Site> sites = recording.sites().stream().map(SiteRecording::site).toList();
        if (sites.stream().noneMatch(s -> s.name().equals("embed"))) {
            throw new UsageException(
                    "%receptive needs the tokens' embeddings, and the recording has no 'embed'.",
                    "%%record --at \"embed, "
                            + call.option("unit")
                                    .map(u -> u.replaceFirst("\\[.*", ""))
                                    .orElse(sites.get(0).name()) + "\"");
        }
        String typed = call.option("unit")
                .orElseThrow(() -> new UsageException(
                        "%receptive needs the unit that is asked about.",
                        "--unit " + sites.get(sites.size() - 1).name() + "[0]"));
        List<Unit> units = unitsOf(UnitChoice.of(typed, sites, session, workbench), sites);
        if (units.size() != 1) {
            throw new UsageException(
                    "'" + typed + "' is " + units.size() + " units, and a receptive field is of one.",
                    "--unit " + units.get(0).name());
        }
        Unit unit = units.get(0);
        return ReceptiveField.of(
                Found.heeded(call, session, recording, unit),
                unit.site().name(),
                unit.index(),
                call.count("top").orElseThrow(),
                Shuffling.of(
                                call.count("permutations").orElseThrow(),
                                call.count("seed").orElseThrow())
                        .progress(session.progress()));
    }

    private static List<Unit> unitsOf(UnitChoice choice, List<Site> sites) {
        return sites.stream()
                .flatMap(site ->
                        java.util.stream.IntStream.range(0, site.width()).mapToObj(i -> new Unit(site, i)))
                .filter(choice::means)
                .toList();
    }
}
