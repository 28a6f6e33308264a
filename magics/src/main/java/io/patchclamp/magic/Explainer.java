package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Selector;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.view.Quantity;
import io.patchclamp.view.Views;

/** Says what the cursor stands on in a line of magic: what is typed there, and what it means in this notebook. */
final class Explainer {
    private static final int LINES = 24; // of a value's own view
    private static final int POINTS = 4; // kinds of places that are put in words

    private final Magics magics;
    private final Workbench workbench;
    private final Session session;
    private List<String> before = List.of();

    Explainer(Magics magics, Workbench workbench, Session session) {
        this.magics = magics;
        this.workbench = workbench;
        this.session = session;
    }

    Optional<String> explain(String line, int cursor) {
        Matcher head = Completer.HEAD.matcher(line);
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        Optional<MagicSpec> spec = magics.spec(head.group(2));
        if (spec.isEmpty()) {
            return magics.misspelt(head.group(2)).map(Throwable::getMessage);
        }
        return cursor <= head.end()
                ? magics.help(head.group(2))
                : Optional.of(word(spec.get(), Spot.around(spec.get(), line, head.end(), cursor)));
    }

    Optional<String> explain(Values values, String text) {
        String typed = text.strip();
        boolean known =
                switch (values) {
                    case MODEL -> isModel(typed);
                    case COLUMN -> Columns.of(before, session).contains(typed);
                    default -> !typed.isEmpty();
                };
        return known ? value(values, typed) : Optional.empty();
    }

    private boolean isModel(String text) {
        return workbench.loaded(text).isPresent() || Workbench.ALIASES.contains(text) || Phantom.named(text);
    }

    private String word(MagicSpec spec, Spot spot) {
        before = spot.before();
        String help = magics.help(spec.name()).orElse("");
        String text = spot.text().replaceFirst(";$", "").strip();
        if (spot.place() == Spot.Place.OPTION) {
            return spot.option() == null
                    ? CommandLine.unknown(spec, text.replaceFirst("=.*", "")).getMessage()
                    : headline(spot.option()) + "\n\n" + help;
        }
        if (spot.place() == Spot.Place.VALUE && spot.option() != null) {
            Option option = spot.option();
            Optional<String> value = text.isEmpty() ? Optional.empty() : value(option, text);
            return headline(option) + "\n\n" + value.orElse(help);
        }
        Argument argument = spot.argument();
        if (argument == null || text.isEmpty()) {
            return help;
        }
        boolean free = argument.extent() == MagicSpec.Extent.LINE; // another language: words that happen to be files
        if (free && !Files.exists(Paths.resolve(session, text))) {
            return help;
        }
        Optional<String> value = value(argument.values(), argument.name().endsWith("=VALUE") ? place(text) : text);
        return argument.name() + ": " + argument.summary() + "\n\n" + value.orElse(help);
    }

    private static String headline(Option option) {
        String typed = "--" + option.name() + (option.isFlag() ? "" : " " + option.value());
        String otherwise = option.fallback().isEmpty() ? "" : " (default " + option.fallback() + ")";
        return typed + ": " + option.summary() + otherwise;
    }

    private Optional<String> value(Option option, String text) {
        if (!option.choices().isEmpty()) {
            List<String> all = option.choices();
            return all.contains(text)
                    ? Optional.empty()
                    : Optional.of("'" + text + "' is none of " + String.join(", ", all) + "."
                            + tried(Nearest.ranked(text, all)));
        }
        if (option.value().equals("COLUMN")) {
            return Optional.of(column(text));
        }
        return value(option.values(), option.value().equals("EDIT") ? place(text) : text);
    }

    private Optional<String> value(Values values, String text) {
        return switch (values) {
            case SELECTOR -> Optional.of(selector(text));
            case HOOK -> Optional.of(selector(text.startsWith("@") ? text : "@" + text));
            case MODEL -> Optional.of(model(text));
            case VARIABLE -> variable(text);
            case COLUMN -> Optional.of(column(text));
            case MAGIC -> magics.help(text).or(() -> magics.misspelt(text).map(Throwable::getMessage));
            case PATH -> path(text);
            default -> Optional.empty();
        };
    }

    /** The places of an edit, without what is done there. */
    private static String place(String edit) {
        return edit.replaceFirst("(?s)\\s*[+*]?=.*$", "");
    }

