package io.patchclamp.kernel.dependency;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.patchclamp.progress.Progress;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/** Finds jars by their Maven coordinates, with all they need at run time, as Maven itself would. */
final class Resolver {
    private final Settings settings;
    private final RepositorySystem system = new RepositorySystemSupplier().get();

    Resolver(Settings settings) {
        this.settings = settings;
    }

    /** The repository that Maven itself asks when a project names none: the one in its own root POM. */
    private static RemoteRepository central() {
        DefaultModelProcessor processor = new DefaultModelProcessor()
                .setModelLocator(new DefaultModelLocator())
                .setModelReader(new DefaultModelReader());
        Repository central = new DefaultSuperPomProvider()
                .setModelProcessor(processor)
                .getSuperModel("4.0.0")
                .getRepositories()
                .get(0);
        return new RemoteRepository.Builder(central.getId(), "default", central.getUrl()).build();
    }

    /** The jars, in class path order. */
    List<Artifact> resolve(List<String> coordinates, List<String> repositories, Progress progress) {
        DefaultRepositorySystemSession session = session(progress);
        List<RemoteRepository> from = new ArrayList<>();
        for (int i = 0; i < repositories.size(); i++) {
            from.add(new RemoteRepository.Builder("given-" + (i + 1), "default", repositories.get(i)).build());
        }
        from.add(central());
        CollectRequest collect = new CollectRequest();
        collect.setRepositories(system.newResolutionRepositories(session, from));
        coordinates.forEach(c -> collect.addDependency(new Dependency(artifact(c), JavaScopes.RUNTIME)));
        DependencyRequest request =
                new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        try {
            return system.resolveDependencies(session, request).getArtifactResults().stream()
                    .map(ArtifactResult::getArtifact)
                    .toList();
        } catch (RepositoryException e) {
            Progress.checkCancelled("fetching " + String.join(" ", coordinates));
            throw failure(coordinates, e);
        }
    }

    private static Artifact artifact(String coordinate) {
        try {
            String[] parts = coordinate.split(":");
            if (parts.length < 3) {
                throw new IllegalArgumentException();
            }
            return new DefaultArtifact(coordinate);
        } catch (IllegalArgumentException e) {
            throw new DependencyException(
                    "'" + coordinate + "' are no Maven coordinates.",
                    "GROUP:ARTIFACT:VERSION, such as org.apache.commons:commons-csv:1.14.1");
        }
    }

    private DefaultRepositorySystemSession session(Progress progress) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        Path local = settings.localRepository();
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(local.toFile())));
        session.setOffline(settings.offline());
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        settings.mirrors().forEach(m -> mirrors.add(m.id(), m.url(), "default", false, false, m.mirrorOf(), ""));
        session.setMirrorSelector(mirrors);
        DefaultProxySelector proxies = new DefaultProxySelector();
        settings.proxies().forEach(p -> proxies.add(new Proxy(p.protocol(), p.host(), p.port()), p.nonProxyHosts()));
        session.setProxySelector(proxies);
        DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
        settings.servers()
                .forEach(s -> servers.add(
                        s.id(),
                        new AuthenticationBuilder()
                                .addUsername(s.user())
                                .addPassword(s.password())
                                .build()));
        session.setAuthenticationSelector(servers);
        session.setTransferListener(new Listener(progress));
        return session;
    }

    /** Why it did not work, in the order in which a user can do something about it. */
    private DependencyException failure(List<String> coordinates, RepositoryException e) {
        String asked = String.join(" ", coordinates);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArtifactNotFoundException missing && !settings.offline()) {
                return new DependencyException(
                        "There is no " + missing.getArtifact() + " in "
                                + (missing.getRepository() == null
                                        ? "any repository"
                                        : missing.getRepository().getUrl())
                                + ".",
                        "look up group, artifact and version, or name another repository by --repo URL");
            }
            if (cause instanceof IOException) {
                return new DependencyException(
                        "The repository for " + asked + " cannot be reached: "
                                + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ".",
                        "check the network, or name a mirror or proxy in ~/.m2/settings.xml");
            }
        }
        return new DependencyException(
                asked + " cannot be had" + (settings.offline() ? " while offline" : "") + ": " + e.getMessage() + ".",
                settings.offline()
                        ? "fetch it once with network: unset PATCHCLAMP_OFFLINE and <offline> in settings.xml"
                        : "check the coordinates, or %jars PATH for a jar you have");
    }

    /** Tells how far a download is, and stops it when the cell is interrupted. */
    private static final class Listener extends AbstractTransferListener {
        private final Progress progress;

        Listener(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void transferProgressed(TransferEvent event) throws TransferCancelledException {
            if (Thread.currentThread().isInterrupted()) {
                throw new TransferCancelledException();
            }
            String file = event.getResource().getFile().getName().replaceFirst("\\.tmp.*|\\.part.*", "");
            progress.at(
                    "fetching " + file,
                    event.getTransferredBytes(),
                    event.getResource().getContentLength(),
                    "bytes");
        }
    }
}
