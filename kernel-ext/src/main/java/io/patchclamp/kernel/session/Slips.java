package io.patchclamp.kernel.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What helps where the compiler's words are true and of no help: slips of beginners, and words of other languages. */
final class Slips {
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("print", "System.out.print"),
            Map.entry("println", "System.out.println"),
            Map.entry("printf", "System.out.printf"),
            Map.entry("let", "var"),
            Map.entry("val", "var"),
            Map.entry("bool", "boolean"),
            Map.entry("str", "String"),
            Map.entry("True", "true"),
            Map.entry("False", "false"),
            Map.entry("None", "null"),
            Map.entry("NULL", "null"),
            Map.entry("nil", "null"));

    private static final Map<String, List<String>> OTHERS = Map.of(
            "length", List.of("size()", "length()"),
            "lenght", List.of("length()", "length", "size()"),
            "len", List.of("length()", "length", "size()"),
            "size", List.of("size()", "length()", "length"),
            "count", List.of("size()", "length()", "length"),
            "push", List.of("add()"),
            "append", List.of("add()"));

    private static final List<String> OF_STREAMS =
            List.of("map", "filter", "reduce", "collect", "flatMap", "mapToInt", "mapToDouble", "sorted", "anyMatch");

    /** A message of the compiler, what the source must have where it points (a pattern; empty for anything), and advice. */
    private record Slip(String message, String at, String advice) {}

    private static final List<Slip> SLIPS = List.of(
            new Slip("illegal start of expression", "package\\s.*", "take the line out: a cell is in no package"),
            new Slip("illegal start of expression", "const\\s.*", "did you mean final?"),
            new Slip("illegal start of expression", "\\[.*", "braces, not brackets, around the items: {1, 2, 3}"),
            new Slip("illegal start of expression", "= .*", "did you mean =, without the colon?"),
            new Slip(
                    "illegal start of expression|illegal start of type|reached end of file.*",
                    "else\\b.*",
                    "an 'if' in the same cell before it"),
            new Slip("bad initializer for for-loop", "", "a type before the name: for (var x : xs)"),
            new Slip(
                    "unclosed string literal",
                    "",
                    "a \" where the text ends; text over several lines stands between two \"\"\""),
            new Slip("(?s)array required, but [\\w.]*(?:List|Map)\\b.* found", "", "get(…) in place of […]"),
            new Slip("the switch \\w+ does not cover all possible input values", "", "a case for each, or a default"),
            new Slip(
                    "(?s)patterns in switch statements are a preview feature.*",
                    "",
                    "an if with instanceof, or a kernel installed by Java 21 or newer"),
            new Slip("(?s).* a preview feature.*", "", "Java without it: cells are compiled without preview features"),
            new Slip("unclosed character literal", "", "double quotes around a text; single ones hold one character"),
            new Slip("(?s)unexpected type\\s+required: reference\\s+found:\\s+int", "", "Integer in place of int"),
            new Slip("(?s)unexpected type\\s+required: reference\\s+found:\\s+double", "", "Double in place of double"),
            new Slip(
                    "constant string too long|UTF8 representation for string.*",
                    "",
                    "a file: Files.readString(Path.of(…))"),
            new Slip("code too large.*|too many constants", "", "several methods, or data read from a file"),
            new Slip("integer number too large.*", "", "an L behind the number, and long as its type"),
            new Slip(
                    "(?s)incompatible types: possible lossy conversion from \\w+ to (\\w+)",
                    "",
                    "($1) in front of it, if what is lost does not matter"),
            new Slip("(?s)incompatible types: \\w+ cannot be converted to boolean", "(?s)[^=]+ = .*", "== to compare"),
            new Slip(
                    "(?s)unreported exception (?:[\\w.]+\\.)?(\\w+);.*",
                    "",
                    "'throws $1' behind the method's parameters, or catch it"),
            new Slip(
                    "(?s)local variables referenced from (?:a lambda expression|an inner class).*",
                    "",
                    "a copy that does not change, or an AtomicInteger or an array of one in its place"),
            new Slip(
                    "(?s)non-static (?:method|variable) .* cannot be referenced from a static context",
                    "",
                    "an object in front of the dot, or 'static' where it is declared"));

    private Slips() {}

    /** The word of Java for a word of another language; null if it is none. */
    static String foreign(String name) {
        return FOREIGN.get(name);
    }

    /** What something may be called where it is not called so: sizes and lengths, and {@code name()} for {@code getName()}. */
    static List<String> others(String name) {
        boolean getter = name.matches("get[A-Z]\\w*");
        return getter
                ? List.of(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4) + "()")
                : OTHERS.getOrDefault(name, List.of());
    }

    /** Whether streams have it, and collections do not. */
    static boolean isOfStreams(String name) {
        return OF_STREAMS.contains(name);
    }

    /** What helps with a problem; empty if nothing is known. */
    static String advice(String source, Outcome.Problem problem) {
        int start = Math.max(0, Math.min(problem.start(), source.length()));
        String at = source.substring(start);
        for (Slip slip : SLIPS) {
            Matcher message = Pattern.compile(slip.message()).matcher(problem.message());
            boolean there = slip.at().isEmpty() || at.matches("(?s)" + slip.at());
            if (there && message.matches()) {
                return message.replaceAll(slip.advice());
            }
        }
        return "";
    }
}
