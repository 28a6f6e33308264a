package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.patchclamp.fault.Caret;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.SiteName.Side;
import io.patchclamp.model.Term.Range;

/** Reads one selector. Every refusal is a {@link SelectorException} that marks the place. */
final class SelectorParser {
    private static final String EXAMPLES = "for example L5.mlp.neurons[0..99], L*.resid_post or model.layers.5.mlp:in";
    private static final String BEFORE = ":before";
    private static final int LONGEST_REGEX = 500;

    private final String text;
    private final Map<String, String> hooks;
    private final List<String> open;
    private int at;

    SelectorParser(String text, Map<String, String> hooks, List<String> open) {
        this.text = text;
        this.hooks = hooks;
        this.open = open;
    }

    List<Term> parse() {
        if (text.isBlank()) {
            throw new SelectorException(where() + "The selector is empty.", EXAMPLES);
        }
        List<Term> terms = new ArrayList<>();
        do {
            skipSpace();
            if (atEnd() || peek() == ',') {
                throw error(at, "A term is missing here.", "a name between two commas, and none after the last name");
            }
            if (terms.isEmpty() && peek() == '!') {
                throw error(
                        at,
                        "'!' removes from what came before it, and nothing came before.",
                        "first what to keep, as in **," + text.strip());
            }
            terms.add(term());
            skipSpace();
        } while (accept(','));
        if (!atEnd()) {
            throw unexpected();
        }
        return List.copyOf(terms);
    }

    private Term term() {
        int start = at;
        boolean removes = accept('!');
        skipSpace();
        NamePattern pattern = pattern();
        Optional<List<Range>> units = Optional.empty();
        Optional<Side> side = Optional.empty();
        Polarity polarity = Polarity.BOTH;
        boolean before = false;
        while (!atEnd()) {
            int suffix = at;
            char c = peek();
            if (c == '[' && units.isEmpty()) {
                if (pattern instanceof NamePattern.Hook) {
                    throw error(suffix, "A hook has its own units.", "a selector without '@', or another hook");
                }
                units = Optional.of(units());
            } else if ((c == '+' || c == '-') && polarity == Polarity.BOTH) {
                if (removes || pattern instanceof NamePattern.Hook) {
                    throw error(
                            suffix,
                            "A polarity goes with a name that is chosen, not with "
                                    + (removes ? "one that is removed." : "a hook."),
                            "the same without '" + c + "'");
                }
                polarity = c == '+' ? Polarity.POSITIVE : Polarity.NEGATIVE;
                at++;
            } else if (c == ':' && !before && (side.isEmpty() || text.startsWith(BEFORE, at))) {
                if (pattern instanceof NamePattern.Hook) {
                    throw error(suffix, "A hook has its own sides.", "a selector without '@', or another hook");
                }
                before = text.startsWith(BEFORE, at);
                if (before) {
                    at += BEFORE.length();
                } else {
                    side = Optional.of(side());
                }
            } else {
                break;
            }
        }
        return new Term(text.substring(start, at), removes, pattern, units, polarity, side, before);
    }

    private NamePattern pattern() {
        if (atEnd() || peek() == ',') {
            throw error(at, "A name is missing here.", EXAMPLES);
        }
        return switch (peek()) {
            case '/' -> regex();
            case '@' -> hook();
            default -> dotted();
        };
    }

    private NamePattern dotted() {
        DottedParser dotted = new DottedParser(text, at, where());
        List<NamePattern.Part> parts = dotted.parts();
        if (parts.isEmpty()) {
            throw unexpected();
        }
        at = dotted.end();
        return new NamePattern.Dotted(parts);
    }

