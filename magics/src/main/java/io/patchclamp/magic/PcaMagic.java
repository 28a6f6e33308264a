package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Pca;
import io.patchclamp.geometry.PcaReading;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %pca}. */
final class PcaMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "pca",
            Kind.LINE,
            "Principal components: trials of one site, or conditions on their way through sites or offsets; what holds in left-out trials.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of(
                            "by",
                            "COLUMN",
                            "",
                            "what a condition is; needed to go through sites or offsets",
                            Values.TEXT),
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Population.GROUP,
                    Option.flag("scaled", "divides each unit by its deviation, where a few hide all others"),
                    Option.flag("differences", "takes out of each step of a path what all conditions do alike"),
                    Population.SEED),
            "%pca rec --by number --at L*.resid_post",
            "PcaReading reading = Pca.of(Responses.of(rec)).by(\"number\").run()",
            PcaReading.class);

    private final Workbench workbench;

    PcaMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Pca pca = Anywhere.of(call, session, workbench)
                .read(Pca::of, Pca::of)
                .scaled(call.has("scaled"))
                .differences(call.has("differences"))
                .seed(call.count("seed").orElseThrow())
                .progress(session.progress());
        if (call.option("by").isPresent()) {
            pca = pca.by(call.option("by").get());
        }
        if (call.option("group").isPresent()) {
            pca = pca.group(call.option("group").get());
        }
        return pca.run();
    }
}
