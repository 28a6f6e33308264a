package io.patchclamp.internal.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.hub.HubHttp.Answer;
import io.patchclamp.internal.json.Json;

/** What the hub is asked about one repository. */
final class HubApi {
    private static final int LARGEST_LISTING = 64 << 20;

    private final HubHttp http;
    private final HubReference asked;
    private final HubAnswers answers;

    HubApi(HubHttp http, HubReference asked) {
        this.http = http;
        this.asked = asked;
        this.answers = new HubAnswers(http.endpoint(), http.token(), asked);
    }

    /** The commit that the revision is now, and its files with their sizes and hashes. */
    RepoListing listing(Patience patience, Crew crew) throws UnreachableException, InterruptedException {
        String revision = HubHttp.encoded(asked.revisionOrMain(), false);
        URI plain = http.address("api", "models", asked.repo(), "revision", revision);
        URI address = URI.create(plain + "?blobs=true");
        while (true) {
            try (Answer answer = http.send("GET", address, "")) {
                answers.require(answer, address, "");
                return listing(text(crew.watch(answer.body()), address));
            } catch (UnreachableException e) {
                patience.tried(e);
            } catch (IOException e) {
                crew.requireOpen();
                patience.tried(http.unreachable(address, e));
            }
        }
    }

    private String text(Crew.Stream watched, URI address) throws IOException {
        try (Crew.Stream body = watched) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > LARGEST_LISTING) {
                    throw noListing("it has more than " + LARGEST_LISTING + " bytes", null);
                }
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            if (!text.stripLeading().startsWith("{")) {
                throw noListing("'" + HubHttp.shown(address) + "' is no JSON", null);
            }
            return text;
        }
    }

    private RepoListing listing(String text) {
        Map<String, Object> root;
        try {
            root = Json.parseObject(text, "the answer of the hub");
        } catch (LoadException e) {
            throw noListing("it is cut short or damaged", e);
        }
        String commit = root.get("sha") instanceof String sha ? sha : "";
        if (!HubReference.isCommit(commit) || !(root.get("siblings") instanceof List<?> siblings)) {
            throw noListing("it names no commit and its files", null);
        }
        String revision = asked.revisionOrMain();
        if (HubReference.isCommit(revision) && !revision.equals(commit)) {
            throw noListing("it is about commit " + commit, null);
        }
        List<RepoFile> files = new ArrayList<>();
        for (Object sibling : siblings) {
            if (sibling instanceof Map<?, ?> file && file.get("rfilename") instanceof String path) {
                files.add(file(path, file));
            }
        }
        return RepoListing.of(commit, files);
    }

    private static RepoFile file(String path, Map<?, ?> file) {
        long size = file.get("size") instanceof Long n ? n : -1;
        String id = file.get("blobId") instanceof String text ? text : "";
        if (file.get("lfs") instanceof Map<?, ?> large && large.get("sha256") instanceof String sha256) {
            return new RepoFile(path, large.get("size") instanceof Long n ? n : size, id, Optional.of(sha256));
        }
        return new RepoFile(path, size, id, Optional.empty());
    }

    private LoadException noListing(String why, Throwable cause) {
        return new LoadException(
                "What '" + http.endpoint() + "' answers about '" + asked.repo() + "' is no list of its files: " + why
                        + ".",
                "check HF_ENDPOINT; a network that wants a login answers so, too",
                cause);
    }

    /** A file whose size and hash the list did not have: a mirror's list may be short. */
    RepoFile described(RepoFile file, String commit, Patience patience)
            throws UnreachableException, InterruptedException {
        URI address = address(file, commit);
        while (true) {
            try (Answer answer = http.send("HEAD", address, "")) {
                if (answer.status() / 100 != 3) {
                    answers.require(answer, address, file.path());
                }
                String etag = etag(answer).orElse("");
                long size = number(answer.hub("X-Linked-Size").or(() -> answer.hub("Content-Length")));
                RepoFile full = etag.length() == 64
                        ? new RepoFile(file.path(), size, "", Optional.of(etag))
                        : new RepoFile(file.path(), size, etag, Optional.empty());
                if (!full.checkable()) {
                    throw new LoadException(
                            "The hub '" + http.endpoint() + "' says no size or no hash of '" + file.path() + "' in '"
                                    + asked.repo() + "', so what it sends could not be checked.",
                            "the hub's own address in HF_ENDPOINT, or a mirror that passes on ETag");
                }
                return full;
            } catch (UnreachableException e) {
                patience.tried(e);
            } catch (IOException e) {
                patience.tried(http.unreachable(address, e));
            }
        }
    }

    /**
     * Asks for a file from some byte on.
     *
     * @return an answer with status 200 or 206
     */
    Answer open(RepoFile file, String commit, long from) throws UnreachableException, InterruptedException {
        URI address = address(file, commit);
        Answer answer = http.send("GET", address, from > 0 ? "bytes=" + from + "-" : "");
        if (answer.status() == 416 && from > 0) {
            return answer;
        }
        try {
            answers.require(answer, address, file.path());
            return answer;
        } catch (UnreachableException | RuntimeException e) {
            try {
                answer.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    URI address(RepoFile file, String commit) {
        return http.address(asked.repo(), "resolve", commit, HubHttp.encoded(file.path(), true));
    }

    UnreachableException broken(RepoFile file, String commit, IOException e) {
        return http.unreachable(address(file, commit), e);
    }

    /** The hash the hub's own answer names, if it names one. */
    static Optional<String> etag(Answer answer) {
        return answer.hub("X-Linked-Etag")
                .or(() -> answer.hub("ETag"))
                .map(text -> text.strip().replaceFirst("^W/", "").replace("\"", ""))
                .filter(RepoFile::isHash);
    }

    private static long number(Optional<String> text) {
        return text.filter(t -> t.matches("\\d{1,18}")).map(Long::valueOf).orElse(-1L);
    }
}
