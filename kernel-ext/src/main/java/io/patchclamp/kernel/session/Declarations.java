package io.patchclamp.kernel.session;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** What cells have declared, besides what was there before the first one. */
final class Declarations {
    private static final String LIMIT = "compiler.err.limit.";
    private static final String ONE_THAT_IS_THERE =
            System.getProperty("java.class.path").split(File.pathSeparator)[0];

    private final JShell shell;
    private final Set<String> imported;
    private final Set<String> before;
    private final Set<Snippet> hollow = new HashSet<>(); // a snippet is equal to itself alone

    /** Begins with what the shell has now: that stays, and with it the packages whose types need no import. */
    Declarations(JShell shell, Set<String> imported) {
        this.shell = shell;
        this.imported = imported;
        this.before = shell.snippets().map(Snippet::id).collect(Collectors.toSet());
    }

    /** What there is, sorted by kind and name. */
    List<Declared> all() {
        return shell.snippets()
                .filter(s -> shell.status(s).isActive() && !before.contains(s.id()) && !hollow.contains(s))
                .map(Declarations::declared)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing((Declared d) -> rank(d.kind())).thenComparing(Declared::name))
                .toList();
    }

    /** {@code x = 5;} and {@code x++;} are statements to a Java programmer; without the semicolon they are values. */
    static boolean isQuiet(Piece piece, Snippet snippet) {
        String source = piece.source();
        boolean changes = snippet.subKind() == SubKind.ASSIGNMENT_SUBKIND
                || source.matches("(?s)(\\+\\+|--).*")
                || source.matches("(?s).*(\\+\\+|--);");
        return changes && source.endsWith(";");
    }

    /** The packages imported with a star, each ending in a dot. */
    List<String> packages() {
        Stream<String> later = shell.imports()
                .flatMap(i -> StarImport.of(i.source()).stream())
                .filter(star -> !star.isStatic())
                .map(StarImport::from);
        return Stream.concat(imported.stream(), later)
                .map(p -> p + ".")
                .distinct()
                .toList();
    }

    /** The newest declaration of a name by a user. */
    Optional<String> source(String name) {
        return shell.snippets()
                .filter(s -> s instanceof DeclarationSnippet d && d.name().equals(name))
                .filter(s -> shell.status(s).isActive() && !before.contains(s.id()) && !hollow.contains(s))
                .map(Snippet::source)
                .reduce((older, newer) -> newer);
    }

    /** Why a snippet was refused. */
    List<Outcome.Problem> problems(SnippetEvent event) {
        List<Outcome.Problem> problems = new ArrayList<>();
        shell.diagnostics(event.snippet())
                .filter(Diag::isError)
                .forEach(d -> problems.add(new Outcome.Problem(
                        d.getMessage(Locale.ROOT), (int) d.getStartPosition(), (int) d.getEndPosition())));
        if (problems.isEmpty() && event.snippet() instanceof DeclarationSnippet declaration) {
            shell.unresolvedDependencies(declaration)
                    .forEach(d -> problems.add(new Outcome.Problem("cannot find " + d, -1, -1)));
        }
        return problems;
    }

    private static int rank(String kind) {
        return kind.equals("variable") ? 0 : kind.equals("method") ? 1 : 2;
    }

    private static Optional<Declared> declared(Snippet snippet) {
        if (snippet instanceof VarSnippet v && !Variables.isResult(v)) {
            return Optional.of(new Declared(v.name(), "variable", v.typeName()));
        }
        if (snippet instanceof MethodSnippet m) {
            return Optional.of(new Declared(m.name(), "method", m.signature()));
        }
        if (snippet instanceof TypeDeclSnippet t) {
            return Optional.of(new Declared(t.name(), kind(t.subKind()), ""));
        }
        return Optional.empty();
    }

    private static String kind(SubKind kind) {
        return switch (kind) {
            case INTERFACE_SUBKIND -> "interface";
            case ENUM_SUBKIND -> "enum";
            case ANNOTATION_TYPE_SUBKIND -> "annotation";
            default -> kind.name().equals("RECORD_SUBKIND") ? "record" : "class";
        };
    }

    /** The snippets that {@code %reset} drops, the newest first: nothing that is left needs one of them. */
    List<Snippet> droppable() {
        List<Snippet> all = new ArrayList<>(shell.snippets()
                .filter(s -> s.kind().isPersistent() && shell.status(s).isActive())
                .filter(s -> !before.contains(s.id()) && !hollow.contains(s))
                .toList());
        Collections.reverse(all);
        all.sort(Comparator.comparing(
                s -> s.kind() == Snippet.Kind.IMPORT)); // last: what is left and uses it is compiled again
        return all;
    }

    /**
     * Puts something in the place of each type whose newest declaration is void: dropped, or refused by the compiler. To
     * print the name of any class, JShell of newer JDKs asks every type that was ever declared for its name; one that is
     * void is null there, and no help comes of it, for whatever was asked.
     */
    List<SnippetEvent> fill() {
        if (!needsHollow()) {
            return List.of();
        }
        Map<String, Boolean> active = new LinkedHashMap<>();
        shell.snippets()
                .filter(TypeDeclSnippet.class::isInstance)
                .forEach(s -> active.merge(
                        ((TypeDeclSnippet) s).name(), shell.status(s).isActive(), Boolean::logicalOr));
        List<SnippetEvent> events = new ArrayList<>();
        active.forEach((name, isActive) -> events.addAll(isActive ? List.of() : hollow(name)));
        return events;
    }

    private static boolean needsHollow() {
        return Runtime.version().feature() > 17;
    }

    /** A type of that name which nobody sees: it waits for ever, so it is declared to JShell and unknown to the compiler. */
    private List<SnippetEvent> hollow(String name) {
        List<SnippetEvent> events = shell.eval("class " + name + " extends $Forgotten$ { }");
        events.stream().filter(event -> event.causeSnippet() == null).forEach(event -> hollow.add(event.snippet()));
        return events;
    }

    /** Whether it is what was put in the place of a type: the compiler does not know it. */
    static boolean isHollow(TypeDeclSnippet type) {
        return type.source().contains("$Forgotten$");
    }

    /** What waits for something not declared yet, one line each. */
    List<String> waiting() {
        return stillWaiting()
                .map(s -> s.name() + " cannot be used before " + needed(s) + " is declared")
                .toList();
    }

    /** What something of that name waits for; empty if nothing of that name waits. */
    Optional<String> waitsFor(String name) {
        return stillWaiting()
                .filter(s -> s.name().equals(name))
                .map(this::needed)
                .findFirst();
    }

    /** Whether the compiler understood it and could not write it: a string of 100,000 letters, a method of 64 KB. */
    boolean isTooLarge(Snippet snippet) {
        return shell.diagnostics(snippet)
                .anyMatch(d -> d.isError() && d.getCode().startsWith(LIMIT));
    }

    /**
     * Forgets something too large, and all that compiled it. JShell would compile it again with whatever comes next, and
     * javac would put its text into every class that it writes from then on: no cell would run any more. JShell begins with a
     * new javac after each entry of the class path, so it gets one that is there already.
     */
    void forget(Snippet tooLarge) {
        if (shell.status(tooLarge).isActive()) {
            shell.drop(tooLarge);
        }
        shell.addToClasspath(ONE_THAT_IS_THERE);
    }

    /** What compiled once and does not fit what was declared after it, one line each. */
    List<String> broken() {
        return misfits()
                .map(s -> s.name() + " cannot be used any more: " + misfit(s))
                .toList();
    }

    /** What the compiler says of it now, on one line. */
    private String misfit(DeclarationSnippet declaration) {
        return shell.diagnostics(declaration)
                .filter(Diag::isError)
                .map(d -> d.getMessage(Locale.ROOT).strip().replaceAll("\\s*\\R\\s*", "; "))
                .findFirst()
                .orElse("it does not compile");
    }

    private Stream<DeclarationSnippet> stillWaiting() {
        return unfinished()
                .filter(s -> shell.unresolvedDependencies(s).findAny().isPresent());
    }

    /** What waits for nothing and is not there all the same. */
    private Stream<DeclarationSnippet> misfits() {
        return unfinished()
                .filter(s -> shell.unresolvedDependencies(s).findAny().isEmpty());
    }

    private Stream<DeclarationSnippet> unfinished() {
        return shell.snippets()
                .filter(s -> s instanceof DeclarationSnippet && isWaiting(shell.status(s)) && !hollow.contains(s))
                .map(DeclarationSnippet.class::cast);
    }

    private String needed(DeclarationSnippet declaration) {
        return String.join(", ", shell.unresolvedDependencies(declaration).toList());
    }

    private static boolean isWaiting(Status status) {
        return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
    }

    /** The error for what was called and still waits. */
    PatchclampException missing(DeclarationSnippet declaration) {
        String names = needed(declaration);
        if (names.isEmpty()) {
            return new PatchclampException(
                    "'" + declaration.name() + "' cannot run any more: " + misfit(declaration) + ".",
                    "declare it again, so that it fits what was declared after it");
        }
        return new PatchclampException(
                "'" + declaration.name() + "' cannot run: it uses " + names + ", which is not declared.",
                "declare " + names + " in a cell, then run this cell again");
    }
}
