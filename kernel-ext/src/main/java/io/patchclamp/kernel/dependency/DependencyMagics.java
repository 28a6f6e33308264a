package io.patchclamp.kernel.dependency;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.patchclamp.magic.Magic;

/** The magics that add libraries. */
public final class DependencyMagics {
    private DependencyMagics() {}

    /**
     * All of them.
     *
     * @param classPath where to add a jar or a folder
     * @return {@code %maven}, {@code %jars}, {@code %classpath}
     */
    public static List<Magic> all(Consumer<Path> classPath) {
        return List.of(
                new MavenMagic(classPath),
                new PathMagic("jars", false, classPath),
                new PathMagic("classpath", true, classPath));
    }
}
