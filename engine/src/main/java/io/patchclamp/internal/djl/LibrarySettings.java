package io.patchclamp.internal.djl;

/** What DJL must be told before it is first touched, by whichever of its libraries comes first. */
final class LibrarySettings {
    private LibrarySettings() {}

    /** Natives are unpacked under our own home, and nothing is fetched or told to anyone over the network. */
    static void apply() {
        setIfAbsent("ENGINE_CACHE_DIR", Torch.home().resolve("djl").toString());
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
    }

    static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null && System.getenv(key) == null) {
            System.setProperty(key, value);
        }
    }
}
