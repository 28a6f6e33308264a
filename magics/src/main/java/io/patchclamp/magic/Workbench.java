package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Selector;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Ledger;

/** What the magics of one notebook share: loaded models, the last of which is the current one, and hooks. */
final class Workbench {
    /** The names a model has without a file. */
    static final List<String> ALIASES = List.of("smollm2");

    /** Loads a model that is not there yet. */
    interface Loader {
        Model load(String reference, LoadOptions options, Progress progress);
    }

    static final Pattern HOOK = Pattern.compile("@([A-Za-z_][A-Za-z0-9_]*)");

    private final Loader loader;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, String> hooks = new TreeMap<>();
    private final Map<String, TokenChoice> wheres = new TreeMap<>();
    private final Ledger ledger = new Ledger();
    private final Hypotheses hypotheses = new Hypotheses(ledger);
    private Model current;

    Workbench(Loader loader) {
        this.loader = loader;
    }

    /** The model of a reference in its newest state. */
    Model load(String reference, Session session) {
        return load(reference, LoadOptions.DEFAULT, session);
    }

    /** The model of a reference, loaded now if it is not there yet; it becomes the current one. */
    Model load(String reference, LoadOptions options, Session session) {
        Optional<Path> file = existing(reference, session);
        boolean usual = file.isEmpty() && options.revision().equals(Optional.of("main"));
        String key = file.map(Workbench::identity).orElse(reference.strip())
                + (usual
                        ? ""
                        : options.revision().map(revision -> "@" + revision).orElse(""));
        Model model = models.get(key);
        if (model == null || !isOpen(model)) {
            models.remove(key);
            model = loader.load(file.map(Path::toString).orElse(reference), options, session.progress());
            models.put(key, model);
            ledger.share(model);
        }
        current = model;
        return model;
    }

    /** The model that a call means: its {@code --model}, or the current one. */
    Model model(MagicCall call, Session session) {
        Model model = call.option("model").map(name -> named(name, session)).orElseGet(() -> current(call.spec()));
        ledger.share(model);
        return model;
    }

    /** The last model loaded. */
    Optional<Model> current() {
        return Optional.ofNullable(current);
    }

    /** A loaded model by its name. */
    Optional<Model> loaded(String name) {
        return models.values().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    /** The model that a line means which may be half typed: that of its {@code --model}, or the current one. */
    Optional<Model> meant(List<String> words, Session session) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean apart = word.equals("--model") && i + 1 < words.size();
            if (apart || word.startsWith("--model=")) {
                String name = apart ? words.get(i + 1) : word.substring("--model=".length());
                return loaded(name).or(() -> session.variable(name)
                        .filter(Model.class::isInstance)
                        .map(Model.class::cast));
            }
        }
        return current();
    }

    /** What a reference is called where a path must be absolute: one that names a file here, as a path. */
    String located(String reference, Session session) {
        return existing(reference, session).map(Path::toString).orElse(reference);
    }

    /** Names of loaded models. */
    List<String> names() {
        return models.values().stream().map(Model::name).distinct().toList();
    }

    private Model current(MagicSpec spec) {
        if (current == null) {
            throw new UsageException(
                    spec.typed() + " needs a model, and none is loaded.", "%model smollm2 in a cell before this one");
        }
        return current;
    }

    private Model named(String name, Session session) {
        Model found = null;
        for (Map.Entry<String, Model> entry : models.entrySet()) {
            if (entry.getValue().name().equals(name) || entry.getKey().equals(name)) {
                found = entry.getValue();
            }
        }
        if (found != null) {
            return found;
        }
        if (session.variable(name).isPresent() || models.isEmpty()) {
            return Variables.need(session, name, Model.class);
        }
        throw new UsageException(
                "No loaded model and no Java variable is named '" + name + "'.",
                "one of " + String.join(", ", names()) + "; or %model " + name);
    }

    /** Hooks: selectors by name. */
    Map<String, String> hooks() {
        return hooks;
    }

    /** The tokens that hooks hold at, by name; those that are not here are places alone. */
    Map<String, TokenChoice> wheres() {
        return wheres;
    }

    /** The tokens that a selector means, if it is one hook that has some. */
    Optional<TokenChoice> where(String selector) {
        String text = selector.strip();
        return text.startsWith("@") ? Optional.ofNullable(wheres.get(text.substring(1))) : Optional.empty();
    }

    /** Refuses hooks that hold at some tokens, where places alone are taken. */
    void requirePlaces(String selector) {
        requirePlaces(selector, new HashSet<>());
    }

    private void requirePlaces(String selector, Set<String> seen) {
        for (Matcher named = HOOK.matcher(selector); named.find(); ) {
            String name = named.group(1);
            if (wheres.containsKey(name)) {
                throw new UsageException(
                        "'@" + name + "' holds at some tokens ("
                                + wheres.get(name).describe() + "), and '" + selector.strip()
                                + "' is taken as places alone here.",
                        "@" + name + " by itself in an edit (@" + name
                                + "=0), in %%record, or as an end of %%path; or a hook without --where");
            }
            if (hooks.containsKey(name) && seen.add(name)) {
                requirePlaces(hooks.get(name), seen);
            }
        }
    }

    /** Models that are loaded in Java share what was expected and seen here. */
    void everywhere() {
        ledger.everywhere();
    }

    /** What was expected here, and what had been seen by then. */
    Hypotheses hypotheses() {
        return hypotheses;
    }

    /** What a selector, hooks included, names in a model. */
    Selection select(String selector, Model model) {
        requirePlaces(selector);
        return selectAnywhere(selector, model);
    }

    /** The same where the hook's own tokens are heeded. */
    Selection selectAnywhere(String selector, Model model) {
        return Selector.parse(selector, hooks).in(model.sites());
    }

    /** The same for reading: under every name that it names a place by. */
    Selection selectEveryName(String selector, Model model) {
        requirePlaces(selector);
        return Selector.parse(selector, hooks).inEveryName(model.sites());
    }

    private static boolean isOpen(Model model) {
        try {
            model.begin().close();
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    /** The file or folder a reference names, if it names one: relative to the notebook's folder. */
    private static Optional<Path> existing(String reference, Session session) {
        if (ALIASES.contains(reference.strip())) {
            return Optional.empty();
        }
        try {
            Path path = session.directory().resolve(reference.strip()).normalize();
            return Files.exists(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A file that was written anew is another model. */
    private static String identity(Path path) {
        try {
            Path real = path.toRealPath();
            return real + " " + Files.getLastModifiedTime(real).toMillis() + " " + Files.size(real);
        } catch (IOException e) {
            return path.toString();
        }
    }
}
