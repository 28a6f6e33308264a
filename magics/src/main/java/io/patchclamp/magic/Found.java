package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.patchclamp.edit.Edit;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Units that a notebook has found by looking at responses: known again by their numbers, whatever they are called now, and
 * not tested on the stimuli that they were found by unless {@code --circular} allows it.
 */
final class Found {
    private static final String SHOWN = "shown on stimuli they were chosen by";

    /** One unit, however the site was named. */
    private record Place(Object point, int layer, int unit) {
        static Place of(Site site, int unit) {
            return new Place(site.point(), site.layer(), unit);
        }
    }

    private Found() {}

    /** What is tested as a set: one that was found if it is a part of one, and these are its stimuli. */
    static UnitSet again(UnitSet named, Trials trials, Session session) {
        if (!named.chosenOn().isEmpty()) {
            return named;
        }
        UnitSet known = new UnitSet(named.name(), named.where(), by(places(named.where()), session), named.scores());
        return known.reuse(trials).any() ? known : named;
    }

    /** The stimuli that the units of some edits were found by. */
    static List<Trials.Item> from(List<Edit> edits, Session session) {
        return edits.stream()
                .flatMap(e -> by(places(e.where()), session).stream())
                .distinct()
                .toList();
    }

    /** Responses that are not those of found units to the stimuli they were found by, or say that they are. */
    static Responses heeded(MagicCall call, Session session, Responses responses) {
        return circular(call, session, responses.units(), responses.trials())
                ? responses.under(responses.provenance().with(Reuse.STAMP, SHOWN))
                : responses;
    }

    /** The same of one unit of a recording. */
    static Recording heeded(MagicCall call, Session session, Recording recording, Unit unit) {
        Trials trials =
                new Trials(recording.trials().stream().map(RecordedTrial::item).toList());
        return circular(call, session, List.of(unit), trials)
                ? recording.under(recording.provenance().with(Reuse.STAMP, SHOWN))
                : recording;
    }

    /** The same of epochs. */
    static Epochs heeded(MagicCall call, Session session, Epochs epochs) {
        return circular(call, session, epochs.units(), epochs.trials())
                ? epochs.under(epochs.provenance().with(Reuse.STAMP, SHOWN))
                : epochs;
    }

    private static boolean circular(MagicCall call, Session session, List<Unit> units, Trials all) {
        Set<Place> places = new HashSet<>();
        for (Unit unit : units) {
            if (!unit.pool().isEmpty()) {
                return false; // a pool says itself what it is of
            }
            int inner = unit.site().width() / unit.site().units();
            places.add(Place.of(unit.site(), unit.index() / inner));
        }
        Trials trials = call.option("where")
                .map(all::matching)
                .filter(kept -> !kept.isEmpty())
                .map(all::choose)
                .orElse(all);
        String name = Stream.of("unit", "at")
                .flatMap(o -> call.option(o).stream())
                .findFirst()
                .orElse(call.argument("NAME").orElse("units"));
        Reuse reuse = Reuse.of(called(name, session), by(places, session), trials);
        if (!call.has("circular")) {
            reuse.refuse();
        }
        return reuse.any();
    }

    private static String called(String name, Session session) {
        return name.startsWith("@")
                ? session.variable(name.substring(1))
                        .flatMap(Found::set)
                        .map(UnitSet::name)
                        .orElse(name)
                : name;
    }

    /** By what all of some units were found; nothing if one of them was not. */
    private static List<Trials.Item> by(Set<Place> places, Session session) {
        Map<String, Trials.Item> items = new LinkedHashMap<>();
        for (UnitSet set : sets(session)) {
            if (!places.isEmpty() && places(set.where()).containsAll(places)) {
                set.chosenOn().forEach(i -> items.putIfAbsent(i.prompt(), i));
            }
        }
        return List.copyOf(items.values());
    }

    private static List<UnitSet> sets(Session session) {
        List<UnitSet> sets = new ArrayList<>();
        for (String name : session.variables()) {
            session.variable(name).flatMap(Found::set).ifPresent(sets::add);
        }
        return sets;
    }

    private static Optional<UnitSet> set(Object value) {
        return value instanceof Localization found
                ? Optional.of(found.set())
                : value instanceof UnitSet set && !set.chosenOn().isEmpty() ? Optional.of(set) : Optional.empty();
    }

    private static Set<Place> places(Selection where) {
        Set<Place> places = new HashSet<>();
        for (Electrode electrode : where.electrodes()) {
            for (int unit : electrode.unitArray()) {
                places.add(Place.of(electrode.site(), unit));
            }
        }
        return places;
    }
}
