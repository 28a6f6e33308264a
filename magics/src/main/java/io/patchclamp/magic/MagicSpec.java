package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All there is to know about a magic without running it.
 *
 * @param name without the percent signs
 * @param kind whether it takes a body
 * @param summary one sentence: what the user gets
 * @param arguments positional arguments, in order
 * @param options named options, without {@code --as}, which every magic takes
 * @param example a line (or cell) that runs
 * @param java the Java line it stands for; empty where only the notebook has what it does
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

    /** {@code --as NAME}, which every magic takes. */
    public static final Option AS =
            Option.of("as", "NAME", "", "keeps the result in a Java variable of its real type", Values.FRESH);

    /** {@code --model NAME}, which every magic takes that needs a model. */
    public static final Option MODEL = Option.of(
            "model", "NAME", "", "a loaded model or a Java variable; the last one loaded if not given", Values.MODEL);

    public MagicSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(example, "example");
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(result, "result");
        arguments = List.copyOf(arguments);
        options = List.copyOf(options);
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (arguments.get(i).extent() != Extent.WORD) {
                throw new IllegalArgumentException("%" + name + ": only the last argument may take more than one word");
            }
        }
    }

    /**
     * Every option it takes.
     *
     * @return its own, then {@code --as}; none if it takes the line as it stands
     */
    public List<Option> allOptions() {
        List<Option> all = new ArrayList<>(options);
        if (arguments.stream().noneMatch(a -> a.extent() == Extent.LINE)) {
            all.add(AS);
        }
        return List.copyOf(all);
    }

    /**
     * One of its options.
     *
     * @param option its name, without hyphens
     * @return the option, or empty if it has none of that name
     */
    public Optional<Option> option(String option) {
        return allOptions().stream().filter(o -> o.name().equals(option)).findFirst();
    }

    /**
     * Its name as it is typed.
     *
     * @return with one percent sign, or two if it cannot do without a body
     */
    public String typed() {
        return (kind == Kind.LINE ? "%" : "%%") + name;
    }

    /**
     * How it is typed, on one line.
     *
     * @return such as {@code %heatmap NAME [--at SITE] [--as NAME]}
     */
    public String synopsis() {
        StringBuilder text = new StringBuilder(typed());
        for (Argument a : arguments) {
            String shown = a.name() + (a.extent() == Extent.WORDS ? "…" : "");
            text.append(' ').append(a.required() ? shown : "[" + shown + "]");
        }
        for (Option o : allOptions()) {
            text.append(" [--").append(o.name());
            text.append(o.isFlag() ? "" : " " + o.value());
            text.append(o.repeatable() ? "…]" : "]");
        }
        return text.toString();
    }

    /** Whether a magic takes a body. */
    public enum Kind {
        /** {@code %name} only. */
        LINE,
        /** {@code %%name} only. */
        CELL,
        /** {@code %%name} with a body, or {@code %name} where an option stands for the body. */
        EITHER
    }

    /** How much of the line an argument takes. */
    public enum Extent {
        /** One word, or what is quoted. */
        WORD,
        /** All words that are left. */
        WORDS,
        /** All the rest of the line as it stands, spaces and quotes included, but for options at its end. */
        REST,
        /** The line as it stands, for a magic with a language of its own: there are no options, {@code --as} neither. */
        LINE
    }

    /**
     * A positional argument.
     *
     * @param name as the synopsis prints it
     * @param summary what it means
     * @param required whether it must be there
     * @param extent how much of the line it takes
     * @param values what completes it
     */
    public record Argument(String name, String summary, boolean required, Extent extent, Values values) {
        public Argument {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(extent, "extent");
            Objects.requireNonNull(values, "values");
        }

        /**
         * One word that must be there.
         *
         * @param name as the synopsis prints it
         * @param summary what it means
         * @param values what completes it
         * @return the argument
         */
        public static Argument word(String name, String summary, Values values) {
            return new Argument(name, summary, true, Extent.WORD, values);
        }

        /**
         * One word that may be left out.
         *
         * @param name as the synopsis prints it
         * @param summary what it means
         * @param values what completes it
         * @return the argument
         */
        public static Argument optional(String name, String summary, Values values) {
            return new Argument(name, summary, false, Extent.WORD, values);
        }

        /**
         * One word or more.
         *
         * @param name as the synopsis prints it
         * @param summary what it means
         * @param values what completes it
         * @return the argument
         */
        public static Argument words(String name, String summary, Values values) {
            return new Argument(name, summary, true, Extent.WORDS, values);
        }

        /**
         * The rest of the line, which must not be empty.
         *
         * @param name as the synopsis prints it
         * @param summary what it means
         * @param values what completes it
         * @return the argument
         */
        public static Argument rest(String name, String summary, Values values) {
            return new Argument(name, summary, true, Extent.REST, values);
        }
    }

    /**
     * A named option.
     *
     * @param name without the two hyphens
     * @param value the name of its value in the synopsis, or empty for a flag; {@code a|b|c} allows only these
     * @param fallback what holds when it is not given, as text; empty if nothing does
     * @param summary what it means
     * @param repeatable whether it may be given more than once
     * @param values what its value is checked against, and completed with
     */
    public record Option(
            String name, String value, String fallback, String summary, boolean repeatable, Values values) {
        public Option {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(fallback, "fallback");
            Objects.requireNonNull(values, "values");
        }

        /**
         * An option with a value.
         *
         * @param name without the two hyphens
         * @param value the name of its value, or {@code a|b|c}
         * @param fallback what holds when it is not given; empty if nothing does
         * @param summary what it means
         * @param values what its value is checked against
         * @return the option
         */
        public static Option of(String name, String value, String fallback, String summary, Values values) {
            return new Option(name, value, fallback, summary, false, values);
        }

        /**
         * An option without a value.
         *
         * @param name without the two hyphens
         * @param summary what it does
         * @return the option
         */
        public static Option flag(String name, String summary) {
            return new Option(name, "", "", summary, false, Values.TEXT);
        }

        /**
         * Whether it takes no value.
         *
         * @return true for a flag
         */
        public boolean isFlag() {
            return value.isEmpty();
        }

        /**
         * The only values it allows.
         *
         * @return empty if it is not a choice
         */
        public List<String> choices() {
            return value.contains("|") ? List.of(value.split("\\|")) : List.of();
        }
    }

    /** What may stand in a place: checked when the line is read, and offered in completion. */
    public enum Values {
        /** Anything. */
        TEXT,
        /** A whole number that is not negative. */
        COUNT,
        /** A number. */
        NUMBER,
        /** Two whole numbers, {@code a..b}, both included. */
        RANGE,
        /** A site selector. */
        SELECTOR,
        /** A loaded or known model. */
        MODEL,
        /** A Java variable that is there. */
        VARIABLE,
        /** The name of a Java variable that need not be there yet. */
        FRESH,
        /** A file or folder. */
        PATH,
        /** A column of trials or of a table. */
        COLUMN,
        /** The name of a magic. */
        MAGIC,
        /** The name of a hook. */
        HOOK
    }
}
