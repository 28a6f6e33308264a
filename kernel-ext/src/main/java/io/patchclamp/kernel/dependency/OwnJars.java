package io.patchclamp.kernel.dependency;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.VersionScheme;

/**
 * The libraries the kernel itself runs on. Classes are looked for there first, so another version of one of them would be
 * added in vain: better to say so.
 */
final class OwnJars {
    private static final int MOST_CLASSES = 200;

    private final String classPath;

    OwnJars(String classPath) {
        this.classPath = classPath;
    }

    /** Whether one version comes after another, by Maven's order. */
    static boolean isNewer(String version, String than) {
        try {
            VersionScheme scheme = new GenericVersionScheme();
            return scheme.parseVersion(version).compareTo(scheme.parseVersion(than)) > 0;
        } catch (InvalidVersionSpecificationException e) {
            return false;
        }
    }

    /** Whether a jar has classes that the kernel has: a name alone, such as that of api, is also that of others' libraries. */
    boolean shares(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name ->
                            name.endsWith(".class") && !name.contains("module-info") && !name.startsWith("META-INF/"))
                    .limit(MOST_CLASSES)
                    .anyMatch(name -> OwnJars.class.getClassLoader().getResource(name) != null);
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel's version of a library; empty if it brings none. */
    Optional<String> version(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> new File(entry).getName())
                .map(jar::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .findFirst();
    }
}
