package io.patchclamp.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.json.Json;
import io.patchclamp.provenance.Provenance;

/** How a recording was made, as JSON, for the files we export. */
final class RecordingText {
    private RecordingText() {}

    static Map<String, String> metadata(Recording recording) {
        Map<String, Object> axes = new LinkedHashMap<>();
        Map<String, Object> units = new LinkedHashMap<>();
        for (SiteRecording site : recording.sites()) {
            axes.put(site.site().name(), axes(site));
            if (!site.units().isEmpty()) {
                units.put(site.site().name(), site.units());
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("provenance", Json.write(provenance(recording.provenance())));
        metadata.put("pool", recording.pool());
        metadata.put("axes", Json.write(axes));
        metadata.put("units", Json.write(units));
        return metadata;
    }

    static List<String> axes(SiteRecording site) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of("trial"), site.site().axes().stream())
                .toList();
    }

    static Map<String, Object> provenance(Provenance p) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", p.model());
        json.put("source", p.source());
        json.put("sha256", p.sha256());
        json.put("weights", p.weights());
        json.put("tokenizer", p.tokenizer());
        json.put("dtype", p.dtype());
        json.put("details", p.details());
        return json;
    }
}
