package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.fault.PatchclampException;

/** Comma-separated values as RFC 4180 has them; every cell is text. */
final class CsvReader {
    private final String text;
    private final String name;
    private int at;
    private int line = 1;

    CsvReader(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /** One row, and the line it begins on. */
    record Record(int line, List<String> cells) {}

    /** All rows but empty lines. */
    List<Record> records() {
        List<Record> records = new ArrayList<>();
        while (at < text.length()) {
            int first = line;
            List<String> cells = cells();
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                records.add(new Record(first, cells));
            }
        }
        return records;
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        do {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
        } while (accept(','));
        accept('\r');
        if (accept('\n')) {
            line++;
        }
        return cells;
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !atLineEnd()) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean atLineEnd() {
        return text.charAt(at) == '\n' || text.startsWith("\r\n", at);
    }

    private String quoted() {
        int opened = line;
        StringBuilder cell = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                cell.append(c);
            } else if (accept('"')) {
                cell.append('"');
            } else {
                if (at < text.length() && text.charAt(at) != ',' && !atLineEnd()) {
                    throw new PatchclampException(
                            "Line " + line + " of '" + name + "' goes on after a closing quote: '"
                                    + text.substring(at, Math.min(at + 12, text.length()))
                                            .split("\n")[0] + "'.",
                            "two quotes (\"\") for a quote inside a quoted cell");
                }
                return cell.toString();
            }
        }
        throw new PatchclampException(
                "Line " + opened + " of '" + name + "' opens a quote that is never closed.",
                "a quote at the cell's end; two quotes (\"\") for a quote inside it");
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
