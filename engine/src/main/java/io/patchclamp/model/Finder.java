package io.patchclamp.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.NamePattern.PartMatcher;
import io.patchclamp.model.SiteName.Scheme;
import io.patchclamp.model.SiteName.Side;
import io.patchclamp.model.Term.Range;

/** Finds what a term names in one model, or says what it might have meant. */
final class Finder {
    private static final Pattern NUMBERS = Pattern.compile("-?[0-9]{1,4}");
    private static final String LISTS = "%modules lists the modules, model.sites().all() every short name";

    private final Sites sites;
    private final Selector selector;

    Finder(Sites sites, Selector selector) {
        this.sites = sites;
        this.selector = selector;
    }

    List<Site> find(Term term) {
        Predicate<SiteName> named = matcher(term);
        Side side = term.side().orElse(Side.OUT);
        for (Scheme scheme : Scheme.values()) {
            if (term.side().isPresent() && scheme != Scheme.HUGGINGFACE) {
                continue;
            }
            List<SiteName> found = sites.names(scheme).stream()
                    .filter(n -> n.side() == side)
                    .filter(named)
                    .toList();
            if (found.stream().anyMatch(SiteName::hasSite)) {
                return found.stream()
                        .filter(SiteName::hasSite)
                        .map(n -> rename(n, term))
                        .toList();
            }
            if (!found.isEmpty()) {
                throw unreadable(found.get(0), side);
            }
        }
        throw term.side().isPresent() ? noModule(term, named) : noName(term);
    }

    private static Site rename(SiteName name, Term term) {
        Site site = name.site();
        String asked = name.name() + term.side().map(Finder::suffix).orElse("") + (term.before() ? ":before" : "");
        return asked.equals(site.name())
                ? site
                : new Site(asked, site.point(), site.layer(), site.flat(), site.unitShape());
    }

    private static String suffix(Side side) {
        return side == Side.IN ? ":in" : ":out";
    }

    private Predicate<SiteName> matcher(Term term) {
        if (term.pattern() instanceof NamePattern.Regex regex) {
            return name -> found(regex.expression(), name.name(), term);
        }
        List<PartMatcher> parts = parts(term);
        return name -> NamePattern.match(parts, name.parts());
    }

    /** Matches full names against a selector that is one dotted pattern and no more. */
    Predicate<String> glob() {
        Term term = selector.terms().get(0);
        if (selector.terms().size() > 1
                || !(term.pattern() instanceof NamePattern.Dotted)
                || term.units().isPresent()
                || term.side().isPresent()
                || term.before()
                || term.polarity() != Electrode.Polarity.BOTH) {
            throw new SelectorException(
                    "'" + selector + "' is more than the name of modules.",
                    "one name without units and sides, such as model.layers.*.mlp or **.down_proj");
        }
        List<PartMatcher> parts = parts(term);
        return name -> NamePattern.match(parts, List.of(name.split("\\.", -1)));
    }

    /** One matcher a dotted part; null for any number of parts. */
    List<PartMatcher> parts(Term term) {
        List<PartMatcher> parts = new ArrayList<>();
        for (NamePattern.Part part : ((NamePattern.Dotted) term.pattern()).parts()) {
            parts.add(matcher(part, term));
        }
        return parts;
    }

    private PartMatcher matcher(NamePattern.Part part, Term term) {
        if (part instanceof NamePattern.Layers layers) {
            BitSet numbers = layers(layers, term);
            return text -> NamePattern.layer(layers.prefix(), numbers, text);
        }
        if (part instanceof NamePattern.Glob glob) {
            return text -> NamePattern.glob(glob.text(), text);
        }
        return null;
    }

    private BitSet layers(NamePattern.Layers part, Term term) {
        int count = sites.config().layers();
        BitSet layers = new BitSet(count);
        for (Range range : part.ranges()) {
            int first = layer(range.first(), count, term);
            int last = layer(range.last(), count, term);
            if (first > last) {
                throw new SelectorException(
                        "'" + term.text() + "' has the range " + range + ", which runs backwards here: layers " + first
                                + " to " + last + ".",
                        range.last() + ".." + range.first());
            }
            layers.set(first, last + 1);
        }
        return layers;
    }

    private int layer(long number, int count, Term term) {
        long layer = number < 0 ? number + count : number;
        if (layer < 0 || layer >= count) {
            String there = count == 1 ? "only layer 0" : "layers 0–" + (count - 1);
            throw new SelectorException(
                    "'" + term.text() + "' asks for layer " + number + "; this " + architecture() + " has " + there
                            + selector.where() + ".",
                    "a layer from 0 to " + (count - 1) + ", or from -" + count
                            + " to -1 to count from the end: L-1 is the last");
        }
        return (int) layer;
    }

    private static boolean found(Pattern expression, String name, Term term) {
        try {
            return expression.matcher(new Budget(name)).find();
        } catch (Budget.Spent | StackOverflowError e) {
            throw new SelectorException(
                    "The regular expression " + term.text() + " takes too long on '" + name + "'.",
                    "one without a repetition inside a repetition, such as (a*)*");
        }
    }

