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
 * @param files how many files
 * @param bytes how much they hold together
 */
public record Written(Path path, int files, long bytes) implements Viewable {
    public Written {
        Objects.requireNonNull(path, "path");
    }

    /** Looks at what is there. */
    static Written at(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(path)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new Written(path, files.size(), bytes);
    }

    @Override
    public Part view() {
        return Part.paragraph(
                "wrote " + path + " (" + Quantity.count(files, "file") + ", " + Quantity.bytes(bytes) + ")");
    }
}
