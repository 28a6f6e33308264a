package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.progress.Progress;

/** What a magic may ask of the notebook it runs in. */
public interface Session {
    /**
     * The folder relative paths are resolved against.
     *
     * @return the notebook's folder
     */
    Path directory();

    /**
     * The live value of a Java variable.
     *
     * @param name the variable's name
     * @return its value; empty if there is no such variable or it is null
     */
    Optional<Object> variable(String name);

    /**
     * The Java variables there are.
     *
     * @return their names, sorted
     */
    List<String> variables();

    /**
     * Where to report progress: shown in the running cell once the work takes longer than two seconds.
     *
     * @return never null
     */
    Progress progress();
}
