package io.patchclamp.kernel.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.UnsolvableVersionConflictException;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataTransferException;

/**
 * Why a library cannot be had, in the order in which a user can do something about it.
 *
 * @param asked the coordinates as they were typed
 * @param repositories where it was looked for
 * @param offline whether nothing may be fetched
 * @param versions finds the versions there are of an artifact
 */
record Refusal(
        String asked, List<RemoteRepository> repositories, boolean offline, Function<Artifact, List<String>> versions) {
    private static final Pattern STATUS = Pattern.compile("status code: (\\d+)(?:, reason phrase: ([^(]*[^( ]))?");
    private static final int MOST_VERSIONS = 12;

    DependencyException of(RepositoryException e) {
        if (offline) {
            return new DependencyException(
                    asked + " cannot be had while offline: " + e.getMessage() + ".",
                    "fetch it once with network: unset PATCHCLAMP_OFFLINE and <offline> in settings.xml");
        }
        RemoteRepository from = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArtifactNotFoundException missing) {
                return missing(missing.getArtifact(), e);
            } else if (cause instanceof UnsolvableVersionConflictException conflict) {
                return conflict(conflict);
            } else if (cause instanceof VersionRangeResolutionException range) {
                return range(range);
            } else if (cause instanceof ArtifactTransferException transfer) {
                from = transfer.getRepository();
            } else if (cause instanceof MetadataTransferException transfer) {
                from = transfer.getRepository();
            } else if (cause instanceof IOException failed) {
                return unreachable(from, failed);
            }
        }
        return new DependencyException(
                asked + " cannot be had: " + e.getMessage() + ".",
                "check the coordinates, or %jars PATH for a jar you have");
    }

    private DependencyException missing(Artifact artifact, RepositoryException e) {
        String where = places();
        String key = artifact.getGroupId() + ":" + artifact.getArtifactId();
        if (asked.contains(key + ":")) {
            return new DependencyException(
                    "There is no " + artifact + " in " + where + ".",
                    "look up group, artifact and version, or name another repository by --repo URL");
        }
        Optional<String> by = e instanceof DependencyResolutionException failed
                ? needs(failed.getResult().getRoot(), key)
                : Optional.empty();
        return new DependencyException(
                "There is no " + artifact + ", which " + by.orElse(asked) + " needs, in " + where + ".",
                "--repo URL of where that is, or another version of what needs it");
    }

    private static Optional<String> needs(DependencyNode node, String key) {
        if (node == null) {
            return Optional.empty();
        }
        for (DependencyNode child : node.getChildren()) {
            Artifact artifact = child.getArtifact();
            if (key.equals(artifact.getGroupId() + ":" + artifact.getArtifactId())) {
                return Optional.ofNullable(node.getArtifact()).map(Artifact::toString);
            }
            Optional<String> below = needs(child, key);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    private static DependencyException conflict(UnsolvableVersionConflictException conflict) {
        String ways = conflict.getPaths().stream().map(Refusal::way).distinct().collect(Collectors.joining("; "));
        return new DependencyException(
                "No version suits all that need it: " + ways + ".",
                "other versions of what needs it, or only one of them in this kernel");
    }

    private static String way(List<? extends DependencyNode> path) {
        DependencyNode last = path.get(path.size() - 1);
        String what = last.getArtifact().getGroupId() + ":" + last.getArtifact().getArtifactId() + ":"
                + (last.getVersionConstraint() == null ? last.getArtifact().getVersion() : last.getVersionConstraint());
        return path.size() < 2 || path.get(path.size() - 2).getArtifact() == null
                ? what
                : path.get(path.size() - 2).getArtifact() + " needs " + what;
    }

    private DependencyException range(VersionRangeResolutionException failed) {
        for (Exception inside : failed.getResult().getExceptions()) {
            for (Throwable cause = inside; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException unreached) {
                    return unreachable(null, unreached);
                }
            }
        }
        Artifact artifact = failed.getResult().getRequest().getArtifact();
        String name = artifact.getGroupId() + ":" + artifact.getArtifactId();
        if (failed.getResult().getVersionConstraint() == null) {
            return new DependencyException(
                    "'" + artifact.getVersion() + "' is no range of versions.",
                    "[1.0,2.0) from 1.0 to below 2.0, [1.0,) from 1.0 on, [1.5] only 1.5");
        }
        List<String> there = versions.apply(artifact);
        if (there.isEmpty()) {
            return new DependencyException(
                    "There is no " + name + " in " + places() + ".",
                    "look up group, artifact and version, or name another repository by --repo URL");
        }
        List<String> newest = there.subList(Math.max(0, there.size() - MOST_VERSIONS), there.size());
        return new DependencyException(
                "No version of " + name + " is within " + artifact.getVersion() + ".",
                "one of those there are: " + (newest.size() < there.size() ? "…, " : "") + String.join(", ", newest));
    }

    private DependencyException unreachable(RemoteRepository from, IOException failed) {
        String where = from == null ? places() : from.getUrl();
        Matcher status = STATUS.matcher(String.valueOf(failed.getMessage()));
        if (!status.find()) {
            return new DependencyException(
                    "The repository for " + asked + " cannot be reached: " + where + ", "
                            + failed.getClass().getSimpleName() + ": " + failed.getMessage() + ".",
                    "check the network, or name a mirror or proxy in ~/.m2/settings.xml");
        }
        String answer = status.group(1) + (status.group(2) == null ? "" : " " + status.group(2));
        String advice =
                switch (status.group(1)) {
                    case "401", "403" ->
                        "a <server> with the repository's id, username and password in ~/.m2/settings.xml, or another repository";
                    case "407" -> "username and password of the <proxy> in ~/.m2/settings.xml";
                    default -> "again later, or another repository by --repo URL or a mirror in ~/.m2/settings.xml";
                };
        return new DependencyException(
                "The repository for " + asked + " does not give it: " + where + " answers " + answer + ".", advice);
    }

    private String places() {
        List<String> urls =
                repositories.stream().map(RemoteRepository::getUrl).distinct().toList();
        return urls.isEmpty() ? "any repository" : String.join(" or ", urls);
    }
}
