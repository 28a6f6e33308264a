package io.patchclamp.magic;

import java.util.regex.Pattern;

import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.model.Model;

/** Clamps as a user types them: {@code SEL=VALUE}. */
final class Clamps {
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern QUANTILE = Pattern.compile("[-+]?[0-9.]+q");

    private Clamps() {}

    static Edit parse(String text, Workbench workbench, Model model, Range tokens) {
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            throw new UsageException(
                    "The clamp '" + text + "' says where, but not at what value.",
                    text + "=0, or another number behind the =, without blanks");
        }
        String selector = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (selector.isEmpty()) {
            throw new UsageException(
                    "The clamp '" + text + "' says at what value, but not where.", "L-1.mlp.neurons[0]=" + value);
        }
        if (QUANTILE.matcher(value).matches()) {
            throw new UsageException(
                    "The clamp '" + text
                            + "' is in units of the neuron's own quantile, which no corpus pass has measured.",
                    "a plain number, such as " + selector + "=2.5");
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new UsageException(
                    "The clamp '" + text + "' holds units at '" + value + "', which is not a number.",
                    selector + "=0, or another number");
        }
        float number = Float.parseFloat(value);
        if (Float.isInfinite(number)) {
            throw new UsageException(
                    "The clamp '" + text + "' holds units at a number that is too large for f32.",
                    "a number within ±3.4e38");
        }
        return new Clamp(workbench.select(selector, model), number, tokens.from(), tokens.to());
    }
}
