package io.patchclamp.kernel.complete;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;

/** Documentation comments of classes that cells declare, or whose sources lie beside them on the class path, as ours do. */
final class Sources {
    private static final String FOLDER = "META-INF/sources/";

    private final List<String> packages;
    private final Function<String, Optional<String>> cells;

    /** Simple names are looked for in what cells have declared, then in the packages, which end in a dot. */
    Sources(List<String> packages, Function<String, Optional<String>> cells) {
        this.packages = packages;
        this.cells = cells;
    }

    /** The comment of what a signature of JShell names; empty if there is none, or no source. */
    Optional<String> comment(String signature) {
        String plain = signature;
        for (String before = ""; !before.equals(plain); ) {
            before = plain;
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        int open = plain.indexOf('(');
        String head = (open < 0 ? plain.replaceFirst("(?s):.*", "") : plain.substring(0, open)).strip();
        String name = head.substring(head.lastIndexOf(' ') + 1);
        int dot = name.lastIndexOf('.');
        String last = name.substring(dot + 1);
        boolean isType = !last.isEmpty() && Character.isUpperCase(last.charAt(0));
        if (dot < 0 && !isType) {
            return Optional.empty();
        }
        String type = isType ? name : name.substring(0, dot);
        List<String> parameters = open < 0 ? null : parameters(plain.substring(open + 1, plain.lastIndexOf(')')));
        return unit(type).flatMap(found -> found.comment(isType ? "<init>" : last, parameters));
    }

    private static List<String> parameters(String text) {
        List<String> names = new ArrayList<>();
        for (String one : text.split(",")) {
            if (!one.isBlank()) {
                names.add(one.strip().replaceFirst(".*\\s", ""));
            }
        }
        return names;
    }

    private Optional<Found> unit(String type) {
        String[] parts = type.split("\\.");
        int top = 0;
        while (top < parts.length - 1 && parts[top].equals(parts[top].toLowerCase(Locale.ROOT))) {
            top++;
        }
        String own = String.join(".", List.of(parts).subList(0, top));
        List<String> nested = List.of(parts).subList(top, parts.length);
        Optional<String> declared = top == 0 ? cells.apply(parts[0]) : Optional.empty();
        if (declared.isPresent()) {
            try {
                return Found.in(declared.get(), nested);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        List<String> places = top > 0 ? List.of(own + ".") : packages;
        for (String place : places) {
            String path = FOLDER + place.replace('.', '/') + parts[top] + ".java";
            try (InputStream in = Sources.class.getClassLoader().getResourceAsStream(path)) {
                if (in != null) {
                    return Found.in(new String(in.readAllBytes(), StandardCharsets.UTF_8), nested);
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A type in its source. */
    private record Found(DocTrees trees, TreePath path, ClassTree type) {
        static Optional<Found> in(String source, List<String> names) throws IOException {
            JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///X.java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            };
            JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, null, problem -> {}, List.of("-proc:none"), null, List.of(file));
            CompilationUnitTree unit = task.parse().iterator().next();
            TreePath path = new TreePath(unit);
            List<? extends Tree> members = unit.getTypeDecls();
            ClassTree type = null;
            for (String name : names) {
                type = members.stream()
                        .filter(ClassTree.class::isInstance)
                        .map(ClassTree.class::cast)
                        .filter(c -> c.getSimpleName().contentEquals(name))
                        .findFirst()
                        .orElse(null);
                if (type == null) {
                    return Optional.empty();
                }
                path = new TreePath(path, type);
                members = type.getMembers();
            }
            return Optional.of(new Found(DocTrees.instance(task), path, type));
        }

        /** The comment of a method, a constructor or a field; of the type itself if there are no parameters to a type. */
        Optional<String> comment(String name, List<String> parameters) {
            String ofType = trees.getDocComment(path);
            if (name.equals("<init>") && parameters == null) {
                return Optional.ofNullable(ofType);
            }
            for (Tree member : type.getMembers()) {
                boolean meant = member instanceof MethodTree method
                        ? method.getName().contentEquals(name) && parameters != null && takes(method, parameters)
                        : member instanceof VariableTree field
                                && field.getName().contentEquals(name)
                                && parameters == null;
                String comment = meant ? trees.getDocComment(new TreePath(path, member)) : null;
                if (comment != null) {
                    return Optional.of(comment);
                }
            }
            return type.getKind() == Tree.Kind.RECORD ? ofComponent(name, ofType) : Optional.empty();
        }

        private static boolean takes(MethodTree method, List<String> parameters) {
            return method.getParameters().stream()
                    .map(p -> p.getName().toString())
                    .toList()
                    .equals(parameters);
        }

        /** A record says in its own comment what its components are. */
        private static Optional<String> ofComponent(String name, String ofRecord) {
            if (ofRecord == null || name.equals("<init>")) {
                return Optional.ofNullable(ofRecord);
            }
            int at = ofRecord.indexOf("@param " + name + " ");
            if (at < 0) {
                return Optional.empty();
            }
            int end = ofRecord.indexOf("@", at + 1);
            return Optional.of(
                    ofRecord.substring(at + ("@param " + name + " ").length(), end < 0 ? ofRecord.length() : end));
        }
    }
}
