package io.patchclamp.attribute;

import java.util.List;
import java.util.Objects;

import io.patchclamp.record.TokenText;

/**
 * One trial's output, shared out.
 *
 * @param text what was read; in attribution patching the corrupt text
 * @param readAt the position after which the target was read
 * @param target what was shared out, such as {@code logprob of ·Paris}
 * @param targetToken the token it is about; -1 for a metric of another kind
 * @param logprob that token's log-probability; NaN for a metric of another kind
 * @param value the target; in attribution patching that of the corrupt text
 * @param clean the target of the clean text in attribution patching, else NaN
 * @param sites one a site, in the order of the selection
 * @param convergence one a site for integrated gradients, else empty
 * @param patched in attribution patching each site or head at each token beside its real patching, else empty
 * @param verified the largest shares beside what really happens, largest first
 */
public record AttributedTrial(
        TokenText text,
        int readAt,
        String target,
        int targetToken,
        double logprob,
        double value,
        double clean,
        List<SiteShares> sites,
        List<Convergence> convergence,
        List<Check> patched,
        List<Check> verified) {
    public AttributedTrial {
        Objects.requireNonNull(text, "text");
        sites = List.copyOf(sites);
        convergence = List.copyOf(convergence);
        patched = List.copyOf(patched);
        verified = List.copyOf(verified);
    }
}
