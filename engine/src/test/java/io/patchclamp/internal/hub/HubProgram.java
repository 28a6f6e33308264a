package io.patchclamp.internal.hub;

import java.util.Map;

import io.patchclamp.progress.Progress;

/** Another program with the same cache: {@code HOME ENDPOINT}; prints where the model is. */
final class HubProgram {
    private HubProgram() {}

    public static void main(String[] args) {
        Map<String, String> variables = Map.of("HF_HOME", args[0], "HF_ENDPOINT", args[1]);
        HubSettings settings = HubSettings.of(name -> variables.getOrDefault(name, System.getenv(name)));
        HubReference tiny = HubReference.parse(FakeHub.REPO).orElseThrow();
        System.out.println(new Hub(settings, HubCase.HURRY)
                .fetch(tiny, false, Progress.SILENT)
                .path());
    }
}
