package io.patchclamp.metric;

import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;

/** A part of a metric. */
sealed interface Expression {
    double value(Metric.Trial trial);

    /** Adds {@code weight} times how much the value changes with each logit. */
    void slope(Metric.Trial trial, double weight, double[] into);

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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            float[] logits = trial.reading().logits();
            int token = trial.targets().token(target, logits.length);
            double sum = measure == Measure.LOGIT ? 0 : Reading.logSum(logits);
            double whole = measure == Measure.PROB ? weight * Math.exp(logits[token] - sum) : weight;
            into[token] += whole;
            if (measure != Measure.LOGIT) {
                for (int i = 0; i < into.length; i++) {
                    into[i] -= whole * Math.exp(logits[i] - sum);
                }
            }
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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            float[] logits = trial.reading().logits();
            double sum = Reading.logSum(logits);
            double entropy = value(trial);
            for (int i = 0; i < into.length; i++) {
                double logprob = logits[i] - sum;
                double prob = Math.exp(logprob);
                into[i] -= prob == 0 ? 0 : weight * prob * (logprob + entropy);
            }
        }

        @Override
        public String unit() {
            return "nats";
        }
    }

    /** How far the distribution is from that of the unedited run. */
    record Kl() implements Expression {
        private static float[] unedited(Metric.Trial trial) {
            return trial.reading()
                    .baseline()
                    .orElseThrow(() -> new PatchclampException(
                            "'kl' compares with the unedited run, and there is none here.",
                            "entropy or logprob(…), or kl where something is edited"));
        }

        @Override
        public double value(Metric.Trial trial) {
            float[] edited = trial.reading().logits();
            float[] unedited = unedited(trial);
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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            float[] edited = trial.reading().logits();
            float[] unedited = unedited(trial);
            double editedSum = Reading.logSum(edited);
            double uneditedSum = Reading.logSum(unedited);
            for (int i = 0; i < into.length; i++) {
                into[i] += weight * (Math.exp(edited[i] - editedSum) - Math.exp(unedited[i] - uneditedSum));
            }
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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            throw noSlope();
        }

        static PatchclampException noSlope() {
            return new PatchclampException(
                    "'loss' is a sum over all positions, and a gradient is taken at one.",
                    "logprob(…) of the token that should come next, and the position it is read at");
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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            // a number changes with nothing
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
        public void slope(Metric.Trial trial, double weight, double[] into) {
            double a = left.value(trial);
            double b = right.value(trial);
            switch (operator) {
                case '+', '-' -> {
                    left.slope(trial, weight, into);
                    right.slope(trial, operator == '+' ? weight : -weight, into);
                }
                case '*' -> {
                    left.slope(trial, weight * b, into);
                    right.slope(trial, weight * a, into);
                }
                default -> {
                    left.slope(trial, weight / b, into);
                    right.slope(trial, -weight * a / (b * b), into);
                }
            }
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
