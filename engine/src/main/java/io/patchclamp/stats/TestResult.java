package io.patchclamp.stats;

import java.util.List;
import java.util.Objects;

/**
 * What a test says about one question.
 *
 * @param name the test, such as {@code Welch t-test}
 * @param symbol what the statistic is called: {@code t}, {@code U}, {@code F}, …
 * @param statistic its value
 * @param df degrees of freedom: none, one, or two (between, within)
 * @param p the probability of so large a statistic where the null hypothesis holds; corrected as the basis says
 * @param effects how large the difference is
 * @param basis what it rests on
 * @param notes what should be known before it is believed, such as {@code with n = 5 no p below .0625 is possible}
 */
public record TestResult(
        String name,
        String symbol,
        double statistic,
        List<Double> df,
        double p,
        List<Effect> effects,
        Basis basis,
        List<String> notes) {
    public TestResult {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(symbol, "symbol");
        df = List.copyOf(df);
        effects = List.copyOf(effects);
        Objects.requireNonNull(basis, "basis");
        notes = List.copyOf(notes);
    }

    /**
     * The same with another basis, such as one that names the conditions.
     *
     * @param changed what it rests on
     * @return a changed copy
     */
    public TestResult on(Basis changed) {
        return new TestResult(name, symbol, statistic, df, p, effects, changed, notes);
    }
}
