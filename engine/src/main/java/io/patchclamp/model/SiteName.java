package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * One name of one place: every site has several. A name of something that exists and cannot be read has no site, but a
 * reason.
 */
record SiteName(Scheme scheme, String name, List<String> parts, Side side, Site site, String reason) {
    /** Who calls it so. A pattern is read against these in turn, and the first that it matches decides. */
    enum Scheme {
        SHORT,
        HUGGINGFACE,
        TRANSFORMERLENS
    }

    /** Which end of a module; names that are no modules have only an output. */
    enum Side {
        IN,
        OUT
    }

    SiteName {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(side, "side");
        if ((site == null) == (reason == null)) {
            throw new IllegalArgumentException(name + " needs either a site or a reason");
        }
    }

    static SiteName of(Scheme scheme, String name, Side side, Site site) {
        return new SiteName(scheme, name, List.of(name.split("\\.", -1)), side, site, null);
    }

    static SiteName without(Scheme scheme, String name, Side side, String reason) {
        return new SiteName(scheme, name, List.of(name.split("\\.", -1)), side, null, reason);
    }

    boolean hasSite() {
        return site != null;
    }
}
