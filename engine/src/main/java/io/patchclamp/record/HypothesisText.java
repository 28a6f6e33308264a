package io.patchclamp.record;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;

/** Hypotheses in a recording's manifest. */
final class HypothesisText {
    private HypothesisText() {}

    static Map<String, Object> of(Hypothesis hypothesis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", hypothesis.name());
        json.put("statement", hypothesis.statement());
        json.put("direction", hypothesis.direction().name().toLowerCase(Locale.ROOT));
        json.put("metric", hypothesis.metric());
        json.put("alpha", hypothesis.alpha());
        json.put("family", hypothesis.family());
        json.put("items", hypothesis.items().isPresent() ? hypothesis.items().getAsInt() : null);
        json.put("registered", hypothesis.registered().toString());
        return json;
    }

    /** Recordings of minor number 0 have none. */
    static List<Hypothesis> inManifest(Members manifest) {
        return manifest.json.containsKey("hypotheses")
                ? manifest.objects("hypotheses").stream()
                        .map(HypothesisText::of)
                        .toList()
                : List.of();
    }

    private static Hypothesis of(Members json) {
        String direction = json.text("direction");
        String registered = json.text("registered");
        try {
            return new Hypothesis(
                    json.text("name"),
                    json.text("statement"),
                    tail(direction, json),
                    json.text("metric"),
                    json.number("alpha"),
                    json.integer("family"),
                    json.json.get("items") == null ? OptionalInt.empty() : OptionalInt.of(json.integer("items")),
                    Instant.parse(registered));
        } catch (DateTimeParseException e) {
            throw json.fault("'registered'", "a time such as 2026-11-22T23:00:00Z", "'" + registered + "'");
        } catch (LoadException e) {
            throw e;
        } catch (PatchclampException e) {
            throw json.fault(
                    "it",
                    "parts that fit together",
                    e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static Tail tail(String direction, Members json) {
        for (Tail tail : Tail.values()) {
            if (tail.name().toLowerCase(Locale.ROOT).equals(direction)) {
                return tail;
            }
        }
        throw json.fault("'direction'", "two_sided, greater or less", "'" + direction + "'");
    }
}