    private String selector(String text) {
        Optional<Model> model = workbench.meant(before, session);
        try {
            Selector selector = Selector.parse(text, workbench.hooks());
            if (model.isEmpty()) {
                return text + meaning(named(text))
                        + "\n\nNo model is loaded: %model REF, then this says what it names.";
            }
            Selection selection = selector.in(model.get().sites());
            Collection<Point> points = selection.electrodes().stream()
                    .map(electrode -> electrode.site().point())
                    .distinct()
                    .toList();
            int sites = selection.electrodes().size();
            return text + meaning(points) + "\n\n" + Quantity.count(sites, "site") + " of "
                    + model.get().name() + "\n\n" + capped(view(selection));
        } catch (PatchclampException e) {
            return e.getMessage();
        }
    }

    /** The kinds of places that a selector names by their short names. */
    private static List<Point> named(String text) {
        return Stream.of(Point.values())
                .filter(point -> text.matches("(?s)(.*[.,\\s])?\\Q" + point.shortName() + "\\E([\\[:,+\\s-].*)?"))
                .filter(point -> point.inLayer() == text.contains("." + point.shortName()))
                .toList();
    }

    private static String meaning(Collection<Point> points) {
        return points.isEmpty() || points.size() > POINTS
                ? ""
                : points.stream().map(Point::meaning).collect(Collectors.joining("; ", ": ", ""));
    }

    private String model(String text) {
        Optional<Model> loaded = workbench
                .loaded(text)
                .or(() -> session.variable(text).filter(Model.class::isInstance).map(Model.class::cast));
        if (loaded.isPresent()) {
            return capped(view(loaded.get()));
        }
        boolean known = Workbench.ALIASES.contains(text) || Phantom.named(text);
        if (known) {
            return text + " is not loaded yet; %model " + text + " loads it.";
        }
        Optional<String> file = path(text).filter(found -> Files.exists(Paths.resolve(session, text)));
        List<String> names = new ArrayList<>(workbench.names());
        names.addAll(Workbench.ALIASES);
        names.addAll(Phantom.all());
        return file.orElseGet(() -> "No loaded model is named '" + text + "'." + tried(Nearest.ranked(text, names)));
    }

    private Optional<String> variable(String text) {
        Optional<Object> value = session.variable(text);
        if (value.isEmpty()) {
            boolean isNull = session.variables().contains(text);
            return Optional.of(
                    isNull
                            ? text + " is null."
                            : "There is no Java variable '" + text + "'."
                                    + tried(Nearest.ranked(text, session.variables())));
        }
        Class<?> type = value.get().getClass();
        boolean known =
                type.getName().startsWith("io.patchclamp.") || type.getName().startsWith("tech.tablesaw.");
        return Optional.of(text + ": " + Views.nameOf(type) + (known ? "\n\n" + capped(view(value.get())) : ""));
    }

    private String column(String text) {
        List<String> found = Columns.describe(text, before, session);
        return found.isEmpty()
                ? "No column is named '" + text + "'." + tried(Nearest.ranked(text, Columns.of(before, session)))
                : String.join("\n", found);
    }

    private Optional<String> path(String text) {
        try {
            Path path = Paths.resolve(session, text);
            if (!Files.exists(path)) {
                return Optional.of("There is no '" + text + "' in '" + session.directory() + "'.");
            }
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    return Optional.of(path + ": a folder of " + Quantity.count(files.count(), "file"));
                }
            }
            return Optional.of(
                    path + ": " + Quantity.bytes(Files.size(path)) + ", changed " + Files.getLastModifiedTime(path));
        } catch (IOException | PatchclampException e) {
            return Optional.empty();
        }
    }

    private static String view(Object value) {
        return Views.of(value)
                .map(bundle -> String.valueOf(bundle.data().get("text/plain")))
                .orElse("");
    }

    private static String capped(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.size() <= LINES
                ? String.join("\n", lines)
                : String.join("\n", lines.subList(0, LINES - 2)) + "\n… " + (lines.size() - LINES + 1) + " more lines\n"
                        + lines.get(lines.size() - 1);
    }

    private static String tried(List<String> nearest) {
        return nearest.isEmpty() ? "" : "\nTry: " + String.join(", ", nearest);
    }
}
