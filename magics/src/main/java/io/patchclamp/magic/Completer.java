package io.patchclamp.magic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Selector;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.record.Recording;

/** Completes one line that begins with a magic. */
final class Completer {
    /** A magic's name behind its percent signs. */
    static final Pattern HEAD = Pattern.compile("(%{1,2})([A-Za-z0-9_-]*)");

    private static final List<String> EDITS = List.of("zero", "mean", "mean-by-position", "resample");

    private static final int MOST = 200;

    private final Magics magics;
    private final Workbench workbench;
    private final Session session;
    private final List<Completion> found = new ArrayList<>();
    private List<String> before = List.of();
    private boolean inLine;
    private char quote;

    Completer(Magics magics, Workbench workbench, Session session) {
        this.magics = magics;
        this.workbench = workbench;
        this.session = session;
    }

    List<Completion> complete(String line, int cursor, boolean cell) {
        inLine = true;
        int at = Math.max(0, Math.min(cursor, line.length()));
        Matcher head = HEAD.matcher(line);
        if (!head.lookingAt()) {
            return List.of();
        }
        if (at <= head.end()) {
            names(head.group(2).substring(0, Math.max(0, at - head.start(2))), head.start(2), head.end(), cell);
        } else {
            magics.spec(head.group(2)).ifPresent(spec -> arguments(spec, line, head.end(), at));
        }
        return found.stream().distinct().toList();
    }

    List<Completion> complete(Values values, String typed) {
        values(values, typed, 0, typed.length());
        if (values == Values.MODEL) {
            offerAll(typed, Phantom.all(), 0, typed.length(), "model");
        }
        return List.copyOf(found);
    }

    private void names(String prefix, int start, int end, boolean cell) {
        for (MagicSpec spec : magics.specs()) {
            if (spec.kind() == Kind.EITHER || (spec.kind() == Kind.CELL) == cell) {
                offer(prefix, spec.name(), start, end, "magic", spec.summary());
            }
        }
    }

    private void arguments(MagicSpec spec, String line, int from, int cursor) {
        Spot spot = Spot.before(spec, line, from, cursor);
        quote = spot.quote();
        before = spot.before();
        String text = spot.text();
        if (spot.place() == Spot.Place.VALUE && spot.option() != null) {
            value(spot.option(), text, spot.start(), cursor);
        } else if (spot.place() == Spot.Place.ARGUMENT && spot.argument() != null) {
            argument(spot.argument(), text, spot.start(), cursor);
        }
        boolean blank = spot.place() == Spot.Place.ARGUMENT && text.isEmpty() && quote == 0;
        if (blank || spot.place() == Spot.Place.OPTION) {
            options(spec, text, spot.start(), cursor);
        }
    }

    private void options(MagicSpec spec, String current, int start, int end) {
        for (Option o : spec.allOptions()) {
            String typed = "--" + o.name();
            boolean used = before.stream().anyMatch(w -> w.equals(typed) || w.startsWith(typed + "="));
            if (!used || o.repeatable()) {
                offer(current, typed, start, end, "option", o.summary());
            }
        }
    }

    private void argument(Argument argument, String current, int start, int end) {
        if (argument.name().endsWith("=VALUE") && edit(current, start, end)) {
            return;
        }
        values(argument.values(), current, start, end);
        if (argument.values() == Values.MODEL) {
            offerAll(current, Phantom.all(), start, end, "model");
        }
    }

    private void value(Option option, String current, int start, int end) {
        if (option.value().startsWith("COLUMN") || option.value().equals("EXPRESSION")) {
            int comma = option.value().equals("COLUMN") ? 0 : current.lastIndexOf(',') + 1;
            behind(comma, current, Columns.of(before, session), start, end, "column");
        } else if (!option.choices().isEmpty()) {
            offerAll(current, option.choices(), start, end, "value");
        } else if (!option.value().equals("EDIT") || !edit(current, start, end)) {
            values(option.values(), current, start, end);
        }
    }

