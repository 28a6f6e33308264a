package io.patchclamp.kernel.everyday;

import java.nio.file.Path;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * A file that a cell became.
 *
 * @param file where it is
 * @param did what was done, as a sentence begins
 * @param lines how many lines were written
 */
public record WrittenFile(Path file, String did, long lines) implements Viewable {
    @Override
    public Part view() {
        String what = lines + (lines == 1 ? " line" : " lines");
        return Part.note(did + " " + what + (did.startsWith("Overwrote") ? ": " : " to ") + file.getFileName() + ".");
    }
}
