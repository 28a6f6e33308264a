package io.patchclamp.kernel.complete;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.kernel.cell.Cell;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.magic.Completion;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;

/** Answers about a cell that is being typed: Java from JShell, magics from their specs. */
public final class Assistant {
    private static final Pattern TIMED = Pattern.compile("%%?time\\s+");
    private static final Pattern PERCENT = Pattern.compile("(?m)^[ \\t]*(%{1,2})\\z");

    private final Magics magics;
    private final Session session;
    private final JavaHelp help;

    /**
     * An assistant for a notebook.
     *
     * @param java its Java
     * @param magics its magics
     * @param session what magics may ask of it
     */
    public Assistant(JavaSession java, Magics magics, Session session) {
        help = new JavaHelp(java);
        this.magics = magics;
        this.session = session;
    }

    /**
     * What may stand at the cursor.
     *
     * @param code the cell
     * @param cursor the cursor, in UTF-16 units
     * @return the candidates, none if nothing fits
     */
    public Completions complete(String code, int cursor) {
        Cell.MagicLine line = Cell.magicAt(code, cursor, this::isMagic);
        if (line != null) {
            int java = beginOfTimed(line);
            return cursor > java
                    ? shifted(complete(line.text().substring(java - line.start()), cursor - java), java)
                    : ofMagic(line, cursor).over(code);
        }
        int body = beginOfBody(code);
        if (cursor >= body) {
            return isTimed(code)
                    ? shifted(complete(code.substring(body), cursor - body), body)
                    : new Completions(cursor, cursor, List.of());
        }
        Cell.Literal literal = Cell.literalAt(code, cursor, this::isMagic);
        if (literal != null && code.charAt(literal.quote()) == '"') {
            return new StringContent(magics, session)
                    .complete(code, cursor, literal)
                    .over(code);
        }
        Matcher percent = PERCENT.matcher(code.substring(0, cursor));
        if (percent.find()) { // no name yet, so it could be a remainder
            String typed = percent.group(1);
            return ofMagic(new Cell.MagicLine(typed, cursor - typed.length(), typed.length() == 2), cursor);
        }
        return help.complete(Cell.withoutMagics(code, this::isMagic), cursor);
    }

    /** Behind {@code %time} stands Java: where it begins, or where nobody types. */
    private static int beginOfTimed(Cell.MagicLine line) {
        Matcher timed = TIMED.matcher(line.text());
        return timed.lookingAt() ? line.start() + timed.end() : Integer.MAX_VALUE;
    }

    /** Where the text of a cell magic begins, or where nobody types. */
    private int beginOfBody(String code) {
        List<Unit> units = Cell.of(code, this::isMagic, null).units();
        return !units.isEmpty() && units.get(units.size() - 1) instanceof Unit.CellMagic magic
                ? code.length() - magic.body().length()
                : Integer.MAX_VALUE;
    }

    private static boolean isTimed(String code) {
        return TIMED.matcher(code.strip()).lookingAt();
    }

    private static Completions shifted(Completions found, int by) {
        return new Completions(found.start() + by, found.end() + by, found.matches());
    }

    private boolean isMagic(String name) {
        return magics.spec(name).isPresent();
    }

    private Completions ofMagic(Cell.MagicLine line, int cursor) {
        List<Completion> found = magics.complete(line.text(), cursor - line.start(), line.cell(), session);
        if (found.isEmpty()) {
            return new Completions(cursor, cursor, List.of());
        }
        int start = found.get(0).start();
        int end = found.get(0).end();
        List<Completions.Match> matches = found.stream()
                .filter(c -> c.start() == start && c.end() == end)
                .map(c -> new Completions.Match(c.text(), c.kind()))
                .toList();
        return new Completions(line.start() + start, line.start() + end, matches);
    }

    /**
     * What stands at the cursor: a magic, its options and what is given to them, or signature and documentation of Java.
     *
     * @param code the cell
     * @param cursor the cursor, in UTF-16 units
     * @param source whether what cells have declared is shown as it was written, too
     * @return text to read; empty if nothing is known
     */
    public Optional<String> inspect(String code, int cursor, boolean source) {
        Cell.MagicLine line = Cell.magicAt(code, cursor, this::isMagic);
        if (line != null) {
            int timed = beginOfTimed(line);
            return cursor > timed
                    ? inspect(line.text().substring(timed - line.start()), cursor - timed, source)
                    : magics.explain(line.text(), cursor - line.start(), session);
        }
        int body = beginOfBody(code);
        if (cursor >= body) {
            return isTimed(code) ? inspect(code.substring(body), cursor - body, source) : Optional.empty();
        }
        Cell.Literal literal = Cell.literalAt(code, cursor, this::isMagic);
        if (literal != null && code.charAt(literal.quote()) == '"') {
            return new StringContent(magics, session).explain(code, cursor, literal);
        }
        return help.explain(Cell.withoutMagics(code, this::isMagic), cursor, source);
    }
}
