package io.patchclamp.kernel.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.kernel.cell.Cell;
import io.patchclamp.magic.Completion;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;

/** What may stand in a string of Java: that depends on the call it is an argument of, and on how it begins. */
final class StringContent {
    private static final Pattern CALL = Pattern.compile("(?s).*?([\\w.]*?)(\\w+)\\s*\\((?:[^()]|\\([^()]*\\))*");
    private static final Pattern MODEL = Pattern.compile("load|model");
    private static final Pattern COLUMN = Pattern.compile("by|over|where|(?i:.*column.*|.*condition.*|sort.*|group.*)");
    private static final Pattern SITE = Pattern.compile("(?i:at|sites?|hook|tap|.*selector|select|of|zero|mean)");
    private static final Pattern FILE =
            Pattern.compile("(?i:path|paths|get|file|.*read.*|.*write.*|csv|load|save|resolve)");
    private static final Pattern SITE_LIKE =
            Pattern.compile("!?(L[\\d{-].*|embed.*|logits.*|final_.*|blocks\\..*|@.*)");
    private static final Pattern LOOSE = Pattern.compile("of|zero|mean"); // takes a selector, and so much else
    private static final int LOOK_BACK = 400;

    private final Magics magics;
    private final Session session;

    StringContent(Magics magics, Session session) {
        this.magics = magics;
        this.session = session;
    }

    Completions complete(String code, int cursor, Cell.Literal literal) {
        String content = code.substring(literal.start(), cursor);
        String raw = isBlock(literal) ? content.replaceFirst("(?s).*\\s", "") : content;
        String typed = raw.replace("\\\\", "\\"); // as the string will be
        String method = method(code, literal);
        List<Completion> found = new ArrayList<>();
        for (Values values : meant(method, typed)) {
            found.addAll(magics.complete(values, typed, session));
        }
        if (FILE.matcher(method).matches() || found.isEmpty() && !typed.isEmpty()) {
            found.addAll(magics.complete(Values.PATH, typed, session));
        }
        if (found.isEmpty() && !typed.isEmpty()) {
            found.addAll(magics.complete(Values.COLUMN, typed, session));
        }
        List<Completions.Match> matches = found.stream()
                .map(c -> new Completions.Match(c.text().replace("\\", "\\\\"), c.kind()))
                .distinct()
                .toList();
        return new Completions(cursor - raw.length(), cursor, matches);
    }

    /** What a string, or the word of a text block at the cursor, means to the call that it is an argument of. */
    Optional<String> explain(String code, int cursor, Cell.Literal literal) {
        int start = literal.start();
        int end = literal.end();
        if (isBlock(literal)) {
            start = cursor;
            end = cursor;
            while (start > literal.start() && !Character.isWhitespace(code.charAt(start - 1))) {
                start--;
            }
            while (end < literal.end() && !Character.isWhitespace(code.charAt(end))) {
                end++;
            }
        }
        String text = code.substring(start, Math.max(start, end)).replace("\\\\", "\\");
        String method = method(code, literal);
        boolean ofAnything =
                LOOSE.matcher(method).matches() && !SITE_LIKE.matcher(text).matches();
        for (Values values : ofAnything ? List.<Values>of() : meant(method, text)) {
            Optional<String> found = magics.explain(values, text, session);
            if (found.isPresent()) {
                return found;
            }
        }
        return FILE.matcher(method).matches() ? magics.explain(Values.PATH, text, session) : Optional.empty();
    }

    private static List<Values> meant(String method, String text) {
        List<Values> all = new ArrayList<>();
        if (MODEL.matcher(method).matches()) {
            all.add(Values.MODEL);
        }
        if (COLUMN.matcher(method).matches()) {
            all.add(Values.COLUMN);
        }
        if (SITE.matcher(method).matches() || SITE_LIKE.matcher(text).matches()) {
            all.add(Values.SELECTOR);
        }
        return all;
    }

    private static boolean isBlock(Cell.Literal literal) {
        return literal.start() - literal.quote() == 3;
    }

    /** The method whose argument begins where the string does; empty if it is no argument. */
    private static String method(String code, Cell.Literal literal) {
        Matcher call = CALL.matcher(code.substring(Math.max(0, literal.quote() - LOOK_BACK), literal.quote()));
        return call.matches() ? call.group(2) : "";
    }
}
