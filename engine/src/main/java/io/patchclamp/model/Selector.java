package io.patchclamp.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A parsed selector, not yet tied to a model. Immutable.
 *
 * <pre>
 * selector = term { "," term } ;  term = ["!"] pattern [ "[" units "]" ] [ "+" | "-" ] [ ":in" | ":out" ] [ ":before" ] ;
 * pattern  = name, where * matches within one dotted part, ** any number of parts, L3..7 a range (both ends included),
 *            L{0,5,9} a set, L-1 the last layer; or a regular expression /…/, found anywhere in a name; or @HOOK ;
 * units    = index | a..b (both ends included) | index { "," index } ;
 * </pre>
 *
 * <p>A pattern is read against the short names; if it matches none, against HuggingFace's module names; then against
 * TransformerLens' names. With {@code :in} or {@code :out} it is read against module names only;
 * {@code :before} goes with any name and means what the model computed there before any edit, in the same pass. In module names the
 * layer number may be a range, a set or negative too ({@code model.layers.{0,-1}.mlp}). {@code !} removes from what came
 * before it: sites, or units of them. Two terms that name the same place add up, under the first one's name; heads on
 * their own axis and heads side by side are two places.
 */
public final class Selector {
    private final String text;
    private final List<Term> terms;
    private final String hook;

    /** A selector; {@code hook} is the name it goes by where it stands inside another one, else empty. */
    Selector(String text, List<Term> terms, String hook) {
        this.text = text;
        this.terms = terms;
        this.hook = hook;
    }

    /**
     * Reads a selector without hooks.
     *
     * @param text the selector
     * @return the selector
     * @throws io.patchclamp.fault.SelectorException if it is not one; the message marks the place
     */
    public static Selector parse(String text) {
        return parse(text, Map.of());
    }

    /**
     * Reads a selector.
     *
     * @param text the selector
     * @param hooks selectors by the names that stand for them behind {@code @}; they may name one another
     * @return the selector
     * @throws io.patchclamp.fault.SelectorException if it is not one, or names no hook; the message marks the place
     */
    public static Selector parse(String text, Map<String, String> hooks) {
        Objects.requireNonNull(text, "text");
        return new Selector(text, new SelectorParser(text, Map.copyOf(hooks), List.of()).parse(), "");
    }

    /**
     * What it names in a model.
     *
     * @param sites the model's sites
     * @return sites and units in the order of the forward pass
     * @throws io.patchclamp.fault.SelectorException if a term names nothing there, or a unit is out of range
     */
    public Selection in(Sites sites) {
        Objects.requireNonNull(sites, "sites");
        return new Selection(spelledOut(), new Choice(sites, this, false).electrodes());
    }

    /**
     * What it names in a model, for reading: a place that several names stand for is there under each name that was
     * asked for, as a module and its last submodule are in {@code transformers}.
     *
     * @param sites the model's sites
     * @return sites and units in the order of the forward pass, each name once
     * @throws io.patchclamp.fault.SelectorException if a term names nothing there, or a unit is out of range
     */
    public Selection inEveryName(Sites sites) {
        Objects.requireNonNull(sites, "sites");
        return new Selection(spelledOut(), new Choice(sites, this, true).electrodes());
    }

    /**
     * How a selector that is being typed can go on.
     *
     * @param prefix the selector so far
     * @param sites the model's sites
     * @return the whole text with its last name one part longer, in the order of the forward pass; a trailing dot where
     *     the name goes on; empty if nothing fits
     */
    public static List<String> complete(String prefix, Sites sites) {
        return complete(prefix, sites, List.of());
    }

    /**
     * How a selector that is being typed can go on.
     *
     * @param prefix the selector so far
     * @param sites the model's sites
     * @param hooks names that may stand behind {@code @}
     * @return the whole text with its last name one part longer, in the order of the forward pass; a trailing dot where
     *     the name goes on; empty if nothing fits
     */
    public static List<String> complete(String prefix, Sites sites, Collection<String> hooks) {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(sites, "sites");
        return new Completion(sites, hooks).of(prefix);
    }

    List<Term> terms() {
        return terms;
    }

    /** The text, with what each hook in it stood for at this moment: a hook may be given to another selector later. */
    private String spelledOut() {
        Map<String, String> hooks = new LinkedHashMap<>();
        collect(hooks);
        if (hooks.isEmpty()) {
            return text;
        }
        return text
                + hooks.entrySet().stream()
                        .map(e -> "@" + e.getKey() + " = " + e.getValue())
                        .collect(Collectors.joining("; ", " where ", ""));
    }

    private void collect(Map<String, String> hooks) {
        for (Term term : terms) {
            if (term.pattern() instanceof NamePattern.Hook inner) {
                hooks.putIfAbsent(inner.name(), inner.selector().text);
                inner.selector().collect(hooks);
            }
        }
    }

    /** Where a term stands, for messages: a list or a hook is named, a single term is not. */
    String where() {
        String list =
                terms.size() > 1 ? "in '" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'" : "";
        String kept = hook.isEmpty() ? "" : "in the hook '@" + hook + "'";
        return list.isEmpty() && kept.isEmpty() ? "" : " (" + (kept.isEmpty() ? list : kept) + ")";
    }

    /** The text it was read from. */
    @Override
    public String toString() {
        return text;
    }
}
