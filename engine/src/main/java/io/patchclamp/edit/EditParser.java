package io.patchclamp.edit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.Caret;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Selector;

/** Reads one edit. Every refusal behind the sign marks the place; those before it are the selector's own. */
final class EditParser {
    static final String EXAMPLES =
            "SEL=0, SEL=mean, SEL=0.5q(REC), SEL=@REC, SEL*=0.5, SEL+=4*VECTOR; behind it @prompt,"
                    + " @-1, @3..7, @event, @/regex/, steps 0..4";
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(-[A-Za-z]+)*");
    private static final Pattern EARLY = // a choice of tokens where the place ends; @NAME that begins a term is a hook
            Pattern.compile("(.*[^\\s,!])\\s*(@(?:prompt|generated|event|-?[0-9].*|/.*/))", Pattern.DOTALL);
    private static final List<String> WORDS = List.of("zero", "mean", "mean-by-position", "resample");

    private final String text;
    private final Model model;
    private final Map<String, String> hooks;
    private final Function<String, Optional<Object>> names;
    private int at;

    EditParser(String text, Model model, Map<String, String> hooks, Function<String, Optional<Object>> names) {
        this.text = text;
        this.model = model;
        this.hooks = hooks;
        this.names = names;
    }

    Edit parse() {
        int equals = equalsSign();
        if (equals < 0) {
            throw new PatchclampException(
                    "The edit '" + text.strip() + "' says where, but not what: it has no '='.",
                    text.strip() + "=0, or another of " + EXAMPLES);
        }
        char sign = sign(equals);
        String selector = text.substring(0, sign == '=' ? equals : equals - 1).strip();
        if (selector.isEmpty()) {
            throw new PatchclampException(
                    "The edit '" + text.strip() + "' says what, but not where.", "L-1.mlp.neurons[0]" + text.strip());
        }
        Matcher early = EARLY.matcher(selector);
        if (early.matches()) {
            throw error(
                    text.indexOf(early.group(2), early.end(1)),
                    "Tokens are chosen behind the value, not before it.",
                    early.group(1)
                            + text.substring(sign == '=' ? equals : equals - 1).strip()
                            + early.group(2));
        }
        Selection where = Selector.parse(selector, hooks).in(model.sites());
        at = equals + 1;
        skipSpace();
        if (atEnd()) {
            throw error(at, "What is done there is missing.", EXAMPLES);
        }
        Change change =
                switch (sign) {
                    case '+' -> inject();
                    case '*' -> new Scale((float) number("A factor"));
                    default -> to();
                };
        TokenChoice tokens = null;
        Steps steps = null;
        TokensParser behind = new TokensParser(this);
        for (skipSpace(); !atEnd(); skipSpace()) {
            int start = at;
            accept('@');
            skipSpace();
            if (text.startsWith("steps", at)) {
                at += 5;
                accept(':');
                skipSpace();
                once(steps == null, start, "Steps");
                steps = behind.steps();
            } else if (text.charAt(start) == '@') {
                once(tokens == null, start, "Tokens");
                tokens = behind.tokens();
            } else {
                throw unexpected();
            }
        }
        return new Edit(
                where, change, tokens == null ? new TokenChoice.All() : tokens, steps == null ? Steps.ALL : steps);
    }

    private void once(boolean first, int start, String what) {
        if (!first) {
            throw error(start, what + " are chosen a second time.", "one choice an edit; two edits for two choices");
        }
    }

