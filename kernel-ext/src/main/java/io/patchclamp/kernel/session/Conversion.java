package io.patchclamp.kernel.session;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import jdk.jshell.spi.SPIResolutionException;

/**
 * What user code threw, as JShell wants to be told. Asks the throwable for nothing but its causes and frames: its message is
 * user code too, and JShell would call it on the kernel's thread.
 */
final class Conversion {
    private static final int MAX_CAUSES = 8;

    private Conversion() {}

    static RunException of(Throwable thrown) {
        return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static RunException of(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        if (thrown instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), thrown.getStackTrace());
        }
        RunException converted = new UserException("", thrown.getClass().getName(), thrown.getStackTrace());
        Throwable cause = thrown.getCause();
        if (cause != null && seen.size() < MAX_CAUSES && !seen.contains(cause)) {
            converted.initCause(of(cause, seen));
        }
        return converted;
    }

    /** For a throwable that does not even tell its frames. */
    static RunException mute(Throwable thrown) {
        return new UserException("", thrown.getClass().getName(), new StackTraceElement[0]);
    }
}
