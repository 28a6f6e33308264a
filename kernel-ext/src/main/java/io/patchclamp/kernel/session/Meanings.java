package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/**
 * What names mean stays as it is. {@code import java.awt.*;} would make {@code List} ambiguous in every cell before it, and
 * JShell would then take those cells back, and the values of their variables with them. An import of a name that a cell
 * declared as a type is worse: no cell would compile any more.
 */
final class Meanings {
    private static final Pattern SINGLE = Pattern.compile("import\\s+([\\w.]+[.](\\w+))\\s*;?");
    private static final Pattern TYPE = Pattern.compile("\\b\\p{Lu}\\w*\\b");

    private final JShell shell;
    private final ClassLoader loader;

    Meanings(JShell shell, ClassLoader loader) {
        this.shell = shell;
        this.loader = loader;
    }

    /** Makes way for a snippet, with the packages there are; what cannot be is told. */
    Optional<Outcome.Problem> keep(String source, Supplier<List<String>> packages) {
        Optional<StarImport> star = StarImport.of(source);
        if (star.isPresent()) {
            if (!star.get().isStatic()) {
                before(star.get().from() + ".", packages.get()).forEach(shell::eval);
            }
            return Optional.empty();
        }
        Matcher single = SINGLE.matcher(source.strip());
        if (single.matches()) {
            return declared(single).or(() -> missing(single));
        }
        imports(source).forEach(shell::drop);
        return Optional.empty();
    }

    /** A type of a cell that has the name that is imported. */
    private Optional<Outcome.Problem> declared(Matcher single) {
        return types().filter(t -> t.name().equals(single.group(2)))
                .findFirst()
                .filter(t -> !Declarations.isHollow(t))
                .map(t -> new Outcome.Problem(
                        "'" + t.name() + "' is already declared by a cell of this notebook",
                        single.start(1),
                        single.end(1),
                        single.group(1) + " in full where you need it, or %reset first"));
    }

    /** An import that is wrong and would take the place of one that is right, and the cells with it that use the name. */
    private Optional<Outcome.Problem> missing(Matcher single) {
        String type = single.group(1);
        boolean replaces = shell.imports()
                .anyMatch(i -> !i.isStatic()
                        && simple(i).equals(single.group(2))
                        && !i.fullname().equals(type));
        String path = type.replace('.', '/');
        boolean found = isThere(type);
        for (int dot = path.lastIndexOf('/'); !found && dot > 0; dot = path.lastIndexOf('/', dot - 1)) {
            path = path.substring(0, dot) + "$" + path.substring(dot + 1);
            found = isThere(path);
        }
        if (!replaces || found) {
            return Optional.empty();
        }
        String from = type.substring(0, type.lastIndexOf('.'));
        String asked = "import " + from + ".";
        boolean known = !shell.sourceCodeAnalysis()
                .completionSuggestions(asked, asked.length(), new int[1])
                .isEmpty();
        return Optional.of(new Outcome.Problem(
                known
                        ? "cannot find symbol\n  symbol:   class " + single.group(2) + "\n  location: package " + from
                        : "package " + from + " does not exist",
                single.start(1),
                single.end(1)));
    }

    private static String simple(ImportSnippet snippet) {
        return snippet.fullname().substring(snippet.fullname().lastIndexOf('.') + 1);
    }

    /** The imports that must come before a package is imported, so that the snippets there are still mean what they meant. */
    private List<String> before(String added, List<String> packages) {
        if (packages.contains(added)) {
            return List.of();
        }
        Set<String> clear = shell.imports().map(Meanings::simple).collect(Collectors.toSet());
        types().forEach(t -> clear.add(t.name()));
        Set<String> used = new TreeSet<>();
        shell.snippets()
                .filter(s -> s.kind() != Snippet.Kind.IMPORT && shell.status(s).isActive())
                .forEach(s -> TYPE.matcher(s.source()).results().forEach(m -> used.add(m.group())));
        List<String> imports = new ArrayList<>();
        for (String name : used) {
            if (!clear.contains(name) && isThere(added + name)) {
                packages.stream()
                        .filter(p -> isThere(p + name))
                        .findFirst()
                        .ifPresent(p -> imports.add("import " + p + name + ";"));
            }
        }
        return imports;
    }

    /** The user's imports of names that a snippet declares as types: their own type is newer. */
    private List<ImportSnippet> imports(String source) {
        List<ImportSnippet> named = shell.imports()
                .filter(i -> !i.isStatic()
                        && source.contains(i.name())
                        && SINGLE.matcher(i.source().strip()).matches())
                .toList();
        if (named.isEmpty()) {
            return named;
        }
        Set<String> declared = shell.sourceCodeAnalysis().sourceToSnippets(source).stream()
                .filter(TypeDeclSnippet.class::isInstance)
                .map(s -> ((TypeDeclSnippet) s).name())
                .collect(Collectors.toSet());
        return named.stream().filter(i -> declared.contains(simple(i))).toList();
    }

    private Stream<TypeDeclSnippet> types() {
        return shell.snippets()
                .filter(s -> s instanceof TypeDeclSnippet && shell.status(s).isActive())
                .map(TypeDeclSnippet.class::cast);
    }

    private boolean isThere(String type) {
        return loader.getResource(type.replace('.', '/') + ".class") != null;
    }
}
