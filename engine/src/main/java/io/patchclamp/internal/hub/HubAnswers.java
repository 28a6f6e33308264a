package io.patchclamp.internal.hub;

import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.hub.HubHttp.Answer;

/** What it means that the hub said no. */
final class HubAnswers {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504, 520, 522, 524);
    private static final Pattern RATE_LIMIT = Pattern.compile("[;,]\\s*t=(\\d{1,9})");
    private static final int MOST_SHOWN = 200;

    private final URI endpoint;
    private final Optional<Token> token;
    private final HubReference asked;

    HubAnswers(URI endpoint, Optional<Token> token, HubReference asked) {
        this.endpoint = endpoint;
        this.token = token;
        this.asked = asked;
    }

    /** Fails if an answer is no success: for good, or in a way that may pass. */
    void require(Answer answer, URI address, String what) throws UnreachableException {
        if (answer.ok()) {
            return;
        }
        int status = answer.status();
        if (answer.elsewhere().isPresent()) {
            // Its addresses hold good for some minutes; the next try gets a new one.
            throw new UnreachableException(
                    "'" + HubHttp.shown(answer.elsewhere().get()) + "', where the hub sends us, answers " + status
                            + ".",
                    "later again",
                    wait(answer),
                    null);
        }
        if (PASSING.contains(status)) {
            throw passing(answer, address);
        }
        throw refused(answer, address, what);
    }

    private UnreachableException passing(Answer answer, URI address) {
        if (answer.status() == 429) {
            long wait = wait(answer);
            String asks = wait < 0 ? "" : ", and asks to wait " + (wait + 999) / 1000 + " s";
            String better = token.isPresent() ? "" : "; with a token (HF_TOKEN) more are allowed";
            return new UnreachableException(
                    "The hub '" + endpoint + "' has had too many requests from here (429)" + asks + ".",
                    "later again" + better,
                    wait,
                    null);
        }
        return new UnreachableException(
                "The hub '" + endpoint + "' is not well: it answers " + answer.status() + " to '"
                        + HubHttp.shown(address) + "'" + words(answer) + ".",
                "later again; --offline takes what was fetched before",
                wait(answer),
                null);
    }

    private LoadException refused(Answer answer, URI address, String what) {
        String code = answer.hub("X-Error-Code").orElse("");
        String repo = asked.repo();
        int status = answer.status();
        String page = endpoint + "/" + repo;
        if (code.equals("RevisionNotFound")) {
            return new LoadException(
                    "'" + repo + "' on the hub has no revision '" + asked.revisionOrMain() + "'.",
                    "--revision main, or one that " + page + " lists");
        }
        if (code.equals("GatedRepo") || status == 403 && words(answer).contains("gated")) {
            return new LoadException(
                    "'" + repo + "' is gated: its owner wants conditions accepted before it is fetched, and "
                            + (token.isEmpty() ? "no token says who asks" : token.get() + " is of nobody who has")
                            + " (" + status + ").",
                    "accept them on " + page + ", then a token of that account in HF_TOKEN");
        }
        if (code.equals("RepoNotFound") || status == 404 && what.isEmpty()) {
            return unknown(repo, status);
        }
        if (status == 401) {
            return token.isEmpty()
                    ? unknown(repo, status)
                    : new LoadException(
                            "The hub '" + endpoint + "' does not accept " + token.get() + " (401)" + words(answer)
                                    + ".",
                            "a new token in HF_TOKEN, or none for a public model");
        }
        if (status == 403) {
            return new LoadException(
                    "The hub '" + endpoint + "' refuses '" + repo + "' to "
                            + (token.isEmpty()
                                    ? "whoever has no token"
                                    : token.get().toString()) + " (403)"
                            + words(answer) + ".",
                    "a token that may read this repository, in HF_TOKEN");
        }
        if (status == 404) {
            return new LoadException(
                    "'" + repo + "' lists '" + what + "', and the hub does not have it (404).",
                    "later again, or another revision");
        }
        return new LoadException(
                "The hub '" + endpoint + "' answers " + status + " to '" + HubHttp.shown(address) + "'" + words(answer)
                        + ".",
                "check HF_ENDPOINT, and the name of the model");
    }

    private LoadException unknown(String repo, int status) {
        return new LoadException(
                "There is no '" + repo + "' on the hub '" + endpoint + "', or it is private and "
                        + (token.isEmpty() ? "no token was given" : token.get() + " may not see it") + " (" + status
                        + ").",
                "check the name; for a private model a token of its owner in HF_TOKEN");
    }

    /** What the hub says itself, in one line and without the token. */
    private String words(Answer answer) {
        String text = answer.hub("X-Error-Message")
                .orElse("")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        if (token.isPresent()) {
            text = token.get().hiddenIn(text);
        }
        text = text.replaceAll("\\bhf_\\w+", "hf_…");
        if (text.isEmpty()) {
            return "";
        }
        return ", saying: "
                + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text).replaceFirst("\\.$", "");
    }

    /** Milliseconds to wait as the answer asks, or -1. */
    static long wait(Answer answer) {
        String after = answer.headers().firstValue("Retry-After").orElse("").strip();
        if (after.matches("\\d{1,9}")) {
            return Long.parseLong(after) * 1000;
        }
        if (!after.isEmpty()) {
            try {
                ZonedDateTime until = ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME);
                return Math.max(
                        0,
                        Duration.between(ZonedDateTime.now(until.getZone()), until)
                                .toMillis());
            } catch (DateTimeParseException e) {
                return -1;
            }
        }
        Matcher limit =
                RATE_LIMIT.matcher(answer.headers().firstValue("RateLimit").orElse(""));
        return answer.status() == 429 && limit.find() ? Long.parseLong(limit.group(1)) * 1000 : -1;
    }
}
