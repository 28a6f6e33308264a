package io.patchclamp.kernel.dependency;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.magic.Session;

/** Jars and folders of classes that lie on the disk. {@code %jars} takes jars only, {@code %classpath} folders as well. */
final class PathMagic implements Magic {
    private final String name;
    private final boolean folders;
    private final Consumer<Path> classPath;

    PathMagic(String name, boolean folders, Consumer<Path> classPath) {
        this.name = name;
        this.folders = folders;
        this.classPath = classPath;
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                name,
                MagicSpec.Kind.LINE,
                folders
                        ? "Adds jars or folders of classes to the class path."
                        : "Adds jars to the class path; * and ? in a file name stand for many.",
                List.of(Argument.words("PATH", folders ? "a jar or a folder" : "a jar, or lib/*.jar", Values.PATH)),
                List.of(),
                folders ? "%classpath target/classes" : "%jars lib/*.jar",
                "none: Java cannot add to its own class path",
                Libraries.class);
    }

    @Override
    public Object run(MagicCall call, Session session) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String given : call.words("PATH")) {
            found.addAll(find(session.directory(), given));
        }
        found.forEach(PathMagic::open);
        List<Libraries.Library> added = new ArrayList<>();
        for (Path path : found) {
            classPath.accept(path);
            added.add(new Libraries.Library(path.getFileName().toString(), path));
        }
        return new Libraries(added, List.of());
    }

    /** A jar that javac cannot open breaks every later cell: such are refused, and the good ones beside them. */
    private static void open(Path path) {
        if (Files.isDirectory(path)) {
            return;
        }
        try (ZipFile jar = new ZipFile(path.toFile())) {
            jar.size();
        } catch (IOException e) {
            throw new DependencyException(
                    "'" + path.getFileName() + "' is no jar that can be read: " + e.getMessage() + ".",
                    "build or download it again; nothing was added");
        }
    }

    private List<Path> find(Path directory, String given) throws IOException {
        int slash = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\'));
        String last = given.substring(slash + 1);
        List<Path> found = new ArrayList<>();
        if (last.contains("*") || last.contains("?")) {
            Path folder = directory.resolve(slash < 0 ? "" : given.substring(0, slash + 1));
            PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + last);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(f -> pattern.matches(f.getFileName())).sorted().forEach(found::add);
                }
            }
        } else if (Files.exists(directory.resolve(given))) {
            found.add(directory.resolve(given).normalize());
        }
        List<Path> usable = found.stream().filter(this::isUsable).toList();
        if (usable.isEmpty()) {
            throw new DependencyException(
                    "There is no " + (folders ? "jar or folder" : "jar") + " '" + given + "' seen from " + directory
                            + (found.isEmpty() ? "." : ", only " + found.get(0).getFileName() + "."),
                    "a path relative to the notebook's folder, or an absolute one");
        }
        return usable;
    }

    private boolean isUsable(Path path) {
        return Files.isDirectory(path)
                ? folders
                : path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }
}
