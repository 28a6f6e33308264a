package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.patchclamp.view.Part;
import io.patchclamp.view.Quantity;
import io.patchclamp.view.Viewable;

/**
 * What was written to disk.
 *
 * @param path the file, or the folder
 * @param typed the same as the user typed it: this is shown, so that a notebook reads the same on every machine
 * @param files how many files
 * @param bytes how much they hold together
 * @param note what else is to be known of it; empty for nothing
 */
public record Written(Path path, String typed, int files, long bytes, String note) implements Viewable {
    public Written {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(typed, "typed");
    }

    /** Looks at what is there. */
    static Written at(Path path, String typed) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(path)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new Written(path, typed, files.size(), bytes, "");
    }

    Written with(String said) {
        return new Written(path, typed, files, bytes, said);
    }

    @Override
    public Part view() {
        return Part.paragraph("wrote " + typed + " (" + Quantity.count(files, "file") + ", " + Quantity.bytes(bytes)
                + ")" + (note.isEmpty() ? "" : "; " + note));
    }
}
