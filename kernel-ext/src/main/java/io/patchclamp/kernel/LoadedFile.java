package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.Place;

/** A file of Java, or a notebook, whose cells run as if they stood where {@code %load} stands. */
final class LoadedFile {
    private LoadedFile() {}

    /** Whether a magic loads code. {@code %load} of anything else is a recording. */
    static boolean isMeant(Unit.LineMagic magic) {
        String name = name(magic).toLowerCase(Locale.ROOT);
        return magic.name().equals("load")
                && Stream.of(".java", ".jsh", ".jshell", ".ipynb").anyMatch(name::endsWith);
    }

    /** The file, without the quotes around it. */
    static String name(Unit.LineMagic magic) {
        return magic.arguments().replaceFirst("^([\"'])(.*)\\1$", "$2");
    }

    /** Its cells, in order; a file of Java is one. */
    static List<Place> cells(String name, Path directory, int loader) {
        try {
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new PatchclampException(
                        "There is no file '" + name + "' to load, seen from " + directory + ".",
                        "a path relative to the notebook's folder, or an absolute one");
            }
            String text = Files.readString(file).replace("\r\n", "\n");
            String shown = file.getFileName().toString();
            return name.toLowerCase(Locale.ROOT).endsWith(".ipynb")
                    ? ofNotebook(text, shown, loader)
                    : List.of(new Place(loader, text, 0, shown));
        } catch (IOException | InvalidPathException | JsonParseException | IllegalStateException e) {
            throw new PatchclampException(
                    "The file '" + name + "' cannot be loaded: " + e.getMessage() + ".",
                    "a text file in UTF-8 with Java in it, or a notebook");
        }
    }

    private static List<Place> ofNotebook(String json, String shown, int loader) {
        List<Place> places = new ArrayList<>();
        int number = 0;
        for (JsonElement element :
                JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            number++;
            if (cell.get("cell_type").getAsString().equals("code")) {
                places.add(new Place(loader, source(cell.get("source")), 0, shown + ", cell " + number));
            }
        }
        return places;
    }

    private static String source(JsonElement source) {
        StringBuilder text = new StringBuilder();
        JsonArray lines = source.isJsonArray() ? source.getAsJsonArray() : new JsonArray();
        lines.forEach(line -> text.append(line.getAsString()));
        return source.isJsonArray() ? text.toString() : source.getAsString();
    }
}
