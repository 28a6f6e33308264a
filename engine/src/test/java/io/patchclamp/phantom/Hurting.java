package io.patchclamp.phantom;

import java.util.HashSet;
import java.util.Set;

import io.patchclamp.model.Model;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Trials;

/** Which units of a phantom are needed for what it does. */
public final class Hurting {
    /** More than round-off does. */
    public static final double ROUND_OFF = 1e-3;

    private Hurting() {}

    /** Names of the units whose lesion changes the metric of some trial by more than that. */
    public static Set<String> units(Model model, Phantom phantom, Trials trials, double least) {
        LesionEffect effect = Lesions.on(model, model.select(phantom.truth().at()))
                .each(Lesions.Each.UNIT)
                .metric(phantom.metric())
                .run(trials);
        Set<String> hurt = new HashSet<>();
        for (int c = 0; c < effect.cells().size(); c++) {
            for (int t = 0; t < trials.count(); t++) {
                if (Math.abs(effect.effect().get(c, t)) > least) {
                    hurt.add(effect.cells().get(c).name());
                }
            }
        }
        return hurt;
    }
}
