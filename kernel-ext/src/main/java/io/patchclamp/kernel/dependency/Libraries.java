package io.patchclamp.kernel.dependency;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * What was added to the class path.
 *
 * @param added jars and folders, in the order in which classes are looked for
 * @param notes what the user should know, such as a library that the kernel brings itself
 */
public record Libraries(List<Library> added, List<String> notes) implements Viewable {
    public Libraries {
        added = List.copyOf(added);
        notes = List.copyOf(notes);
    }

    /**
     * One jar or folder.
     *
     * @param name what it is: coordinates, or a file name
     * @param path where it is
     */
    public record Library(String name, Path path) {}

    @Override
    public Part view() {
        List<Part> parts = new ArrayList<>();
        parts.add(
                added.isEmpty()
                        ? Part.paragraph("Nothing was added to the class path.")
                        : Part.grid(
                                List.of("added", "file"),
                                added.stream()
                                        .map(l -> List.of(
                                                l.name(), l.path().getFileName().toString()))
                                        .toList()));
        notes.forEach(note -> parts.add(Part.note(note)));
        return Part.stack(parts);
    }
}
