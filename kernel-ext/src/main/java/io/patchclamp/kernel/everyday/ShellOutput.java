package io.patchclamp.kernel.everyday;

import java.util.List;

/**
 * What a shell printed.
 *
 * @param text its output, without what it wrote to its error stream
 */
public record ShellOutput(String text) implements Told {
    /**
     * The output line by line.
     *
     * @return without line ends
     */
    public List<String> lines() {
        return text.lines().toList();
    }

    @Override
    public String toString() {
        return text.stripTrailing();
    }
}