    /** Behind an edit's equals sign stands what it sets; whether that is where the cursor is. */
    private boolean edit(String current, int start, int end) {
        int equals = current.indexOf('=');
        if (equals >= 0) {
            behind(equals + 1, current, EDITS, start, end, "value");
        }
        return equals >= 0;
    }

    /** A part of a word: what stands before the cut stays, an open quote with it. */
    private void behind(int cut, String current, Collection<String> texts, int start, int end, String kind) {
        int opened = cut == 0 || quote == 0 ? 0 : 1;
        quote = cut == 0 ? quote : 0;
        inLine &= cut == 0;
        offerAll(current.substring(cut), texts, start + opened + cut, end, kind);
    }

    private void values(Values values, String current, int start, int end) {
        switch (values) {
            case VARIABLE -> offerAll(current, session.variables(), start, end, "variable");
            case MODEL -> offerAll(current, models(), start, end, "model");
            case HOOK -> offerAll(current, workbench.hooks().keySet(), start, end, "hook");
            case SELECTOR -> selectors(current, start, end);
            case PATH -> paths(current, start, end);
            case MAGIC -> magics.specs().forEach(s -> offer(current, s.name(), start, end, "magic", s.summary()));
            case COLUMN -> offerAll(current, Columns.of(List.of(), session), start, end, "column");
            default -> {}
        }
    }

    private Collection<String> models() {
        Set<String> names = new LinkedHashSet<>(workbench.names());
        names.addAll(Workbench.ALIASES);
        return names;
    }

    /** Sites that were recorded, where a recording is named; else those of the model. */
    private void selectors(String current, int start, int end) {
        List<String> recorded = before.stream()
                .flatMap(word -> session.variable(word).stream())
                .filter(Recording.class::isInstance)
                .flatMap(value -> ((Recording) value).sites().stream())
                .map(site -> site.site().name())
                .filter(name -> name.startsWith(current))
                .distinct()
                .toList();
        if (!recorded.isEmpty()) {
            offerAll(current, recorded, start, end, "site");
            return;
        }
        workbench.meant(before, session).ifPresent(model -> Selector.complete(
                        current, model.sites(), workbench.hooks().keySet())
                .forEach(text -> found.add(new Completion(opened(text), start, end, "site", ""))));
    }

    private void paths(String current, int start, int end) {
        int slash = Math.max(current.lastIndexOf('/'), current.lastIndexOf('\\'));
        String folder = current.substring(0, slash + 1);
        String name = current.substring(slash + 1);
        try (Stream<Path> files = Files.list(Paths.resolve(session, folder.isEmpty() ? "." : folder))) {
            files.map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
                    .filter(text -> text.startsWith(name) && (!text.startsWith(".") || name.startsWith(".")))
                    .sorted()
                    .limit(MOST)
                    .forEach(text -> found.add(new Completion(quoted(folder + text), start, end, "path", "")));
        } catch (IOException | UncheckedIOException | UsageException e) {
            // A folder that cannot be read has nothing to offer.
            return;
        }
    }

    private void offerAll(String prefix, Collection<String> texts, int start, int end, String kind) {
        texts.forEach(text -> offer(prefix, text, start, end, kind, ""));
    }

    private void offer(String prefix, String text, int start, int end, String kind, String summary) {
        if (text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))) {
            found.add(new Completion(quoted(text), start, end, kind, summary));
        }
    }

    /** A selector goes on, and so does the quote that it stands in. */
    private String opened(String text) {
        return quote == 0 ? text : quote + text;
    }

    /** A word with blanks in it stands in quotes; those of a folder are left open, for what is in it. */
    private String quoted(String text) {
        if (quote == 0 && (!inLine || text.indexOf(' ') < 0)) {
            return text;
        }
        char mark = quote == 0 ? '"' : quote;
        return mark + text + (text.endsWith("/") ? "" : mark);
    }
}
