package io.patchclamp.magic;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;

/** {@code %%hypothesis}. */
final class HypothesisMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "hypothesis",
            Kind.CELL,
            "Writes down what is expected before the data are seen: direction, metric, alpha, family.",
            List.of(Argument.word("NAME", "what it is called", Values.TEXT)),
            List.of(
                    Option.of(
                            "metric",
                            "M",
                            "kl",
                            "what will be measured: a metric as experiments take it, or the read-out of a recording: "
                                    + String.join(", ", Hypotheses.readOuts()),
                            Values.TEXT),
                    Option.of(
                            "direction",
                            "less|greater|two-sided",
                            "two-sided",
                            "which way the metric goes if it is true",
                            Values.TEXT),
                    Option.of("alpha", "A", "0.05", "below which p it is believed", Values.NUMBER),
                    Option.of("family", "N", "1", "how many questions are asked together", Values.COUNT),
                    Option.of("items", "N", "", "how many stimuli are planned", Values.COUNT)),
            "%%hypothesis agreement --metric 'logit(right) - logit(wrong)' --direction less\n"
                    + "Removing the number units lowers the margin of the right verb.",
            "Hypothesis agreement = Hypothesis.of(\"agreement\", \"it falls\", Tail.LESS, \"logit(right) - logit(wrong)\")",
            Hypothesis.class);

    private final Workbench workbench;

    HypothesisMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String name = call.argument("NAME").orElseThrow();
        String statement = call.body().map(String::strip).orElse("");
        if (statement.isEmpty()) {
            throw new UsageException(
                    "The hypothesis '" + name + "' says nothing.", "a sentence below %%hypothesis: what is expected");
        }
        String metric = call.option("metric").orElseThrow();
        if (!Hypotheses.isReadOut(metric)) {
            check(metric);
        }
        Tail direction = Tail.valueOf(
                call.option("direction").orElseThrow().toUpperCase(Locale.ROOT).replace('-', '_'));
        Hypothesis registered = new Hypothesis(
                name,
                statement,
                direction,
                metric,
                call.number("alpha").orElseThrow(),
                call.count("family").orElseThrow(),
                call.count("items").map(OptionalInt::of).orElse(OptionalInt.empty()),
                Instant.now());
        return workbench.hypotheses().register(registered);
    }

    private static void check(String metric) {
        try {
            Metric.parse(metric);
        } catch (PatchclampException e) {
            throw new UsageException(
                    "'" + metric + "' is no metric and no read-out: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    "--metric 'logit(\" a\") - logit(\" b\")', or one of " + String.join(", ", Hypotheses.readOuts()));
        }
    }
}
