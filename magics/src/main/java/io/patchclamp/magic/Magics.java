package io.patchclamp.magic;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.patchclamp.Patchclamp;
import io.patchclamp.view.Views;

/** The magics of one notebook, and what they share: loaded models and hooks. For one thread at a time. */
public final class Magics {
    private final Map<String, Magic> magics = new TreeMap<>();
    private final Workbench workbench;

    private Magics(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * The magics that need no kernel.
     *
     * @return a fresh set, with no model loaded
     */
    public static Magics standard() {
        return standard(Patchclamp::load);
    }

    /**
     * Makes what is expected and measured here known to every model that this process loads, in Java too: for a process
     * that is one notebook.
     *
     * @return this
     */
    public Magics everywhere() {
        workbench.everywhere();
        return this;
    }

    /** The standard magics over another source of models. */
    static Magics standard(Workbench.Loader loader) {
        Magics magics = new Magics(new Workbench(loader));
        StandardMagics.all(magics, magics.workbench).forEach(magics::register);
        return magics;
    }

    /**
     * Adds a magic.
     *
     * @param magic the magic
     * @throws IllegalArgumentException if its name is taken
     */
    public void register(Magic magic) {
        String name = magic.spec().name();
        Magic old = magics.putIfAbsent(name, Objects.requireNonNull(magic, "magic"));
        if (old != null) {
            throw new IllegalArgumentException(
                    "the name %" + name + " is taken by " + old.getClass().getName());
        }
    }

    /**
     * What one magic takes and gives.
     *
     * @param name its name, without percent signs
     * @return its spec, or empty if there is no such magic
     */
    public Optional<MagicSpec> spec(String name) {
        return Optional.ofNullable(magics.get(name)).map(Magic::spec);
    }

    /**
     * What all magics take and give.
     *
     * @return sorted by name
     */
    public List<MagicSpec> specs() {
        return magics.values().stream().map(Magic::spec).toList();
    }

    /**
     * Runs a magic.
     *
     * @param name its name, without percent signs
     * @param argumentLine what stands behind the name on the same line
     * @param body the cell below that line, for a magic typed with two percent signs
     * @param session the notebook
     * @return its result, or null if there is nothing to show
     * @throws UsageException if there is no such magic, or it is typed wrongly
     * @throws Exception if it cannot be done
     */
    public Object run(String name, String argumentLine, Optional<String> body, Session session) throws Exception {
        Magic magic = find(name);
        MagicSpec spec = magic.spec();
        if (body.isPresent() && spec.kind() == MagicSpec.Kind.LINE) {
            throw new UsageException(
                    "%%" + name + " takes no body.",
                    "%" + name + " with one percent sign; it is typed " + spec.synopsis());
        }
        if (body.isEmpty() && spec.kind() == MagicSpec.Kind.CELL) {
            throw new UsageException(
                    "%" + name + " needs a body.", "%%" + name + " as the first line of a cell, and the body below it");
        }
        MagicCall call = CommandLine.read(spec, argumentLine, body);
        Object result = magic.run(call, workbench.hypotheses().stamping(call, session));
        return result;
    }

    /**
     * The Java variable a line binds its result to.
     *
     * @param name the magic's name, without percent signs
     * @param argumentLine what stands behind the name on the same line
     * @return the value of {@code --as}, a Java identifier; empty if it is not given
     * @throws UsageException if there is no such magic, or it is typed wrongly
     */
    public Optional<String> asName(String name, String argumentLine) {
        return CommandLine.read(find(name).spec(), argumentLine, Optional.empty())
                .option("as");
    }

    /**
     * What a call gives.
     *
     * @param name the magic's name, without percent signs
     * @param argumentLine what stands behind it
     * @return the type of the variable that {@code --as} makes
     * @throws io.patchclamp.fault.PatchclampException if there is no such magic, or the line is none of its
     */
    public Class<?> resultType(String name, String argumentLine) {
        Magic magic = find(name);
        return magic.result(CommandLine.read(magic.spec(), argumentLine, Optional.empty()));
    }

    /**
     * What may stand where the cursor is.
     *
     * @param line the line, from its first percent sign
     * @param cursor the cursor's place in the line, in UTF-16 units
     * @param cell whether it begins with two percent signs
     * @param session the notebook
     * @return sorted by likelihood; positions are those of the line
     */
    public List<Completion> complete(String line, int cursor, boolean cell, Session session) {
        return new Completer(this, workbench, session).complete(line, cursor, cell);
    }

    /**
     * What may stand where a value of a kind is typed, outside of any magic: in a string of Java.
     *
     * @param values the kind
     * @param typed what is there before the cursor
     * @param session the notebook
     * @return sorted by likelihood; positions are those of what was typed
     */
    public List<Completion> complete(MagicSpec.Values values, String typed, Session session) {
        return new Completer(this, workbench, session).complete(values, typed);
    }

    /**
     * What a cursor stands on: a magic, one of its options, or what is given to it.
     *
     * @param line the line, from its first percent sign
     * @param cursor the cursor's place in the line, in UTF-16 units
     * @param session the notebook
     * @return text to read; empty if no magic is meant
     */
    public Optional<String> explain(String line, int cursor, Session session) {
        return new Explainer(this, workbench, session).explain(line, cursor);
    }

    /**
     * What a value means, outside of any magic: in a string of Java.
     *
     * @param values its kind
     * @param text the value
     * @param session the notebook
     * @return text to read; empty if nothing is known of it
     */
    public Optional<String> explain(MagicSpec.Values values, String text, Session session) {
        return new Explainer(this, workbench, session).explain(values, text);
    }

    /**
     * How a magic is used.
     *
     * @param name its name, with or without percent signs
     * @return synopsis, options, example and Java line as text; empty if there is no such magic
     */
    public Optional<String> help(String name) {
        return spec(bare(name)).flatMap(spec -> Views.of(new Help(spec))).map(bundle ->
                (String) bundle.data().get("text/plain"));
    }

    /** A name without its percent signs and without a question mark behind it. */
    static String bare(String name) {
        return name.strip().replaceFirst("^%{1,2}", "").replaceFirst("\\?+$", "");
    }

    private Magic find(String name) {
        Magic magic = magics.get(name);
        if (magic != null) {
            return magic;
        }
        throw unknown(name);
    }

    /** The error for a name that is nearly a magic's; empty if it is near to none. */
    Optional<UsageException> misspelt(String name) {
        return Nearest.to(name, magics.keySet()).map(near -> unknown(name));
    }

    /** The error for a name that no magic has. */
    UsageException unknown(String name) {
        String nearest = Nearest.to(name, magics.keySet())
                .map(n -> magics.get(n).spec().typed() + "; ")
                .orElse("");
        return new UsageException("No magic is named '%" + name + "'.", nearest + "%lsmagic lists all");
    }
}
