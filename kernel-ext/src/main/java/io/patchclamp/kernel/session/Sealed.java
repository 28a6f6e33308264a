package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In a file, a sealed type may leave out whom it permits: the types of the same file. JShell compiles each type by itself,
 * so here what stands in the same cell is written out.
 */
public final class Sealed {
    private static final String BEFORE = "(?s)^((?:\\s|//[^\\n]*\\n|/\\*.*?\\*/|@\\w+(?:\\([^)]*\\))?)*)";
    private static final Pattern HEAD =
            Pattern.compile(BEFORE + "((?:[\\w-]+\\s+)*?(?:class|interface|record|enum)\\s+(\\w+)[^{]*)\\{");
    private static final Pattern SEALED = Pattern.compile("(?<!non-)\\bsealed\\b");
    private static final Pattern ABOVE = Pattern.compile("\\b(?:extends|implements)\\b(.*)", Pattern.DOTALL);

    private Sealed() {}

    /**
     * Completes the sealed types of a cell.
     *
     * @param pieces the snippets of the cell
     * @return the same, each sealed type that permits nobody by name permitting those of the cell that extend it
     */
    public static List<Piece> permitted(List<Piece> pieces) {
        List<Piece> all = new ArrayList<>(pieces);
        for (int i = 0; i < all.size(); i++) {
            Piece piece = all.get(i);
            Matcher head = HEAD.matcher(piece.source());
            if (head.find()
                    && SEALED.matcher(head.group(2)).find()
                    && !head.group(2).contains(" permits ")) {
                String permits = String.join(", ", below(head.group(3), pieces));
                if (!permits.isEmpty()) {
                    int end = head.start(2) + head.group(2).stripTrailing().length();
                    String source = piece.source().substring(0, end) + " permits " + permits
                            + piece.source().substring(end);
                    all.set(i, new Piece(source, piece.line(), piece.form()));
                }
            }
        }
        return all;
    }

    private static List<String> below(String name, List<Piece> pieces) {
        Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
        List<String> found = new ArrayList<>();
        for (Piece piece : pieces) {
            Matcher head = HEAD.matcher(piece.source());
            if (head.find()) {
                Matcher above = ABOVE.matcher(head.group(2));
                if (above.find() && word.matcher(above.group(1)).find()) {
                    found.add(head.group(3));
                }
            }
        }
        return found;
    }
}
