package io.patchclamp.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars that the kernel runs from, in a fixed order: an archive of classes holds for this order only. */
final class Jars {
    private Jars() {}

    static List<Path> ofThisProgram() throws IOException {
        return of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** A class path, with the jars that the manifests of its jars name: {@code java -jar} gives one jar alone. */
    static List<Path> of(String... entries) throws IOException {
        Collection<Path> all = new TreeSet<>();
        for (String entry : entries) {
            if (!entry.isEmpty()) {
                add(Path.of(entry).toAbsolutePath().normalize(), all);
            }
        }
        return List.copyOf(all);
    }

    private static void add(Path entry, Collection<Path> all) throws IOException {
        if (!all.add(entry) || !Files.isRegularFile(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Manifest manifest = jar.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String word : named == null ? new String[0] : named.split(" ")) {
                Path other = word.isEmpty() ? entry : Path.of(entry.toUri().resolve(word));
                if (Files.isRegularFile(other)) {
                    add(other.normalize(), all);
                }
            }
        }
    }

    /** Copies them side by side, so that they outlive the folder they were built in. */
    static List<Path> copy(List<Path> jars, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> copies = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new InstallException(
                        "The kernel runs from the folder " + jar + ", which cannot be copied.",
                        "build it (mvn package), and install from target/dist/lib");
            }
            copies.add(
                    Files.copy(jar, folder.resolve(jar.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING));
        }
        return copies;
    }
}
