package io.patchclamp.kernel.complete;

import java.util.ArrayList;
import java.util.List;
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
    private static final int LOOK_BACK = 400;

    private final Magics magics;
    private final Session session;

    StringContent(Magics magics, Session session) {
        this.magics = magics;
        this.session = session;
    }

    Completions complete(String code, int cursor, Cell.Literal literal) {
        boolean block = literal.start() - literal.quote() == 3;
        String content = code.substring(literal.start(), cursor);
        String typed = block ? content.replaceFirst("(?s).*\\s", "") : content;
        String before = code.substring(Math.max(0, literal.quote() - LOOK_BACK), literal.quote());
        Matcher call = CALL.matcher(before);
        boolean called = call.matches();
        String method = called ? call.group(2) : "";
        List<Completion> found = new ArrayList<>();
        if (MODEL.matcher(method).matches()) {
            found.addAll(magics.complete(Values.MODEL, typed, session));
        }
        if (COLUMN.matcher(method).matches()) {
            found.addAll(magics.complete(Values.COLUMN, typed, session));
        }
        if (SITE.matcher(method).matches() || SITE_LIKE.matcher(typed).matches()) {
            found.addAll(magics.complete(Values.SELECTOR, typed, session));
        }
        if (FILE.matcher(method).matches() || found.isEmpty() && !typed.isEmpty()) {
            found.addAll(magics.complete(Values.PATH, typed, session));
        }
        if (found.isEmpty() && !typed.isEmpty()) {
            found.addAll(magics.complete(Values.COLUMN, typed, session));
        }
        List<Completions.Match> matches = found.stream()
                .map(c -> new Completions.Match(c.text(), c.kind()))
                .distinct()
                .toList();
        return new Completions(cursor - typed.length(), cursor, matches);
    }
}
