package io.patchclamp.kernel.session;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.display.Notebook;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * The Java of a notebook. One thread at a time may split, run and analyse; variables may be read by any thread, user code
 * included.
 */
public final class JavaSession implements AutoCloseable {
    /** How many unnamed results ({@code $1}, {@code $2}, …) are kept; older ones are let go, their memory with them. */
    public static final int KEPT_RESULTS = Notebook.Out.KEPT;

    private final SnippetLoader loader;
    private final CellControl control;
    private final JShell shell;
    private final Readings readings;
    private final Variables variables;
    private final Declarations declarations;
    private final Evaluator evaluator;
    private final AtomicLong changes = new AtomicLong();

    /**
     * A fresh session. Takes half a second: begin it before it is needed.
     *
     * @param imports import declarations every cell can rely on, each ending in a semicolon; a star import of packages gives
     *     way to the user's own wherever a name is in both; the first is one that no user writes, for JShell knows all of
     *     them by it and would put the user's in the place of all
     */
    public JavaSession(List<String> imports) {
        loader = new SnippetLoader(JavaSession.class.getClassLoader());
        control = new CellControl(loader);
        shell = JShell.builder()
                .executionEngine(new Provider(), Map.of())
                .in(new ByteArrayInputStream(new byte[0]))
                .fileManager(CompilerFiles::new)
                .build();
        readings = new Readings(shell.sourceCodeAnalysis());
        variables = new Variables(control, shell, KEPT_RESULTS);
        shell.eval(String.join("\n", imports)); // one snippet: JShell compiles each alone, before the first cell
        Ambiguities ambiguities = new Ambiguities(imports);
        declarations = new Declarations(shell, ambiguities.packages());
        evaluator = new Evaluator(
                shell,
                control,
                variables,
                declarations,
                ambiguities,
                new Meanings(shell, loader),
                new ConcurrentHashMap<>());
    }

    /** Hands our control to JShell. */
    private final class Provider implements ExecutionControlProvider {
        @Override
        public String name() {
            return "patchclamp";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }

    /**
     * Begins a cell.
     *
     * @param first what its thread does before all else
     * @return its thread; closed by the caller
     */
    public CellRun begin(Runnable first) {
        CellRun run = new CellRun(loader, first);
        control.use(run);
        return run;
    }

    /**
     * Takes Java apart into snippets, without running any.
     *
     * @param source Java, any number of snippets
     * @return them in order; after one that is incomplete or invalid there is no other
     */
    public List<Piece> split(String source) {
        return Pieces.of(source, readings);
    }

    /**
     * Whether the last snippet is whole only because nothing follows it, as {@code if (x)} is with a semicolon behind it.
     *
     * @param source any number of snippets
     * @return whether more is meant to come
     */
    public boolean goesOn(String source) {
        return Pieces.goesOn(source, readings);
    }

    /**
     * Where the last snippet begins.
     *
     * @param source any number of snippets, the last of which may be half typed
     * @return its first character, or that of the blank before it
     */
    public int beginOfLast(String source) {
        return Pieces.beginOfLast(source, readings);
    }

    /**
     * Runs a snippet on the thread of the cell begun last.
     *
     * @param piece the snippet
     * @param place where it stands
     * @return what came of it
     */
    public Outcome run(Piece piece, Place place) {
        changes.incrementAndGet();
        return evaluator.run(piece, place);
    }

    /**
     * Where in cells something was thrown that ended no snippet: by a thread, or by a value that is shown.
     *
     * @param thrown what was thrown
     * @return it with its causes, frames of cells in lines of cells; for any thread
     */
    public Outcome.Threw threw(Throwable thrown) {
        return evaluator.threw(thrown);
    }

    /**
     * The variables that are null now because something that their type needs was declared again; forgotten once told.
     *
     * @return their names, in the order in which they were lost
     */
    public List<String> emptied() {
        return variables.emptied();
    }

    /**
     * Whether a snippet declares a method or a type: that may be done before its turn.
     *
     * @param piece the snippet
     * @return true if running it does nothing else
     */
    public boolean isDeclaration(Piece piece) {
        return readings.declares(piece.source());
    }

    /**
     * Declarations that wait for something not declared yet.
     *
     * @return one line each: what cannot be used, and what it waits for
     */
    public List<String> waiting() {
        return declarations.waiting();
    }

    /**
     * Declarations that do not compile any more, as what they use was declared anew as something else.
     *
     * @return one line each: what cannot be used, and what the compiler says
     */
    public List<String> broken() {
        return declarations.broken();
    }

    /**
     * What cells have declared.
     *
     * @return variables, methods, types, each sorted by name
     */
    public List<Declared> declared() {
        return declarations.all();
    }

    /**
     * Where simple names of types are looked for.
     *
     * @return the packages imported with a star, each ending in a dot
     */
    public List<String> packages() {
        return declarations.packages();
    }

    /**
     * What the user wrote for a name.
     *
     * @param name of a method, a type or a variable
     * @return its newest declaration, with the comment before it; empty if there is none
     */
    public Optional<String> source(String name) {
        return declarations.source(name);
    }

    /**
     * Forgets all that cells have declared or imported, values included.
     *
     * @return how many names are gone
     */
    public int reset() {
        if (evaluator.isRunning()) {
            throw new PatchclampException(
                    "%reset stands inside Java that is running.", "%reset on a line of its own, outside of any block");
        }
        changes.incrementAndGet();
        int names = declarations.all().size();
        for (Snippet snippet : declarations.droppable()) {
            variables.forget(snippet);
            shell.drop(snippet).forEach(variables::track);
        }
        return names;
    }

    /**
     * The value of a variable.
     *
     * @param name the variable
     * @return its value now; empty if there is no such variable or it is null
     */
    public Optional<Object> variable(String name) {
        return variables.value(name);
    }

    /**
     * The variables a user named.
     *
     * @return sorted
     */
    public List<String> variables() {
        return variables.names();
    }

    /**
     * Adds a jar or a folder of classes, for the compiler and for running code.
     *
     * @param path the jar or folder
     */
    public void addToClassPath(Path path) {
        changes.incrementAndGet();
        shell.addToClasspath(path.toString());
    }

    /**
     * How often something has run that may have changed what names mean.
     *
     * @return a number that grows; for any thread
     */
    public long changes() {
        return changes.get();
    }

    /**
     * Completion and documentation.
     *
     * @return JShell's analysis of this session; not while a snippet runs
     */
    public SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /**
     * What stands at the end of some Java: signatures, with comments where there are any.
     *
     * @param source Java, against what was run before
     * @return one entry a method or type that may be meant; none if nothing is known
     */
    public List<SourceCodeAnalysis.Documentation> documentation(String source) {
        List<SourceCodeAnalysis.Documentation> found = documented(source);
        if (found.isEmpty() && !evaluator.isRunning()) {
            changes.incrementAndGet();
            List<SnippetEvent> filled = declarations.fill();
            filled.forEach(variables::track);
            return filled.isEmpty() ? found : documented(source);
        }
        return found;
    }

    private List<SourceCodeAnalysis.Documentation> documented(String source) {
        return shell.sourceCodeAnalysis().documentation(source, source.length(), true);
    }

    @Override
    public void close() {
        shell.close();
    }
}
