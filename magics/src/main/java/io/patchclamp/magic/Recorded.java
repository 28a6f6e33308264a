package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.Electrode;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/** One site of a recording, chosen as a user types it. */
final class Recorded {
    private Recorded() {}

    static SiteRecording site(Recording recording, MagicCall call, Workbench workbench) {
        List<String> names =
                recording.sites().stream().map(s -> s.site().name()).toList();
        if (call.option("at").isEmpty()) {
            if (names.size() == 1) {
                return recording.sites().get(0);
            }
            throw new UsageException(
                    "The recording has " + names.size() + " sites, and a picture shows one.",
                    "--at " + names.get(names.size() - 1) + "; there are " + listed(names));
        }
        String at = call.option("at").get();
        if (names.contains(at)) {
            return recording.site(at);
        }
        List<SiteRecording> found = bySelector(recording, at, workbench);
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            String near = Nearest.to(at, names).map(n -> "--at " + n + "; ").orElse("");
            throw new UsageException("Nothing was recorded at '" + at + "'.", near + "there are " + listed(names));
        }
        throw new UsageException(
                "'" + at + "' names " + found.size() + " recorded sites, and a picture shows one.",
                "--at " + found.get(0).site().name());
    }

    /** Sites by any of their names, read against the current model. */
    private static List<SiteRecording> bySelector(Recording recording, String at, Workbench workbench) {
        if (workbench.current().isEmpty()) {
            return List.of();
        }
        List<Electrode> electrodes;
        try {
            electrodes = workbench.select(at, workbench.current().get()).electrodes();
        } catch (SelectorException e) {
            return List.of();
        }
        return recording.sites().stream()
                .filter(s -> electrodes.stream()
                        .anyMatch(e -> e.site().point() == s.site().point()
                                && e.site().layer() == s.site().layer()))
                .toList();
    }

    private static String listed(List<String> names) {
        int most = 12;
        return String.join(", ", names.subList(0, Math.min(most, names.size()))) + (names.size() > most ? ", …" : "");
    }
}
