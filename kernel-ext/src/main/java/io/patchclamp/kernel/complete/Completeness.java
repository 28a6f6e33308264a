package io.patchclamp.kernel.complete;

import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.kernel.cell.Cell;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.magic.Magics;

/**
 * Whether a cell is done, for clients where Enter may mean either.
 *
 * @param status {@code complete}, {@code incomplete} or {@code invalid}
 * @param indent what the next line begins with, if it is incomplete
 */
public record Completeness(String status, String indent) {
    private static final String STEP = "    ";

    /**
     * Looks at a cell.
     *
     * @param code the cell so far
     * @param java the notebook's Java
     * @param magics its magics
     * @return whether it is done
     */
    public static Completeness of(String code, JavaSession java, Magics magics) {
        Cell cell = Cell.of(code, name -> magics.spec(name).isPresent(), null);
        for (Unit unit : cell.units()) {
            if (unit instanceof Unit.CellMagic magic) {
                boolean done = !magic.body().isBlank() && code.endsWith("\n");
                return new Completeness(done ? "complete" : "incomplete", "");
            }
            if (unit instanceof Unit.Unclosed) {
                return new Completeness("incomplete", "");
            }
            if (unit instanceof Unit.Misplaced) {
                return new Completeness("invalid", "");
            }
            if (unit instanceof Unit.Java part) {
                List<Piece> pieces = java.split(part.source());
                if (pieces.stream().anyMatch(p -> p.form() == Piece.Form.INVALID)) {
                    return new Completeness("invalid", "");
                }
                if (pieces.stream().anyMatch(p -> p.form() == Piece.Form.INCOMPLETE)) {
                    return new Completeness("incomplete", indent(code));
                }
                Completeness read = read(pieces, part.source(), java, code);
                if (read != null) {
                    return read;
                }
            }
        }
        return new Completeness("complete", "");
    }

    /** What JShell takes for complete and the reader does not: {@code if (x)} goes on, {@code int 1x;} is no Java. */
    private static Completeness read(List<Piece> pieces, String source, JavaSession java, String code) {
        if (!pieces.isEmpty() && java.goesOn(source)) {
            return new Completeness("incomplete", indent(code) + STEP);
        }
        if (pieces.isEmpty()) {
            return null;
        }
        String last = pieces.get(pieces.size() - 1).source();
        boolean added = !source.strip().endsWith(";") && last.endsWith(";");
        String status = together(pieces.subList(0, pieces.size() - 1));
        if (status.equals("complete")) {
            status = Syntax.of(added ? last.substring(0, last.length() - 1) : last);
        }
        if (!status.equals("complete")) {
            return new Completeness(status, status.equals("incomplete") ? indent(code) : "");
        }
        return null;
    }

    /** Snippets read in one go where they can be: javac takes as long for one of them as for a thousand. */
    private static String together(List<Piece> pieces) {
        if (pieces.isEmpty()) {
            return "complete";
        }
        String joined = pieces.stream().map(Piece::source).collect(Collectors.joining("\n"));
        String status = Syntax.of(joined);
        if (pieces.size() == 1 || status.equals("complete")) {
            return status;
        }
        int half = pieces.size() / 2;
        String first = together(pieces.subList(0, half));
        return first.equals("complete") ? together(pieces.subList(half, pieces.size())) : first;
    }

    /** One step for each brace that is open, on top of nothing: the client indents the new line with it. */
    private static String indent(String code) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '"' && (i == 0 || code.charAt(i - 1) != '\\')) {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '(')) {
                depth++;
            } else if (!inString && (c == '}' || c == ')')) {
                depth--;
            }
        }
        return STEP.repeat(Math.max(0, depth));
    }
}
