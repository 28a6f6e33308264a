package io.patchclamp.magic;

import java.util.List;
import java.util.Objects;

/**
 * All there is to know about a magic without running it.
 *
 * @param name without the percent signs
 * @param kind whether it takes a body
 * @param summary one sentence: what the user gets
 * @param arguments positional arguments, in order
 * @param options named options, without the ones every magic takes
 * @param example a line (or cell) that runs
 * @param java the Java line it stands for
 * @param result what it returns; {@code --as NAME} makes a variable of this type
 */
public record MagicSpec(
        String name,
        Kind kind,
        String summary,
        List<Argument> arguments,
        List<Option> options,
        String example,
        String java,
        Class<?> result) {
    public MagicSpec {
        Objects.requireNonNull(name, "name");
        arguments = List.copyOf(arguments);
        options = List.copyOf(options);
    }

    /** Whether a magic takes a body. */
    public enum Kind {
        /** {@code %name} only. */
        LINE,
        /** {@code %%name} only. */
        CELL
    }

    /**
     * A positional argument.
     *
     * @param name as the synopsis prints it
     * @param summary what it means
     * @param required whether it must be there
     * @param rest whether it takes all the rest of the line as it stands, spaces and quotes included
     * @param values what completes it
     */
    public record Argument(String name, String summary, boolean required, boolean rest, Values values) {}

    /**
     * A named option.
     *
     * @param name without the two hyphens
     * @param value the name of its value in the synopsis, or empty for a flag
     * @param fallback what holds when it is not given, as text; empty if nothing does
     * @param summary what it means
     * @param repeatable whether it may be given more than once
     * @param values what completes it
     */
    public record Option(
            String name, String value, String fallback, String summary, boolean repeatable, Values values) {}

    /** What may stand in a place, for completion. */
    public enum Values {
        /** Anything. */
        TEXT,
        /** A number. */
        NUMBER,
        /** A site selector. */
        SELECTOR,
        /** A loaded or known model. */
        MODEL,
        /** A Java variable. */
        VARIABLE,
        /** A file or folder. */
        PATH,
        /** The name of a magic. */
        MAGIC,
        /** The name of a hook. */
        HOOK
    }
}