    /** The first one outside brackets, braces and regular expressions; -1 if there is none. */
    private int equalsSign() {
        char close = 0;
        char last = ',';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (close != 0) {
                i += close == '/' && c == '\\' ? 1 : 0;
                close = c == close ? 0 : close;
            } else if (c == '=') {
                return i;
            } else if (c == '[' || c == '{') {
                close = c == '[' ? ']' : '}';
            } else if (c == '/' && (last == ',' || last == '!')) {
                close = '/';
            }
            last = Character.isWhitespace(c) ? last : c;
        }
        return -1;
    }

    /** Whether the '=' is one, or a part of '+=' or '*='; a star that the selector needs is the selector's. */
    private char sign(int equals) {
        char before = equals == 0 ? ' ' : text.charAt(equals - 1);
        if (before == '+') {
            return '+';
        }
        int star = equals - 1;
        String left = text.substring(0, Math.max(0, star));
        boolean apart = left.endsWith(" ");
        char last = left.isBlank() ? ',' : left.strip().charAt(left.strip().length() - 1);
        boolean inName = (apart ? ",!" : ".*,!").indexOf(last) >= 0;
        return before == '*' && !inName ? '*' : '=';
    }

    private Change inject() {
        int start = at;
        double factor = 1;
        boolean number = looksAt(NUMBER);
        if (number) {
            factor = number("A factor");
            skipSpace();
            if (!accept('*')) {
                return new Inject("1", NamedArray.of(List.of(), new int[0], new float[] {1}), (float) factor);
            }
            skipSpace();
        } else if (accept('-')) {
            factor = -1;
        }
        int named = at;
        String name = word("The name of a vector");
        if (WORDS.contains(name)) {
            throw error(
                    start,
                    "'+=' adds, and '" + name + "' is what a unit is set to.",
                    "a blank between the polarity and the sign: SEL+ =" + name);
        }
        return new Inject(name, vector(name, named), (float) factor);
    }

    private NamedArray vector(String name, int start) {
        Object value = named(name, start, "vector");
        if (value instanceof NamedArray array) {
            return array;
        }
        if (value instanceof float[] floats) {
            return NamedArray.of(List.of("unit"), new int[] {floats.length}, floats.clone());
        }
        if (value instanceof double[] doubles) {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) doubles[i];
            }
            return NamedArray.of(List.of("unit"), new int[] {floats.length}, floats);
        }
        throw error(
                start,
                "'" + name + "' is a " + value.getClass().getSimpleName() + ", not a vector.",
                "a float[], a double[] or a NamedArray of one axis");
    }

    private Change to() {
        if (accept('@')) {
            int start = at;
            String name = word("The name of a recording");
            return new ArgumentsParser(this).patch(activations(name, start));
        }
        if (looksAt(NUMBER)) {
            int start = at;
            double number = number("A value");
            if (accept('q')) {
                return new Clamp(quantile(number));
            }
            if (Float.isInfinite((float) number)) {
                throw error(start, "The number is too large for f32.", "a number within ±3.4e38");
            }
            return new Clamp(new Clamp.Value((float) number));
        }
        int start = at;
        String word = word("A value");
        if (!WORDS.contains(word)) {
            throw error(
                    start,
                    "'" + word + "' is no value.",
                    Nearest.to(word, WORDS, 1).get(0) + "; a number; or @" + word + " if it is a recording");
        }
        Ablate.Mode mode = Ablate.Mode.values()[WORDS.indexOf(word)];
        return mode == Ablate.Mode.ZERO
                ? new Ablate(mode, Optional.empty(), 0)
                : new ArgumentsParser(this).ablate(mode);
    }

    private Clamp.Level quantile(double factor) {
        int start = at;
        OptionalDouble probability =
                looksAt(NUMBER) ? OptionalDouble.of(number("A probability")) : OptionalDouble.empty();
        if (probability.isPresent() && !(probability.getAsDouble() >= 0 && probability.getAsDouble() <= 1)) {
            throw error(
                    start,
                    "A quantile's probability is between 0 and 1.",
                    "0.5q0.99 for half of what one token in 100 is above");
        }
        return new Clamp.Quantile(factor, probability, new ArgumentsParser(this).reference());
    }

    Activations activations(String name, int start) {
        Object value = named(name, start, "recording");
        if (value instanceof Activations activations) {
            return new Named(name, activations);
        }
        throw error(
                start,
                "'" + name + "' is a " + value.getClass().getSimpleName() + ", not a recording.",
                "what %%record --as NAME keeps");
    }

    private Object named(String name, int start, String kind) {
        return names.apply(name)
                .orElseThrow(() -> error(
                        start,
                        "There is no " + kind + " '" + name + "'.",
                        kind.equals("vector")
                                ? "a Java variable with a float[], double[] or NamedArray; or a plain number"
                                : "%%record --as " + name + " first"));
    }

    double number(String what) {
        Matcher matcher = matcher(NUMBER);
        if (!matcher.lookingAt()) {
            throw error(at, what + " is missing here.", "a number such as 0.5 or -2");
        }
        int start = at;
        at = matcher.end();
        double number = Double.parseDouble(matcher.group());
        if (Double.isInfinite(number)) {
            throw error(start, "The number is too large for f32.", "a number within ±3.4e38");
        }
        return number;
    }

    String word(String what) {
        Matcher matcher = matcher(WORD);
        if (!matcher.lookingAt()) {
            throw error(at, what + " is missing here.", EXAMPLES);
        }
        at = matcher.end();
        return matcher.group();
    }

    boolean looksAt(Pattern pattern) {
        return matcher(pattern).lookingAt();
    }

    Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    PatchclampException unexpected() {
        return error(at, "'" + Character.toString(text.codePointAt(at)) + "' cannot stand here.", EXAMPLES);
    }

    PatchclampException error(int place, String what, String advice) {
        return new PatchclampException(what + Caret.under(text, place), advice);
    }

    String text() {
        return text;
    }

    int position() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    boolean accept(char c) {
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    boolean atEnd() {
        return at >= text.length();
    }
}