    private NamePattern regex() {
        int start = at++;
        StringBuilder expression = new StringBuilder();
        while (!atEnd() && peek() != '/') {
            if (peek() == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) != '/') {
                    expression.append('\\');
                }
                at++;
            }
            expression.append(text.charAt(at++));
        }
        if (!accept('/')) {
            throw error(start, "The regular expression that begins here has no closing '/'.", "/mlp\\.(gate|up)$/");
        }
        if (expression.isEmpty()) {
            throw error(start, "The regular expression is empty.", "** for everything, or /mlp/ for names with mlp");
        }
        if (expression.length() > LONGEST_REGEX) {
            throw error(
                    start,
                    "The regular expression has " + expression.length() + " characters; " + LONGEST_REGEX
                            + " are allowed.",
                    "a list of shorter ones, separated by commas");
        }
        try {
            return new NamePattern.Regex(Pattern.compile(expression.toString()));
        } catch (PatternSyntaxException e) {
            int place = e.getIndex() < 0 ? start : Math.min(start + 1 + e.getIndex(), at - 1);
            throw error(
                    place,
                    "This is no regular expression: " + e.getDescription() + ".",
                    "a Java regular expression between slashes, such as /mlp\\.(gate|up)$/");
        }
    }

    private NamePattern hook() {
        int start = at++;
        while (!atEnd() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
            at++;
        }
        String name = text.substring(start + 1, at);
        String selector = hooks.get(name);
        if (selector == null) {
            String known = hooks.isEmpty()
                    ? "%hook NAME SELECTOR first: no hook has a name yet"
                    : "@"
                            + String.join(
                                    ", @",
                                    Nearest.to(
                                            name,
                                            hooks.keySet().stream().sorted().toList(),
                                            3)) + "; %hooks lists all";
            throw error(start, "There is no hook '@" + name + "'.", known);
        }
        if (open.contains(name)) {
            throw error(
                    start,
                    "The hook '@" + name + "' names itself, by way of @" + String.join(", @", open) + ".",
                    "%hook " + name + " with a selector that does not lead back to it");
        }
        List<String> inside = new ArrayList<>(open);
        inside.add(name);
        List<Term> terms = new SelectorParser(selector, hooks, inside).parse();
        return new NamePattern.Hook(name, new Selector(selector, terms, name));
    }

    private List<Range> units() {
        int start = at++;
        int close = text.indexOf(']', start);
        if (close < 0) {
            throw error(start, "The '[' here is never closed.", "[3], [0..99] or [1,5,9]");
        }
        String advice = "[3], [0..99] (both ends included) or [1,5,9]; no brackets for all units";
        List<Range> units = new Numbers(text, at, close, advice).list();
        at = close + 1;
        return units;
    }

    private Side side() {
        int start = at++;
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String side = text.substring(at, end);
        at = end;
        return switch (side) {
            case "in" -> Side.IN;
            case "out" -> Side.OUT;
            default ->
                throw error(
                        start,
                        "':" + side + "' is no side of a module.",
                        ":in for what goes into it, :out for what comes out; :before for what is there before any edit");
        };
    }

    private SelectorException unexpected() {
        char c = peek();
        if (c == ']' || c == '}') {
            char opening = c == ']' ? '[' : '{';
            return error(at, "The '" + c + "' here was never opened.", "a '" + opening + "' before it, or none at all");
        }
        if (c == '/') {
            return error(
                    at,
                    "'/' begins and ends a regular expression, and cannot stand inside a name.",
                    "L5.mlp.neurons[1054] for neuron 1054 of layer 5");
        }
        if ("–—−".indexOf(c) >= 0) {
            return error(at, "'" + c + "' is not the '-' of a keyboard.", "L-1 for the last layer, L3..7 for a range");
        }
        if (at > 0 && Character.isWhitespace(text.charAt(at - 1)) && "[+-:".indexOf(c) >= 0) {
            return error(at, "A space is in the way before this '" + c + "'.", "the same without the space");
        }
        if (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            return error(at, "A comma is missing before this.", "terms separated by commas: embed, L5.mlp.out");
        }
        return error(
                at,
                "'" + Character.toString(text.codePointAt(at)) + "' cannot stand here.",
                "names, then [units], then + or -, then :in or :out, then :before; " + EXAMPLES);
    }

    private SelectorException error(int place, String what, String advice) {
        return new SelectorException(where() + what + Caret.under(text, place), advice);
    }

    private String where() {
        return open.isEmpty() ? "" : "In the hook '@" + open.get(open.size() - 1) + "': ";
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private boolean accept(char c) {
        if (!atEnd() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean atEnd() {
        return at >= text.length();
    }
}
