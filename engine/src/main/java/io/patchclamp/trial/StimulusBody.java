package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;

/** Reads the body of a cell: prompts, or a table of them. */
final class StimulusBody {
    /** A bar with nothing but space around it. */
    private static final Pattern BAR = Pattern.compile("(?<=\\s|^)\\|(?=\\s|$)");

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private StimulusBody() {}

    private record Line(int number, String text) {
        String where() {
            return "Line " + number;
        }
    }

    static Trials parse(String body) {
        List<Line> lines = lines(body);
        if (lines.isEmpty()) {
            throw new PatchclampException(
                    body.isBlank() ? "The body has no prompt: it is empty." : "The body has no prompt, only comments.",
                    "one prompt a line");
        }
        return isHeader(lines.get(0).text()) ? table(lines) : prompts(lines);
    }

    private static List<Line> lines(String body) {
        String[] all = body.split("\n", -1);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            String line = all[i].endsWith("\r") ? all[i].substring(0, all[i].length() - 1) : all[i];
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(new Line(i + 1, line));
            }
        }
        return lines;
    }

    private static Trials prompts(List<Line> lines) {
        return new Trials(lines.stream()
                .map(line -> {
                    Marks.Marked marked = Marks.read(line.text(), true, line.where());
                    return new Item(marked.text(), Map.of(), marked.event());
                })
                .toList());
    }

    private static boolean isHeader(String line) {
        List<String> cells = cells(line);
        if (cells.size() > 1) {
            if (cells.stream().anyMatch(TrialRows::isPrompt)) {
                return true;
            }
            if (cells.stream().allMatch(c -> NAME.matcher(c).matches())) {
                throw new PatchclampException(
                        "The first line, '" + line.strip()
                                + "', looks like a table's header, but no column is 'prompt'.",
                        "'prompt' as the name of the column with the texts, or '\\|' for a bar that is part of a"
                                + " prompt");
            }
        }
        List<String> pieces =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (pieces.size() > 1
                && pieces.stream().anyMatch(TrialRows::isPrompt)
                && pieces.stream().allMatch(p -> NAME.matcher(p).matches())) {
            throw new PatchclampException(
                    "The first line, '" + line.strip() + "', looks like a table's header, but its bars have no space"
                            + " around them.",
                    "'" + String.join(" | ", pieces) + "'");
        }
        return false;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(BAR.split(line, -1)).map(String::strip).toList();
    }

    private static Trials table(List<Line> lines) {
        TrialRows rows = new TrialRows(cells(lines.get(0).text()), lines.get(0).where(), true);
        for (Line line : lines.subList(1, lines.size())) {
            rows.add(cells(line.text()), line.where());
        }
        return rows.trials();
    }
}
