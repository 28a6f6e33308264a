package io.patchclamp.kernel.wire;

import java.util.EnumSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is said about messages that were dropped: whoever sends garbage sends a lot of it, so each kind is mentioned once. */
final class Complaints {
    private static final Logger LOG = Logger.getLogger(Complaints.class.getName());

    private final Set<MalformedMessageException.Kind> mentioned = EnumSet.noneOf(MalformedMessageException.Kind.class);

    /** A message was dropped. */
    synchronized void dropped(String channel, MalformedMessageException why) {
        if (mentioned.add(why.kind())) {
            LOG.log(
                    Level.WARNING,
                    "dropped a message on " + channel + ": " + why.getMessage()
                            + " (others of this kind are dropped without a word)");
        }
    }
}
