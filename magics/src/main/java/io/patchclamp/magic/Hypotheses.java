package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.trial.Ledger;

/** What was expected in a notebook, and what had been seen by then. The one way in which any magic comes to a hypothesis. */
final class Hypotheses {
    /** {@code --hypothesis}, for every magic that gives a p. */
    static final Option OPTION = Option.of(
            "hypothesis",
            "NAME",
            "",
            "what was expected, registered with %%hypothesis before these data were seen; stamped on result and pictures,"
                    + " and only then may p be one-sided",
            Values.TEXT);

    /** What magics that read recordings measure, beside their own name. */
    private static final Map<String, List<String>> READ_OUTS = new TreeMap<>(Map.ofEntries(
            Map.entry("alike", List.of("correlation")),
            Map.entry("ccgp", List.of("accuracy")),
            Map.entry("correlations", List.of("correlation")),
            Map.entry("decode", List.of("accuracy")),
            Map.entry("evoked", List.of("activation")),
            Map.entry("generalize", List.of("accuracy")),
            Map.entry("localize", List.of("activation")),
            Map.entry("population", List.of("activation")),
            Map.entry("rdm", List.of("correlation", "rsa")),
            Map.entry("receptive", List.of("activation")),
            Map.entry("selectivity", List.of("d'", "d′", "AUC", "activation")),
            Map.entry("shattering", List.of("accuracy")),
            Map.entry("tuning", List.of("activation", "correlation"))));

    private final Map<String, Hypothesis> registered = new TreeMap<>();
    private final Ledger ledger;

    /** Models that write to this ledger know of each hypothesis. */
    Hypotheses(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whether a metric is what some magic reads out of recordings, and no metric of the next token. */
    static boolean isReadOut(String metric) {
        return READ_OUTS.keySet().stream().anyMatch(magic -> isReadOut(metric, magic));
    }

    private static boolean isReadOut(String metric, String magic) {
        String asked = metric.strip();
        return READ_OUTS.containsKey(magic)
                && (asked.equals(magic) || READ_OUTS.get(magic).stream().anyMatch(asked::equalsIgnoreCase));
    }

    /** All of them, as help lists them. */
    static List<String> readOuts() {
        return Stream.concat(
                        READ_OUTS.values().stream().flatMap(List::stream).filter(name -> !name.equals("d′")),
                        READ_OUTS.keySet().stream())
                .distinct()
                .toList();
    }

    /** Keeps a hypothesis, from the first time it was said: what is changed afterwards is another one. */
    Hypothesis register(Hypothesis said) {
        Hypothesis before = registered.get(said.name());
        if (before == null) {
            registered.put(said.name(), said);
            ledger.register(said);
            return said;
        }
        if (!before.saysTheSame(said)) {
            throw new UsageException(
                    "'" + said.name() + "' was registered before, at " + before.registered() + ", and said otherwise.",
                    "another name: a hypothesis that was changed is another hypothesis");
        }
        return before;
    }

    private Optional<Hypothesis> named(MagicCall call) {
        return call.option(OPTION.name()).map(name -> Optional.ofNullable(registered.get(name))
                .orElseThrow(() -> new UsageException(
                        "No hypothesis is registered as '" + name + "'.",
                        registered.isEmpty()
                                ? "%%hypothesis " + name + " in a cell before this one"
                                : "one of " + String.join(", ", registered.keySet()))));
    }

    /** The hypothesis that an experiment names, which finds out itself what was seen and asked before. */
    Optional<Preregistration> expected(MagicCall call) {
        return named(call).map(Preregistration::of);
    }

    /** The notebook for a magic that reads recordings: those in its variables carry what the call names. */
    Session stamping(MagicCall call, Session session) {
        Optional<Hypothesis> hypothesis = readingOut(call);
        if (hypothesis.isEmpty()) {
            return session;
        }
        if (!isReadOut(hypothesis.get().metric(), call.spec().name())) {
            hypothesis.get().checkMetric(call.spec().name());
        }
        return new Stamping(session, hypothesis.get(), call.question());
    }

    /** Experiments look for their hypothesis themselves: they make the data it is beside. */
    private Optional<Hypothesis> readingOut(MagicCall call) {
        return call.spec().option("metric").isPresent() ? Optional.empty() : named(call);
    }

    private record Stamping(Session session, Hypothesis hypothesis, String question) implements Session {
        @Override
        public Path directory() {
            return session.directory();
        }

        @Override
        public List<String> variables() {
            return session.variables();
        }

        @Override
        public Progress progress() {
            return session.progress();
        }

        @Override
        public Optional<Object> variable(String name) {
            return session.variable(name).map(this::stamped);
        }

        private Object stamped(Object value) {
            if (value instanceof Recording recording) {
                return recording.under(stamped(recording.provenance(), recording.trials()));
            }
            if (value instanceof Responses responses) {
                return responses.under(
                        stamped(responses.provenance(), responses.trials().items()));
            }
            if (value instanceof Epochs epochs) {
                return epochs.under(stamped(epochs.provenance(), epochs.trials().items()));
            }
            return value;
        }

        private Provenance stamped(Provenance made, List<?> trials) {
            return made.testing(hypothesis, "%" + question + " " + trials.hashCode(), trials.size());
        }
    }
}
