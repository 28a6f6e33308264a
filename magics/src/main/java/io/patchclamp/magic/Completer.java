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
import io.patchclamp.magic.MagicSpec.Extent;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Selector;
import io.patchclamp.phantom.Phantom;

/** Completes one line that begins with a magic. */
final class Completer {
    private static final Pattern HEAD = Pattern.compile("(%{1,2})([A-Za-z0-9_]*)");
    private static final Pattern BLOCK = Pattern.compile("\\S+");

    private static final int MOST = 200;

    private final Magics magics;
    private final Workbench workbench;
    private final Session session;
    private final List<Completion> found = new ArrayList<>();

    Completer(Magics magics, Workbench workbench, Session session) {
        this.magics = magics;
        this.workbench = workbench;
        this.session = session;
    }

    List<Completion> complete(String line, int cursor, boolean cell) {
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
        return List.copyOf(found);
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
        List<String> before = new ArrayList<>();
        String current = "";
        int start = cursor;
        Matcher m = BLOCK.matcher(line.substring(0, cursor));
        m.region(from, cursor);
        while (m.find()) {
            if (m.end() == cursor) {
                current = m.group();
                start = m.start();
            } else {
                before.add(m.group());
            }
        }
        Option pending = null;
        int positional = 0;
        for (String word : before) {
            if (pending != null) {
                pending = null;
            } else if (word.startsWith("--")) {
                pending = word.contains("=")
                        ? null
                        : spec.option(word.substring(2))
                                .filter(o -> !o.isFlag())
                                .orElse(null);
            } else {
                positional++;
            }
        }
        int equals = current.indexOf('=');
        if (pending != null) {
            value(pending, before, current, start, cursor);
        } else if (current.startsWith("--") && equals > 0) {
            int valueStart = start + equals + 1;
            String typed = current.substring(equals + 1);
            spec.option(current.substring(2, equals)).ifPresent(o -> value(o, before, typed, valueStart, cursor));
        } else {
            if (!current.startsWith("-")) {
                argument(spec, positional, current, start, cursor);
            }
            if (current.isEmpty() || current.startsWith("-")) {
                options(spec, before, current, start, cursor);
            }
        }
    }

    private void options(MagicSpec spec, List<String> before, String current, int start, int end) {
        for (Option o : spec.allOptions()) {
            String typed = "--" + o.name();
            boolean used = before.stream().anyMatch(w -> w.equals(typed) || w.startsWith(typed + "="));
            if (!used || o.repeatable()) {
                offer(current, typed, start, end, "option", o.summary());
            }
        }
    }

    private void argument(MagicSpec spec, int positional, String current, int start, int end) {
        List<Argument> all = spec.arguments();
        int index = Math.min(positional, all.size() - 1);
        if (index >= 0
                && (index == positional
                        || all.get(index).extent() == Extent.WORDS
                        || all.get(index).extent() == Extent.LINE)) {
            Values values = all.get(index).values();
            values(values, current, start, end);
            if (values == Values.MODEL) {
                offerAll(current, Phantom.all(), start, end, "model");
            }
        }
    }

    private void value(Option option, List<String> before, String current, int start, int end) {
        if (option.value().equals("COLUMN")) {
            offerAll(current, Columns.of(before, session), start, end, "column");
        } else if (option.choices().isEmpty()) {
            values(option.values(), current, start, end);
        } else {
            offerAll(current, option.choices(), start, end, "value");
        }
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

    private void selectors(String current, int start, int end) {
        if (workbench.current().isPresent()) {
            Selector.complete(
                            current,
                            workbench.current().get().sites(),
                            workbench.hooks().keySet())
                    .forEach(text -> found.add(new Completion(text, start, end, "site", "")));
        }
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
                    .forEach(text -> found.add(new Completion(folder + text, start, end, "path", "")));
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
            found.add(new Completion(text, start, end, kind, summary));
        }
    }
}
