package io.patchclamp.metric;

import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;

/** A part of a metric. */
sealed interface Expression {
    double value(Metric.Trial trial);

    String unit();

    /** The parts that have no parts. */
    default Stream<Expression> leaves() {
        return Stream.of(this);
    }

    /** A target: a text, or the column that holds it. */
    record Target(String text, boolean column) {}

    /** What is asked of one token. */
    enum Measure {
        LOGIT("logits"),
        LOGPROB("nats"),
        PROB("probability");

        private final String unit;

        Measure(String unit) {
            this.unit = unit;
        }
    }

    /** A number about one token. */
    record OfToken(Measure measure, Target target) implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            float[] logits = trial.reading().logits();
            double logit = logits[trial.targets().token(target, logits.length)];
            return switch (measure) {
                case LOGIT -> logit;
                case LOGPROB -> logit - Reading.logSum(logits);
                case PROB -> Math.exp(logit - Reading.logSum(logits));
            };
        }

        @Override
        public String unit() {
            return measure.unit;
        }
    }

    /** How undecided the distribution is. */
    record Entropy() implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            float[] logits = trial.reading().logits();
            double sum = Reading.logSum(logits);
            double entropy = 0;
            for (float logit : logits) {
                double logprob = logit - sum;
                double prob = Math.exp(logprob);
                // what has no probability adds nothing, also where its logit is -∞
                entropy -= prob == 0 ? 0 : prob * logprob;
            }
            return entropy;
        }

        @Override
        public String unit() {
            return "nats";
        }
    }

    /** How far the distribution is from that of the unedited run. */
    record Kl() implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            float[] edited = trial.reading().logits();
            float[] unedited = trial.reading()
                    .baseline()
                    .orElseThrow(() -> new PatchclampException(
                            "'kl' compares with the unedited run, and there is none here.",
                            "entropy or logprob(…), or kl where something is edited"));
            double editedSum = Reading.logSum(edited);
            double uneditedSum = Reading.logSum(unedited);
            double kl = 0;
            for (int i = 0; i < edited.length; i++) {
                double logprob = unedited[i] - uneditedSum;
                double prob = Math.exp(logprob);
                kl += prob == 0 ? 0 : prob * (logprob - (edited[i] - editedSum));
            }
            // round-off can leave a little less than nothing
            return kl < 0 ? 0 : kl;
        }

        @Override
        public String unit() {
            return "nats";
        }
    }

    /** How badly the trial's own tokens were foreseen. */
    record Loss() implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            return trial.reading()
                    .loss()
                    .orElseThrow(() -> new PatchclampException(
                            "'loss' needs the distribution at every position, and only one is read here.",
                            "logprob(…) of the token that should come next"));
        }

        @Override
        public String unit() {
            return "nats";
        }
    }

    /** A number as it is. */
    record Constant(double number) implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            return number;
        }

        @Override
        public String unit() {
            return "";
        }
    }

    /** Two parts and what is between them. */
    record Pair(char operator, Expression left, Expression right) implements Expression {
        @Override
        public double value(Metric.Trial trial) {
            double a = left.value(trial);
            double b = right.value(trial);
            return switch (operator) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                default -> a / b;
            };
        }

        @Override
        public Stream<Expression> leaves() {
            return Stream.concat(left.leaves(), right.leaves());
        }

        @Override
        public String unit() {
            String a = left.unit();
            String b = right.unit();
            if (a.equals("mixed units") || b.equals("mixed units")) {
                return "mixed units";
            }
            return switch (operator) {
                case '*' -> a.isEmpty() || b.isEmpty() ? a + b : a + " × " + b;
                case '/' -> quotient(a, b);
                default -> a.equals(b) || b.isEmpty() ? a : a.isEmpty() ? b : "mixed units";
            };
        }

        private static String quotient(String a, String b) {
            if (b.isEmpty()) {
                return a;
            }
            return a.equals(b) ? "" : (a.isEmpty() ? "1" : a) + " / " + b;
        }
    }
}
