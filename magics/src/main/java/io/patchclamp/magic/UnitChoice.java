package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selector;
import io.patchclamp.model.Site;
import io.patchclamp.trial.Trials;

/**
 * Which of the units that were recorded a user means: by the name they were recorded under, by any selector that the other
 * magics take, or behind {@code @} by a variable with what was localized.
 */
final class UnitChoice {
    private static final Pattern UNITS = Pattern.compile("(.+?)\\[([0-9., ]+)]");

    private final String typed;
    private final List<Site> sites;
    private final Predicate<Unit> meant;

    private UnitChoice(String typed, List<Site> sites, Predicate<Unit> meant) {
        this.typed = typed;
        this.sites = sites;
        this.meant = meant;
    }

    /** The choice among some recorded sites. */
    static UnitChoice of(String typed, List<Site> sites, Session session, Workbench workbench) {
        String text = typed.strip();
        if (sites.stream().anyMatch(s -> s.name().equals(text))) {
            return new UnitChoice(text, sites, u -> u.site().name().equals(text));
        }
        Optional<UnitSet> set = set(text, session, workbench);
        List<Electrode> electrodes =
                set.isPresent() ? set.get().where().electrodes() : electrodes(text, sites, workbench);
        UnitChoice choice =
                new UnitChoice(text, sites, u -> electrodes.stream().anyMatch(e -> holds(e, u.site(), u.index())));
        if (choice.names().isEmpty()) {
            throw nothing(text, sites);
        }
        return choice;
    }

    /** A pool is none of the units that it was made of. */
    boolean means(Unit unit) {
        return unit.pool().isEmpty() && meant.test(unit);
    }

    /** The numbers of those meant, of some units. */
    List<Integer> among(List<Unit> units) {
        List<Integer> chosen = IntStream.range(0, units.size())
                .filter(u -> means(units.get(u)))
                .boxed()
                .toList();
        if (chosen.isEmpty()) {
            throw nothing(typed, sites);
        }
        return chosen;
    }

