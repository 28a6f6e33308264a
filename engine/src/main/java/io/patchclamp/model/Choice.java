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
    private final boolean everyName;
    private final Map<Place, Chosen> chosen = new LinkedHashMap<>();

    /** One entry of the choice; its name is empty where one place has but one entry. */
    private record Place(String name, Point point, int layer, boolean flat, boolean before) {
        boolean isOf(Chosen chosen, boolean flatToo) {
            Site site = chosen.site();
            return point == site.point()
                    && layer == site.layer()
                    && before == chosen.before()
                    && (!flatToo || flat == site.flat());
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

    /**
     * Chooses.
     *
     * @param everyName whether a place that is named differently by several terms is chosen once a name
     */
    Choice(Sites sites, Selector selector, boolean everyName) {
        this.everyName = everyName;
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
            return List.copyOf(new Choice(sites, hook.selector(), everyName).chosen.values());
        }
        return finder.find(term).stream()
                .map(site -> new Chosen(site, units(term, site), term.polarity(), term.before()))
                .toList();
    }

    private Place place(Chosen found) {
        Site site = found.site();
        return new Place(everyName ? site.name() : "", site.point(), site.layer(), site.flat(), found.before());
    }

    private void add(Term term, Chosen found) {
        Place place = place(found);
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
        chosen.keySet().removeIf(p -> p.isOf(found, false));
        return before - chosen.size();
    }

    private int removeUnits(Term term, Chosen found) {
        List<Place> places =
                chosen.keySet().stream().filter(p -> p.isOf(found, true)).toList();
        if (places.isEmpty()) {
            chosen.keySet().stream()
                    .filter(p -> p.isOf(found, false))
                    .findFirst()
                    .ifPresent(p -> {
                        String other = chosen.get(p).site().name();
                        throw new SelectorException(
                                "'" + term.text() + "' cannot remove units of '" + other
                                        + "': one counts heads, the other single numbers.",
                                "'!" + other + "[…]', with the same name as the term that it takes from");
                    });
        }
        return places.stream().mapToInt(p -> removeUnits(p, found)).sum();
    }

    private int removeUnits(Place place, Chosen found) {
        Chosen before = chosen.get(place);
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
