package io.patchclamp.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Which program made a recording, and with which libraries: as the build wrote it down. */
final class Versions {
    private static final String PROGRAM = "patchclamp";
    private static final Map<String, String> ALL = read();

    private Versions() {}

    /** The program's own; empty where it runs from sources that no build has filled in. */
    static Optional<String> program() {
        return Optional.ofNullable(ALL.get(PROGRAM));
    }

    /** Those that numbers in a recording can depend on, by name. */
    static Map<String, Object> libraries() {
        Map<String, Object> libraries = new TreeMap<>(ALL);
        libraries.remove(PROGRAM);
        return libraries;
    }

    private static Map<String, String> read() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return Map.of(); // a recording without versions is better than none
        }
        Map<String, String> versions = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String version = properties.getProperty(name);
            if (!version.startsWith("${")) {
                versions.put(name, version);
            }
        }
        return versions;
    }
}
