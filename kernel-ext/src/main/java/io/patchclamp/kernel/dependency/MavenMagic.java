package io.patchclamp.kernel.dependency;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.magic.Session;
import org.eclipse.aether.artifact.Artifact;

/** A library from Maven Central, with all it needs. */
final class MavenMagic implements Magic {
    private final Consumer<Path> classPath;
    private final Map<String, String> there = new HashMap<>();
    private final OwnJars own = new OwnJars(System.getProperty("java.class.path"));

    MavenMagic(Consumer<Path> classPath) {
        this.classPath = classPath;
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                "maven",
                MagicSpec.Kind.LINE,
                "Adds a library from Maven Central, or from a mirror in settings.xml, with all it needs.",
                List.of(Argument.words("G:A:V", "group, artifact and version", Values.TEXT)),
                List.of(new Option("repo", "URL", "", "another repository to look in first", true, Values.TEXT)),
                "%maven org.apache.commons:commons-csv:1.14.1",
                "none: Java cannot add to its own class path",
                Libraries.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Path m2 = Path.of(System.getProperty("user.home"), ".m2");
        boolean offline =
                !System.getenv().getOrDefault("PATCHCLAMP_OFFLINE", "").isBlank();
        Settings settings = Settings.of(m2).offline(offline);
        Resolver resolver = new Resolver(settings);
        List<Artifact> artifacts = resolver.resolve(call.words("G:A:V"), call.values("repo"), session.progress());
        List<Libraries.Library> added = new ArrayList<>();
        List<String> notes = new ArrayList<>(resolver.notes());
        for (Artifact artifact : artifacts) {
            if (artifact.getExtension().equals("pom")) {
                notes.add(artifact + " is a POM: what it needs was added, itself it has no classes.");
                continue;
            }
            Optional<String> ours = own.version(artifact.getArtifactId())
                    .filter(version -> own.shares(artifact.getFile().toPath()));
            String key = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getClassifier();
            String before = there.get(key);
            if (before != null) {
                if (!before.equals(artifact.getVersion())) {
                    notes.add(artifact.getArtifactId() + " " + artifact.getVersion() + " was asked for; " + before
                            + " was added earlier, and that one is used until the kernel is restarted.");
                } else if (call.words("G:A:V").stream().anyMatch(w -> w.contains(artifact.getArtifactId() + ":"))) {
                    notes.add(artifact.getArtifactId() + " " + before + " was there already.");
                }
            } else {
                boolean adds = ours.isEmpty() || OwnJars.isNewer(artifact.getVersion(), ours.get());
                if (adds) { // what a newer version has on top of ours can be used all the same
                    Path jar = artifact.getFile().toPath();
                    there.put(key, artifact.getVersion());
                    classPath.accept(jar);
                    added.add(new Libraries.Library(artifact.toString().replace(":jar:", ":"), jar));
                }
                if (ours.isPresent() && !ours.get().startsWith(artifact.getVersion())) {
                    notes.add(artifact.getArtifactId() + " " + artifact.getVersion()
                            + " was asked for; the kernel brings " + ours.get() + " itself, and "
                            + (adds ? "its classes go first." : "that one is used."));
                }
            }
        }
        return new Libraries(added, notes);
    }
}
