package io.patchclamp.trial;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.format.CsvCell;
import io.patchclamp.internal.json.Json;

/** Reads trials from a file. */
final class TrialFile {
    private static final String KINDS = "a .csv file, or a .jsonl file with one object a line";

    /** How many bytes of heap one byte of a file may become, once it is trials. */
    private static final int GROWTH = 8;

    /** Names that a recording's table of trials has: where all of them are, apostrophes before formulas are taken away. */
    private static final List<String> OURS = List.of("trial", "prompt", "event_start", "event_end", "generated");

    private TrialFile() {}

    static Trials read(Path file) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".csv") && !lower.endsWith(".jsonl")) {
            throw new LoadException("'" + file + "' is neither a .csv nor a .jsonl file.", KINDS);
        }
        String text = text(file);
        return lower.endsWith(".csv") ? csv(text, name) : jsonl(text, name);
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LoadException("There is no file '" + file + "'.", "a path relative to the notebook's folder");
        }
        try {
            long heap = Runtime.getRuntime().maxMemory();
            if (Files.size(file) > heap / GROWTH) {
                throw new LoadException(
                        "'" + file + "' cannot be read: it has " + (Files.size(file) >> 20)
                                + " MB, and is read as a whole; the heap has " + (heap >> 20) + " MB.",
                        "fewer stimuli, or more heap (-Xmx)");
            }
            String text = Files.readString(file);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LoadException("'" + file + "' is not UTF-8 text.", "to save it as UTF-8", e);
        } catch (IOException e) {
            throw new LoadException(
                    "'" + file + "' cannot be read: " + e.getMessage() + ".", "its permissions, or a copy of it", e);
        }
    }

    private static Trials csv(String text, String name) {
        separated(text.lines().findFirst().orElse(""), name);
        List<CsvReader.Record> records = new CsvReader(text, name).records();
        if (records.isEmpty()) {
            throw new PatchclampException("'" + name + "' is empty.", "a line of names, then one row a trial");
        }
        TrialRows rows = new TrialRows(
                header(records.get(0).cells()), where(records.get(0).line(), name), false);
        boolean ours = isOurs(records.get(0).cells());
        for (CsvReader.Record row : records.subList(1, records.size())) {
            List<String> cells = row.cells();
            rows.add(ours ? cells.stream().map(CsvCell::unguarded).toList() : cells, where(row.line(), name));
        }
        return rows.trials();
    }

    /** Spreadsheets in half of the world put semicolons between cells, and commas into numbers. */
    private static void separated(String header, String name) {
        for (String other : List.of(";", "\t")) {
            if (header.contains(other) && !header.contains(",")) {
                throw new PatchclampException(
                        "Line 1 of '" + name + "' has " + (other.equals(";") ? "semicolons" : "tabs")
                                + " between its cells, and commas are read.",
                        "to save it with commas between cells and points in numbers, or as .jsonl");
            }
        }
    }

    private static boolean isOurs(List<String> header) {
        return header.containsAll(OURS);
    }

    private static List<String> header(List<String> cells) {
        return isOurs(cells) ? cells.stream().map(CsvCell::unguarded).toList() : cells;
    }

    private static Trials jsonl(String text, String name) {
        String[] lines = text.split("\n", -1);
        TrialRows rows = null;
        Set<String> names = Set.of();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            String where = where(i + 1, name);
            Map<String, Object> object = object(lines[i], where);
            if (rows == null) {
                names = new LinkedHashSet<>(object.keySet());
                rows = new TrialRows(List.copyOf(names), where, false);
            }
            if (!object.keySet().equals(names)) {
                throw new PatchclampException(
                        where + " has the names " + String.join(", ", object.keySet()) + ", the first row "
                                + String.join(", ", names) + ".",
                        "the same names in every line; null where there is no value");
            }
            List<String> cells = new ArrayList<>();
            for (String column : names) {
                cells.add(cell(column, object.get(column), where));
            }
            rows.add(cells, where);
        }
        if (rows == null) {
            throw new PatchclampException("'" + name + "' is empty.", "one JSON object with a \"prompt\" a line");
        }
        return rows.trials();
    }

    private static Map<String, Object> object(String line, String where) {
        try {
            return Json.parseObject(line, where);
        } catch (LoadException e) {
            throw new PatchclampException(
                    e.getMessage().lines().findFirst().orElse(where),
                    "one complete object a line: {\"prompt\": \"Hello\", \"condition\": \"a\"}",
                    e);
        }
    }

    private static String cell(String column, Object value, String where) {
        if (value == null) {
            return "";
        }
        if (value instanceof List || value instanceof Map) {
            throw new PatchclampException(
                    where + " has a list or an object as '" + column + "'.", "text, a number, true, false or null");
        }
        return value.toString();
    }

    private static String where(int line, String name) {
        return "Line " + line + " of '" + name + "'";
    }
}
