package io.patchclamp.kernel.dependency;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.patchclamp.kernel.thread.Threads;
import io.patchclamp.progress.Progress;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryEvent;
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
import org.eclipse.aether.resolution.DependencyResult;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.eclipse.aether.version.Version;

/** Finds jars by their Maven coordinates, with all they need at run time, as Maven itself would. */
final class Resolver {
    private static final int SILENCE_MILLIS = 60_000; // a server may be silent for so long, then it is given up

    private final Settings settings;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final RepositorySystem system = new RepositorySystemSupplier().get();

    Resolver(Settings settings) {
        this.settings = settings;
    }

    /** What the user should know of what was resolved. */
    List<String> notes() {
        return notes.stream().distinct().toList();
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
        Listener listener = new Listener(progress);
        DefaultRepositorySystemSession session = session(listener);
        List<RemoteRepository> from = new ArrayList<>();
        for (int i = 0; i < repositories.size(); i++) {
            from.add(new RemoteRepository.Builder("given-" + (i + 1), "default", address(repositories.get(i))).build());
        }
        settings.repositories()
                .forEach(r -> from.add(new RemoteRepository.Builder(r.id(), "default", r.url()).build()));
        RemoteRepository central = central();
        if (from.stream()
                .noneMatch(r -> r.getId().equals(central.getId()))) { // a profile may name another in its place
            from.add(central);
        }
        CollectRequest collect = new CollectRequest();
        collect.setRepositories(system.newResolutionRepositories(session, from));
        coordinates.forEach(c -> collect.addDependency(new Dependency(artifact(c), JavaScopes.RUNTIME)));
        DependencyRequest request =
                new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        try {
            return aside(() -> system.resolveDependencies(session, request)).getArtifactResults().stream()
                    .map(ArtifactResult::getArtifact)
                    .toList();
        } catch (RepositoryException e) {
            Progress.checkCancelled("fetching " + String.join(" ", coordinates));
            listener.damaged().ifPresent(damage -> {
                throw damage;
            });
            throw new Refusal(
                            String.join(" ", coordinates),
                            collect.getRepositories(),
                            settings.offline(),
                            artifact -> versions(session, artifact, collect.getRepositories()))
                    .of(e);
        } catch (InterruptedException e) {
            listener.cancel();
            system.shutdown(); // closes the connections: who reads from one does not listen to interrupts
            Thread.currentThread().interrupt();
            Progress.checkCancelled("fetching " + String.join(" ", coordinates));
            throw new IllegalStateException(e);
        }
    }

    /** Works on a thread that is not the cell's: that one can be interrupted while a server keeps this one waiting. */
    private static DependencyResult aside(Callable<DependencyResult> work)
            throws RepositoryException, InterruptedException {
        FutureTask<DependencyResult> task = new FutureTask<>(work);
        Threads.daemon("maven", task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RepositoryException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw (Error) e.getCause();
        }
    }

    /** All versions that repositories have of an artifact, the newest last; none if that cannot be found out. */
    private List<String> versions(
            DefaultRepositorySystemSession session, Artifact artifact, List<RemoteRepository> repositories) {
        try {
            VersionRangeRequest all = new VersionRangeRequest(artifact.setVersion("(,)"), repositories, null);
            return system.resolveVersionRange(session, all).getVersions().stream()
                    .map(Version::toString)
                    .toList();
        } catch (VersionRangeResolutionException e) {
            return List.of();
        }
    }

    private static String address(String url) {
        try {
            if (String.valueOf(new URI(url).getScheme()).matches("(?i)https?|file")) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the same is said
        }
        throw new DependencyException(
                "--repo '" + url + "' is no address of a repository.",
                "https://repo.example/maven2/, or file:/// and a folder");
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

    private DefaultRepositorySystemSession session(Listener listener) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, SILENCE_MILLIS);
        Path local = settings.localRepository();
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(local.toFile())));
        session.setOffline(settings.offline());
        session.setSystemProperties(System.getProperties()); // a POM with a profile for a JDK cannot be read without
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
        session.setTransferListener(listener);
        session.setRepositoryListener(new AbstractRepositoryListener() {
            @Override
            public void artifactDescriptorInvalid(RepositoryEvent event) {
                notes.add("The POM of " + event.getArtifact() + " cannot be read: what it needs was not added.");
            }
        });
        return session;
    }

    /** Tells how far a download is, and stops it when the cell is interrupted. */
    private static final class Listener extends AbstractTransferListener {
        private final Progress progress;
        private final Set<String> corrupted = ConcurrentHashMap.newKeySet();
        private volatile boolean cancelled;
        private volatile DependencyException damaged;

        Listener(Progress progress) {
            this.progress = progress;
        }

        void cancel() {
            cancelled = true;
        }

        /** The file that did not arrive as it was sent; empty if there was none. */
        Optional<DependencyException> damaged() {
            return Optional.ofNullable(damaged);
        }

        /** Maven takes what is damaged, with a warning. It is asked for a second time first; a file without a checksum is let in. */
        @Override
        public void transferCorrupted(TransferEvent event) throws TransferCancelledException {
            String resource = event.getResource().getResourceName();
            if (event.getException() instanceof ChecksumFailureException wrong
                    && wrong.getExpected() != null
                    && !wrong.getExpected().isEmpty()
                    && !corrupted.add(resource)) {
                damaged = new DependencyException(
                        event.getResource().getFile().getName().replaceFirst("[.]\\d+[.]tmp$", "") + " from "
                                + event.getResource().getRepositoryUrl() + " is damaged: its checksum is "
                                + wrong.getActual() + ", not " + wrong.getExpected() + ".",
                        "again later, or another repository by --repo URL or a mirror in ~/.m2/settings.xml");
                throw new TransferCancelledException();
            }
        }

        @Override
        public void transferInitiated(TransferEvent event) throws TransferCancelledException {
            check();
        }

        private void check() throws TransferCancelledException {
            if (cancelled) {
                throw new TransferCancelledException();
            }
        }

        @Override
        public void transferProgressed(TransferEvent event) throws TransferCancelledException {
            check();
            String file = event.getResource().getFile().getName().replaceFirst("\\.tmp.*|\\.part.*", "");
            progress.at(
                    "fetching " + file,
                    event.getTransferredBytes(),
                    event.getResource().getContentLength(),
                    "bytes");
        }
    }
}