    /** What epochs of a recording are asked for: sites, with units where not all are meant. Heads are whole. */
    List<String> names() {
        Map<Site, List<Integer>> chosen = new LinkedHashMap<>();
        for (Site site : sites) {
            int inner = site.width() / site.units();
            List<Integer> units = IntStream.range(0, site.units())
                    .filter(u -> IntStream.range(u * inner, (u + 1) * inner).anyMatch(i -> means(new Unit(site, i))))
                    .boxed()
                    .toList();
            if (!units.isEmpty()) {
                chosen.put(site, units);
            }
        }
        return chosen.entrySet().stream()
                .map(e -> e.getValue().size() == e.getKey().units()
                        ? e.getKey().name()
                        : e.getKey().name()
                                + e.getValue().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")))
                .toList();
    }

    /** What is to be removed: a variable with what was localized behind {@code @}, unless a hook has that name; or a selector. */
    static UnitSet removed(String selector, Trials trials, Session session, Workbench workbench, Model model) {
        if (set("@" + selector, session, workbench).isPresent()) {
            throw new UsageException(
                    "'" + selector + "' is a Java variable with units, and a selector is asked for.", "@" + selector);
        }
        UnitSet named = set(selector, session, workbench).orElseGet(() -> {
            requireHook(selector, session, workbench);
            return UnitSet.named(workbench.select(selector, model));
        });
        return Found.again(named.recalled(model, trials), trials, session);
    }

    /** A name of no set that is no hook was mistyped; the sets there are may be nearer than any hook. */
    private static void requireHook(String selector, Session session, Workbench workbench) {
        boolean named = Workbench.HOOK.matcher(selector).matches();
        if (!named || workbench.hooks().containsKey(selector.substring(1))) {
            return;
        }
        List<String> sets = session.variables().stream()
                .filter(v -> set("@" + v, session, workbench).isPresent())
                .toList();
        if (!sets.isEmpty()) {
            throw new UsageException(
                    "There is no hook and no set of units '" + selector + "'.",
                    Nearest.ranked(selector.substring(1), sets).stream()
                            .findFirst()
                            .map(n -> "@" + n)
                            .orElse("one of @" + String.join(", @", sets)));
        }
    }

    /** A selector in which variables with what was localized stand as the units they hold. */
    static String spelled(String selector, Session session, Workbench workbench) {
        return Workbench.HOOK
                .matcher(selector)
                .replaceAll(named -> Matcher.quoteReplacement(set(named.group(), session, workbench)
                        .map(UnitChoice::spelled)
                        .orElse(named.group())));
    }

    private static String spelled(UnitSet units) {
        return units.where().electrodes().stream()
                .map(e -> e.site().name()
                        + (e.units().isEmpty()
                                ? ""
                                : e.units().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"))))
                .collect(Collectors.joining(", "));
    }

    private static Optional<UnitSet> set(String text, Session session, Workbench workbench) {
        if (!text.startsWith("@") || workbench.hooks().containsKey(text.substring(1))) {
            return Optional.empty();
        }
        Object value = session.variable(text.substring(1)).orElse(null);
        return value instanceof Localization found
                ? Optional.of(found.set())
                : value instanceof UnitSet units ? Optional.of(units) : Optional.empty();
    }

    private static List<Electrode> electrodes(String text, List<Site> sites, Workbench workbench) {
        Optional<List<Electrode>> exact = recorded(text, sites);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (workbench.current().isEmpty()) {
            throw nothing(text, sites);
        }
        Selector.parse(text, workbench.hooks());
        try {
            return workbench.select(text, workbench.current().get()).electrodes();
        } catch (SelectorException e) {
            throw nothing(text, sites);
        }
    }

    /** Units of one site by the name it was recorded under, which needs no model. */
    private static Optional<List<Electrode>> recorded(String text, List<Site> sites) {
        Matcher matcher = UNITS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Site> site =
                sites.stream().filter(s -> s.name().equals(matcher.group(1))).findFirst();
        return site.map(s -> List.of(new Electrode(s, numbers(matcher.group(2), s), Electrode.Polarity.BOTH)));
    }

    private static List<Integer> numbers(String list, Site site) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("\\.\\.", -1);
            try {
                int from = Integer.parseInt(ends[0]);
                int to = Integer.parseInt(ends[ends.length - 1]);
                if (ends.length > 2 || from > to || to >= site.units()) {
                    throw outside(part, site);
                }
                IntStream.rangeClosed(from, to).forEach(numbers::add);
            } catch (NumberFormatException e) {
                throw outside(part, site);
            }
        }
        return numbers;
    }

    private static SelectorException outside(String part, Site site) {
        return new SelectorException(
                "'" + part.strip() + "' is no unit of '" + site.name() + "', which has " + site.units() + ".",
                "[0], [3,5] or [0.." + (site.units() - 1) + "]");
    }

    /** Whether a number of a site is one of an electrode's, which may see heads where the site has them side by side. */
    private static boolean holds(Electrode electrode, Site site, int index) {
        Site asked = electrode.site();
        if (asked.point() != site.point() || asked.layer() != site.layer() || asked.width() != site.width()) {
            return false;
        }
        int unit = index / (asked.width() / asked.units());
        return electrode.units().isEmpty() || electrode.units().contains(unit);
    }

    private static UsageException nothing(String typed, List<Site> sites) {
        List<String> names = sites.stream().map(Site::name).distinct().toList();
        int most = Math.min(8, names.size());
        return new UsageException(
                "Nothing was recorded at '" + typed + "'.",
                Nearest.to(typed, names).map(n -> n + "; ").orElse("") + "there are "
                        + String.join(", ", names.subList(0, most)) + (names.size() > most ? ", …" : ""));
    }
}
