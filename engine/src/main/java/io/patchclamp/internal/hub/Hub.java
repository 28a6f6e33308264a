package io.patchclamp.internal.hub;

import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.fault.LoadException;
import io.patchclamp.progress.Progress;

/**
 * Brings models from a hub. What is here already is not fetched again; a commit that is here whole is not even asked
 * for.
 */
public final class Hub {
    private final HubSettings settings;
    private final Pace pace;

    Hub(HubSettings settings, Pace pace) {
        this.settings = settings;
        this.pace = pace;
    }

    /**
     * The hub that the environment names.
     *
     * @return as {@code HF_ENDPOINT}, {@code HF_HOME} and their like say at this moment
     * @throws LoadException if one of them says nothing that can be
     */
    public static Hub current() {
        return new Hub(HubSettings.current(), Pace.USUAL);
    }

    /**
     * A model on this machine.
     *
     * @param path its folder, or its .gguf file
     * @param reference what was asked for
     * @param commit what that was
     * @param note what a user should know about it, or empty
     */
    public record Snapshot(Path path, HubReference reference, String commit, String note) {
        /**
         * Where it is from.
         *
         * @return such as {@code org/name@commit}, which may be asked for again
         */
        public String source() {
            return reference.written() + "@" + commit;
        }

        /**
         * A name for people.
         *
         * @return the repository's without its owner, or the file's
         */
        public String name() {
            String written = reference.written();
            return written.substring(written.lastIndexOf('/') + 1);
        }

        /**
         * Which revision was asked for.
         *
         * @return such as {@code main}
         */
        public String revision() {
            return reference.revisionOrMain();
        }
    }

    /**
     * Brings a model, or finds it here.
     *
     * @param asked which
     * @param offline whether to look only here
     * @param progress hears how much is there
     * @return where it is
     * @throws LoadException if it cannot be had; nothing that is there is half
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Snapshot fetch(HubReference asked, boolean offline, Progress progress) {
        return have(asked, offline, progress, true);
    }

    /**
     * Brings what describes a model, its configuration and tokenizer, without its weights; or finds it here. A model that
     * is one .gguf file is brought whole: its description is in that.
     *
     * @param asked which
     * @param offline whether to look only here
     * @param progress hears how much is there
     * @return where it is
     * @throws LoadException if it cannot be had
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Snapshot describe(HubReference asked, boolean offline, Progress progress) {
        return have(asked, offline, progress, false);
    }

    private Snapshot have(HubReference asked, boolean offline, Progress progress, boolean weights) {
        HubCache cache = new HubCache(settings.cache(), asked.repo(), settings.links());
        String forbids = offline ? "--offline" : settings.offline();
        if (!forbids.isEmpty()) {
            return new Cached(cache, asked, weights).require(settings.cache(), forbids);
        }
        Cached cached = new Cached(cache, asked, weights);
        if (HubReference.isCommit(asked.revisionOrMain())) {
            Optional<Snapshot> there = cached.certain();
            if (there.isPresent()) {
                return there.get();
            }
        }
        HubHttp http = new HubHttp(
                settings.endpoint(), Token.find(settings), pace.connect(), EnvironmentProxy.of(settings.variables()));
        Meter meter = new Meter(asked.written());
        try (Crew crew = new Crew(asked.written(), pace.files(), pace.stall(), progress, meter)) {
            HubApi api = new HubApi(http, asked);
            Optional<Snapshot> there = cached.find("The hub could not be reached; this is what was fetched before");
            RepoListing listing;
            try {
                Patience patience = there.isPresent() ? new Patience(1, 0) : pace.patience();
                listing = crew.one(() -> api.listing(patience, crew));
            } catch (UnreachableException e) {
                return there.orElseThrow(e::fault);
            }
            Fetching fetching = new Fetching(cache, asked, listing, api, crew, meter, pace);
            return weights ? fetching.fetch() : fetching.describe();
        }
    }
}
