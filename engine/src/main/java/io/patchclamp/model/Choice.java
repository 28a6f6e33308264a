package io.patchclamp.model;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.Term.Range;

/** Electrodes put in and taken out, term by term. */
final class Choice {
    private final Sites sites;
    private final Selector selector;
    private final Finder finder;
    private final Map<Place, Chosen> chosen = new LinkedHashMap<>();

    private record Place(Point point, int layer, boolean flat, boolean before) {
        static Place of(Chosen chosen) {
            Site site = chosen.site();
            return new Place(site.point(), site.layer(), site.flat(), chosen.before());
        }
    }

    private record Chosen(Site site, BitSet units, Polarity polarity, boolean before) {
        boolean whole() {
            return units.cardinality() == site.units();
        }

        Electrode electrode() {
            return new Electrode(
                    site, whole() ? List.of() : units.stream().boxed().toList(), polarity, before);
        }
    }

    Choice(Sites sites, Selector selector) {
        this.sites = sites;
        this.selector = selector;
        this.finder = new Finder(sites, selector);
        for (Term term : selector.terms()) {
            apply(term);
        }
        if (chosen.isEmpty()) {
            throw new SelectorException(
                    "Nothing is left" + selector.where() + ": the '!' terms remove all that came before.",
                    "the same with fewer '!' terms");
        }
    }

    List<Electrode> electrodes() {
        int layers = sites.config().layers();
        Comparator<Site> forward = Comparator.<Site>comparingInt(s -> order(s, layers))
                .thenComparing(Site::point)
                .thenComparing(Site::flat);
        return chosen.values().stream()
                .sorted(Comparator.comparing(Chosen::site, forward).thenComparing(c -> !c.before()))
                .map(Chosen::electrode)
                .toList();
    }

    private static int order(Site site, int layers) {
        return site.point().inLayer() || site.point() == Point.EMBED ? site.layer() : layers;
    }

    private void apply(Term term) {
        int removed = 0;
        for (Chosen found : found(term)) {
            if (!term.removes()) {
                add(term, found);
            } else if (found.whole() && term.units().isEmpty()) {
                removed += removeSite(found);
            } else {
                removed += removeUnits(term, found);
            }
        }
        if (term.removes() && removed == 0) {
            throw new SelectorException(
                    "'" + term.text() + "' removes nothing: what it names is not among what came before it"
                            + selector.where() + ".",
                    "the term after the one that it takes from, or the selector without it");
        }
    }

    private List<Chosen> found(Term term) {
        if (term.pattern() instanceof NamePattern.Hook hook) {
            return List.copyOf(new Choice(sites, hook.selector()).chosen.values());
        }
        return finder.find(term).stream()
                .map(site -> new Chosen(site, units(term, site), term.polarity(), term.before()))
                .toList();
    }

    private void add(Term term, Chosen found) {
        Place place = Place.of(found);
        Chosen before = chosen.get(place);
        if (before == null) {
            chosen.put(place, found);
            return;
        }
        Polarity polarity = before.polarity();
        if (polarity != found.polarity()) {
            if (!before.units().equals(found.units())) {
                throw new SelectorException(
                        "'" + term.text() + "' asks for another polarity at '"
                                + before.site().name() + "' than a term before it" + selector.where()
                                + "; a place has one.",
                        "two selectors, one for each polarity, or the same without + and -");
            }
            polarity = Polarity.BOTH;
        }
        BitSet units = (BitSet) before.units().clone();
        units.or(found.units());
        chosen.put(place, new Chosen(before.site(), units, polarity, found.before()));
    }

    private int removeSite(Chosen found) {
        int before = chosen.size();
        Site site = found.site();
        chosen.keySet()
                .removeIf(p -> p.point() == site.point() && p.layer() == site.layer() && p.before() == found.before());
        return before - chosen.size();
    }

    private int removeUnits(Term term, Chosen found) {
        Place place = Place.of(found);
        Chosen before = chosen.get(place);
        if (before == null) {
            Chosen other = chosen.get(new Place(place.point(), place.layer(), !place.flat(), place.before()));
            if (other != null) {
                throw new SelectorException(
                        "'" + term.text() + "' cannot remove units of '"
                                + other.site().name() + "': one counts heads, the other single numbers.",
                        "'!" + other.site().name() + "[…]', with the same name as the term that it takes from");
            }
            return 0;
        }
        BitSet units = (BitSet) before.units().clone();
        units.andNot(found.units());
        if (units.isEmpty()) {
            chosen.remove(place);
        } else {
            chosen.put(place, new Chosen(before.site(), units, before.polarity(), before.before()));
        }
        return before.units().cardinality() - units.cardinality();
    }

    private BitSet units(Term term, Site site) {
        BitSet units = new BitSet(site.units());
        if (term.units().isEmpty()) {
            units.set(0, site.units());
            return units;
        }
        for (Range range : term.units().get()) {
            if (range.first() < 0 || range.last() < range.first() || range.last() >= site.units()) {
                boolean firstIsWrong = range.first() < 0 || range.first() >= site.units();
                throw outOfRange(term, site, firstIsWrong ? range.first() : range.last());
            }
            units.set((int) range.first(), (int) range.last() + 1);
        }
        return units;
    }

    private SelectorException outOfRange(Term term, Site site, long unit) {
        String noun = noun(site);
        int last = site.units() - 1;
        return new SelectorException(
                "'" + term.text() + "' asks for " + noun + " " + unit + "; '" + site.name() + "' has " + noun + "s 0–"
                        + last + selector.where() + ".",
                "a number from 0 to " + last + ", without brackets for all");
    }

    private static String noun(Site site) {
        if (site.flat()) {
            return "unit";
        }
        return switch (site.point()) {
            case Q, Q_ROT, Z, HEAD_OUT, SCORES, PATTERN -> "head";
            case K, V, K_ROT -> "key/value head";
            case NEURONS -> "neuron";
            case LOGITS -> "token id";
            default -> "unit";
        };
    }
}
