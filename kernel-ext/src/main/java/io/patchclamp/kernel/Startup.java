package io.patchclamp.kernel;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import io.patchclamp.kernel.display.Notebook;
import io.patchclamp.kernel.everyday.OwnMagics;
import org.slf4j.LoggerFactory;

/** What holds from the first cell on. */
final class Startup {
    static final String VERSION = "0.1.0";

    /** Star imports all, so that a user's own class or import of the same name wins. */
    static final List<String> IMPORTS = Stream.of(
                    "static " + OwnMagics.class.getName() + ".*", // first, as no cell imports it again
                    "static " + Notebook.class.getName() + ".*",
                    "java.io.*", // these ten are what JShell begins with, and IJava
                    "java.math.*",
                    "java.net.*",
                    "java.nio.file.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.function.*",
                    "java.util.prefs.*",
                    "java.util.regex.*",
                    "java.util.stream.*",
                    "io.patchclamp.*",
                    "io.patchclamp.array.*",
                    "io.patchclamp.edit.*",
                    "io.patchclamp.epoch.*",
                    "io.patchclamp.fault.*", // to catch them
                    "io.patchclamp.figure.*",
                    "io.patchclamp.generate.*",
                    "io.patchclamp.geometry.*",
                    "io.patchclamp.metric.*",
                    "io.patchclamp.model.*",
                    "io.patchclamp.phantom.*",
                    "io.patchclamp.record.*",
                    "io.patchclamp.stats.*",
                    "io.patchclamp.steer.*",
                    "io.patchclamp.lens.*",
                    "io.patchclamp.lesion.*",
                    "io.patchclamp.attribute.*",
                    "io.patchclamp.sweep.*",
                    "io.patchclamp.trial.*",
                    "io.patchclamp.kernel.comm.*",
                    "tech.tablesaw.api.*")
            .map(name -> "import " + name + ";")
            .toList();

    private Startup() {}

    /** Libraries may warn on the kernel's own error stream; nothing of theirs belongs into a notebook. */
    static void quietLoggers() {
        LoggerFactory.getLogger(Startup.class); // made now, it keeps the error stream of now
    }

    static void configureLoggers() {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.cacheOutputStream", "true");
        System.setProperty("org.slf4j.simpleLogger.log.io.jhdf", "error"); // it warns of itself at every file
        Logger root = Logger.getLogger("");
        if (System.getProperty("java.util.logging.config.file") == null) {
            root.setLevel(Level.WARNING);
        }
        root.getHandlers(); // made now, they write where errors go now: the kernel's log is no cell's output
    }
}
