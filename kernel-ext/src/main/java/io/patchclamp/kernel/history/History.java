package io.patchclamp.kernel.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cells that were run, this session's and those before it. Kept in a file of about {@value #MAX_KEPT} cells; where the
 * file cannot be read or written, this session's cells are known and nothing else is lost.
 */
public final class History {
    /** How many cells the file keeps, more or less: it is cut to this many when it has as many again. */
    public static final int MAX_KEPT = 2000;

    /** A cell that is longer is known to this session, and not kept. */
    static final int MAX_CHARS = 200_000;

    private static final int MAX_KNOWN = 5 * MAX_KEPT;

    private final List<Entry> entries = new ArrayList<>();
    private final HistoryFile file;
    private final int session;

    /**
     * The history in a file.
     *
     * @param file where it is kept; need not exist
     */
    public History(Path file) {
        this.file = new HistoryFile(file);
        this.session = this.file.begin(entries);
    }

    /**
     * A cell that was run.
     *
     * @param session which start of a kernel, from 1; each kernel has its own, also if two run at once
     * @param line the cell's execution count
     * @param input the cell
     * @param output its value as text; null if it had none or it was in an earlier session
     */
    public record Entry(int session, int line, String input, String output) {}

    /**
     * Adds a cell.
     *
     * @param line its execution count
     * @param input the cell
     * @param output its value as text, or null
     */
    public synchronized void add(int line, String input, String output) {
        entries.add(new Entry(session, line, input, output));
        if (entries.size() > MAX_KNOWN) {
            entries.subList(0, MAX_KEPT).clear();
        }
        if (input.length() <= MAX_CHARS) {
            file.append(new Entry(session, line, input, null));
        }
    }

    /**
     * The newest cells.
     *
     * @param count how many
     * @return oldest first
     */
    public synchronized List<Entry> tail(int count) {
        return List.copyOf(entries.subList(Math.max(0, entries.size() - Math.max(0, count)), entries.size()));
    }

    /**
     * Cells of one session.
     *
     * @param which the session; 0 is this one, -1 the one before
     * @param start the first line
     * @param stop one past the last line; 0 or less for no end
     * @return oldest first
     */
    public synchronized List<Entry> range(int which, int start, int stop) {
        int wanted = which <= 0 ? session + which : which;
        return entries.stream()
                .filter(e -> e.session() == wanted && e.line() >= start && (stop <= 0 || e.line() < stop))
                .toList();
    }

    /**
     * Cells that match a pattern.
     *
     * @param glob the pattern, where {@code *} is any text, {@code ?} any character and {@code [a-z]} one of some
     * @param count how many at most, the newest ones; 0 or less for all
     * @param unique whether the same text is wanted only once
     * @return oldest first
     */
    public synchronized List<Entry> search(String glob, int count, boolean unique) {
        Glob pattern = new Glob(glob);
        List<Entry> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0 && (count <= 0 || found.size() < count); i--) {
            Entry entry = entries.get(i);
            if (pattern.matches(entry.input()) && (!unique || seen.add(entry.input()))) {
                found.add(entry);
            }
        }
        Collections.reverse(found);
        return found;
    }
}
