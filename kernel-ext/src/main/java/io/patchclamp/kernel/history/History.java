package io.patchclamp.kernel.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

/**
 * The cells that were run, this session's and those before it. Kept in a file of at most {@value #MAX_KEPT} cells; where the
 * file cannot be read or written, this session's cells are known and nothing else is lost.
 */
public final class History {
    /** How many cells the file keeps. */
    public static final int MAX_KEPT = 2000;

    private static final Logger LOG = Logger.getLogger(History.class.getName());
    private static final Gson GSON = new Gson();

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final int session;
    private boolean writable = true;

    /**
     * The history in a file.
     *
     * @param file where it is kept; need not exist
     */
    public History(Path file) {
        this.file = file;
        read();
        this.session = entries.stream().mapToInt(Entry::session).max().orElse(0) + 1;
    }

    /**
     * A cell that was run.
     *
     * @param session which start of a kernel, from 1
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
        Entry entry = new Entry(session, line, input, output);
        entries.add(entry);
        if (writable) {
            try {
                Files.createDirectories(file.getParent());
                String json = GSON.toJson(new Entry(session, line, input, null)) + "\n";
                Files.writeString(
                        file, json, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException | RuntimeException e) {
                writable = false;
                LOG.log(Level.INFO, "history is not kept: " + e);
            }
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
     * @param glob the pattern, where {@code *} is any text and {@code ?} any character
     * @param count how many at most, the newest ones; 0 or less for all
     * @param unique whether the same text is wanted only once
     * @return oldest first
     */
    public synchronized List<Entry> search(String glob, int count, boolean unique) {
        Pattern pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
        List<Entry> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0 && (count <= 0 || found.size() < count); i--) {
            Entry entry = entries.get(i);
            if (pattern.matcher(entry.input()).matches() && (!unique || seen.add(entry.input()))) {
                found.add(entry);
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static String regex(String glob) {
        StringBuilder to = new StringBuilder();
        for (char c : glob.toCharArray()) {
            to.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return to.toString();
    }

    private void read() {
        if (!Files.isReadable(file)) {
            return;
        }
        int lines = 0;
        try (Stream<String> all = Files.lines(file, StandardCharsets.UTF_8)) {
            for (String line : (Iterable<String>) all::iterator) {
                lines++;
                parse(line);
            }
            if (entries.size() > MAX_KEPT) {
                entries.subList(0, entries.size() - MAX_KEPT).clear();
            }
            if (lines > 2 * MAX_KEPT) {
                rewrite();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.INFO, "history is not read: " + e);
        }
    }

    private void parse(String line) {
        try {
            Entry entry = GSON.fromJson(line, Entry.class);
            if (entry != null && entry.input() != null) {
                entries.add(entry);
            }
        } catch (JsonParseException halfALine) {
            LOG.log(Level.FINE, "a broken line in the history", halfALine);
        }
    }

    private void rewrite() throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "history", ".part");
        Files.write(fresh, entries.stream().map(GSON::toJson).toList(), StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