    private SelectorException unreadable(SiteName name, Side side) {
        List<String> readable = sites.names(name.scheme()).stream()
                .filter(SiteName::hasSite)
                .map(n -> n.name() + (n.side() == Side.IN ? ":in" : ""))
                .toList();
        String asked = name.name() + (side == Side.IN ? ":in" : "");
        return new SelectorException(
                "Nothing can be recorded at '" + asked + "': " + name.reason() + ".",
                String.join(", ", Nearest.to(asked, readable, 2)) + ", or a short name; " + LISTS);
    }

    private SelectorException noModule(Term term, Predicate<SiteName> named) {
        Optional<SiteName> other = Optional.empty();
        for (Scheme scheme : List.of(Scheme.SHORT, Scheme.TRANSFORMERLENS)) {
            other = other.or(() -> sites.names(scheme).stream().filter(named).findFirst());
        }
        String suffix = suffix(term.side().orElseThrow());
        return other.map(name -> new SelectorException(
                        "'" + term.text() + "' has a '" + suffix + "', but '" + name.name()
                                + "' is one place, not a module with an input and an output.",
                        "the same without '" + suffix + "', or a module's name, such as model.layers.0.mlp" + suffix))
                .orElseGet(() -> noName(term));
    }

    private SelectorException noName(Term term) {
        int layers = sites.config().layers();
        return new SelectorException(
                "'" + term.text() + "' names nothing in this " + architecture() + " of " + layers
                        + (layers == 1 ? " layer" : " layers") + selector.where() + ".",
                String.join(", ", nearest(term)) + "; " + LISTS);
    }

    /** Real names in the scheme of the nearest one, with the layers that were asked for. */
    private List<String> nearest(Term term) {
        String asked = term.pattern() instanceof NamePattern.Dotted
                ? term.text().split("[\\[+:!]|-$", 2)[0]
                : term.text().replaceAll("^/|/$|[\\\\^$()]", "");
        asked = asked.isEmpty() ? term.text().substring(1) : asked;
        String layers = askedLayers(term, asked);
        String suffix = term.side().map(Finder::suffix).orElse("");
        Side side = term.side().orElse(Side.OUT);
        List<String> best = List.of();
        int bestScore = Integer.MAX_VALUE;
        for (Scheme scheme : Scheme.values()) {
            if (term.side().isPresent() && scheme != Scheme.HUGGINGFACE) {
                continue;
            }
            Set<String> names = new LinkedHashSet<>();
            for (SiteName name : sites.names(scheme)) {
                if (name.hasSite() && name.side() == side) {
                    names.add(withLayers(name, layers));
                }
            }
            List<String> near = Nearest.to(asked, names, 3);
            int score = near.isEmpty() ? Integer.MAX_VALUE : Nearest.score(asked, near.get(0));
            if (score < bestScore) {
                bestScore = score;
                best = near.stream().map(n -> n + suffix).toList();
            }
        }
        if (!begins(term)) {
            return best;
        }
        List<String> more = new ArrayList<>(List.of(asked + ".*" + suffix));
        more.addAll(best);
        return more;
    }

    /** Whether a term is the beginning of names. */
    private boolean begins(Term term) {
        if (!(term.pattern() instanceof NamePattern.Dotted)) {
            return false;
        }
        List<PartMatcher> parts = parts(term);
        parts.add(null);
        return Arrays.stream(Scheme.values())
                .flatMap(s -> sites.names(s).stream())
                .anyMatch(n -> n.hasSite() && NamePattern.match(parts, n.parts()));
    }

    private static String withLayers(SiteName name, String layers) {
        if (name.site().layer() < 0 && !name.name().matches(".*\\.[0-9]+(\\..*)?")) {
            return name.name();
        }
        String pattern = name.scheme() == Scheme.SHORT ? "^L[0-9]+" : "(?<=\\.)[0-9]+(?=\\.|$)";
        String layer = name.scheme() == Scheme.SHORT ? "L" + layers : layers;
        return name.name().replaceFirst(pattern, Matcher.quoteReplacement(layer));
    }

    private String askedLayers(Term term, String asked) {
        if (!(term.pattern() instanceof NamePattern.Dotted dotted)) {
            return "*";
        }
        for (NamePattern.Part part : dotted.parts()) {
            if (part instanceof NamePattern.Layers layers) {
                return layers.text().substring(layers.prefix().length());
            }
            if (part instanceof NamePattern.Glob glob && glob.text().matches("L?\\*")) {
                return "*";
            }
        }
        int count = sites.config().layers();
        return NUMBERS.matcher(asked)
                .results()
                .map(r -> Integer.parseInt(r.group()))
                .filter(n -> n >= -count && n < count)
                .sorted(Comparator.reverseOrder())
                .map(n -> Integer.toString(n))
                .findFirst()
                .orElse("*");
    }

    private String architecture() {
        return sites.config().architecture();
    }
}
