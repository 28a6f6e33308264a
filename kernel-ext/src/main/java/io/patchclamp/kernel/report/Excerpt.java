package io.patchclamp.kernel.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.kernel.session.Place;

/** Lines of a cell with one of them marked. */
final class Excerpt {
    static final int AROUND = 2;

    private Excerpt() {}

    /** The line {@code line} (from 0) of the place's cell, with two lines around it, and where that is. */
    static List<String> marked(Place place, int line, String method) {
        String[] text = place.text().split("\n", -1);
        int at = Math.max(0, Math.min(line, text.length - 1));
        List<String> lines = new ArrayList<>();
        lines.add(where(place, at) + (method.isEmpty() ? "" : ", in " + method + "()"));
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length - 1, at + AROUND);
        for (int i = from; i <= to; i++) {
            lines.add(numbered(i, text[i], i == at));
        }
        return lines;
    }

    static String where(Place place, int line) {
        String cell = "Cell In[" + place.cell() + "]";
        return place.file().isEmpty()
                ? cell + ", line " + (line + 1)
                : place.file() + ", line " + (line + 1) + ", loaded by " + cell;
    }

    static String numbered(int line, String text, boolean marked) {
        return String.format(Locale.ROOT, "%s %3d | %s", marked ? "---->" : "     ", line + 1, clip(text));
    }

    private static String clip(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
