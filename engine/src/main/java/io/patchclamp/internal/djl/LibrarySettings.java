package io.patchclamp.internal.djl;

import java.nio.file.Path;

/** What DJL must be told before it is first touched, by whichever of its libraries comes first. */
public final class LibrarySettings {
    private LibrarySettings() {}

    /**
     * Where everything downloaded or unpacked lives.
     *
     * @return {@code PATCHCLAMP_HOME} as system property or in the environment, else {@code ~/.cache/patchclamp}
     */
    public static Path home() {
        String set = System.getProperty("PATCHCLAMP_HOME", System.getenv("PATCHCLAMP_HOME"));
        return set == null || set.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "patchclamp")
                : Path.of(set);
    }

    /** Natives are unpacked under our own home, and nothing is fetched or told to anyone over the network. */
    static void apply() {
        setIfAbsent("ENGINE_CACHE_DIR", home().resolve("djl").toString());
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
    }

    static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null && System.getenv(key) == null) {
            System.setProperty(key, value);
        }
    }
}
