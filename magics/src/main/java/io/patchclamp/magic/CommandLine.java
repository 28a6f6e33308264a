package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Extent;
import io.patchclamp.magic.MagicSpec.Option;

/** Checks what was typed behind a magic's name against its spec. */
final class CommandLine {
    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][^\\s]*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BLOCK = Pattern.compile("\\S+");

    private final MagicSpec spec;
    private final Words words;
    private final Map<String, List<String>> arguments = new LinkedHashMap<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    private CommandLine(MagicSpec spec, String line) {
        this.spec = spec;
        this.words = new Words(spec.name(), line);
    }

    /** What was typed, or an error that says how it should be typed. */
    static MagicCall read(MagicSpec spec, String line, Optional<String> body) {
        CommandLine command = new CommandLine(spec, line);
        command.readAll();
        return new MagicCall(spec, command.arguments, command.options, body);
    }

    private void readAll() {
        boolean literal = false;
        if (waiting().map(Argument::extent).orElse(Extent.WORD) == Extent.LINE && words.more()) {
            give(waiting().orElseThrow(), words.rest());
            return;
        }
        while (words.more()) {
            String rest = words.rest();
            if (!literal && (rest.equals("--") || rest.startsWith("--") && Character.isWhitespace(rest.charAt(2)))) {
                words.next();
                literal = true;
                if (waiting().map(Argument::extent).orElse(Extent.WORD) == Extent.REST) {
                    give(waiting().orElseThrow(), rest.substring(Math.min(3, rest.length())));
                    break;
                }
            } else if (!literal && startsOption(rest)) {
                readOption(words.next().text());
            } else if (waiting().map(Argument::extent).orElse(Extent.WORD) == Extent.REST) {
                give(waiting().orElseThrow(), withoutTrailingOptions(rest));
                break;
            } else {
                String word = waiting().map(a -> list(a.values())).orElseGet(() -> words.next()
                        .text());
                give(waiting().orElseThrow(() -> tooMany(word)), word);
            }
        }
        for (Argument a : spec.arguments()) {
            if (a.required()
                    && String.join("", arguments.getOrDefault(a.name(), List.of()))
                            .isBlank()) {
                throw new UsageException(
                        spec.typed() + " needs " + a.name() + ": " + a.summary() + ".",
                        spec.example().lines().findFirst().orElse("") + " ; it is typed " + spec.synopsis());
            }
        }
    }

    /** The next word; of a selector also those behind a comma: {@code L5.mlp.out, L6.mlp.out}. */
    private String list(MagicSpec.Values values) {
        StringBuilder text = new StringBuilder(words.next().text());
        while (values == MagicSpec.Values.SELECTOR
                && words.more()
                && (text.toString().endsWith(",") || words.rest().startsWith(","))) {
            text.append(" ").append(words.next().text());
        }
        return text.toString();
    }

    /** The next argument to be filled. */
    private Optional<Argument> waiting() {
        return spec.arguments().stream()
                .filter(a -> a.extent() == Extent.WORDS || !arguments.containsKey(a.name()))
                .findFirst();
    }

    private void give(Argument argument, String text) {
        arguments.computeIfAbsent(argument.name(), name -> new ArrayList<>()).add(text);
    }

    private boolean startsOption(String rest) {
        boolean free = waiting().map(Argument::extent).orElse(Extent.WORD) == Extent.REST;
        return rest.startsWith("--") || !free ? OPTION.matcher(rest).lookingAt() : false;
    }

    private void readOption(String word) {
        int equals = word.indexOf('=');
        String dashed = equals < 0 ? word : word.substring(0, equals);
        Option option = find(dashed);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        if (option.isFlag() && value.isPresent()) {
            throw new UsageException(
                    "Option " + dashed + " of " + spec.typed() + " takes no value, got '" + value.get() + "'.",
                    dashed + " alone, or leave it out");
        }
        if (!option.isFlag() && value.isEmpty()) {
            if (!words.more() || words.rest().startsWith("--") && startsOption(words.rest())) {
                throw new UsageException(
                        "Option " + dashed + " of " + spec.typed() + " needs a value: " + option.summary() + ".",
                        dashed + " " + option.value()
                                + (option.fallback().isEmpty() ? "" : ", such as " + dashed + " " + option.fallback()));
            }
            value = Optional.of(list(option.values()));
        }
        put(option, value.orElse(""));
    }

    private void put(Option option, String value) {
        if (!option.isFlag()) {
            check(option, value);
        }
        if (options.containsKey(option.name()) && !option.repeatable()) {
            throw new UsageException(
                    "Option --" + option.name() + " of " + spec.typed() + " is given twice.",
                    "one --" + option.name() + "; it is typed " + spec.synopsis());
        }
        options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
    }

    private Option find(String dashed) {
        String name = dashed.replaceFirst("^--?", "");
        if (dashed.startsWith("--") && spec.option(name).isPresent()) {
            return spec.option(name).orElseThrow();
        }
        throw unknown(spec, dashed);
    }

    /** The error for an option that a magic does not take. */
    static UsageException unknown(MagicSpec spec, String dashed) {
        List<String> names = spec.allOptions().stream().map(Option::name).toList();
        String nearest = Nearest.to(dashed.replaceFirst("^--?", ""), names)
                .map(n -> "--" + n + "; ")
                .orElse("");
        return new UsageException(
                "Unknown option '" + dashed + "' of " + spec.typed() + ".", nearest + "it is typed " + spec.synopsis());
    }

    /** A rest of line may end in options that are spelled right: {@code %tokenize some text --as t}. */
    private String withoutTrailingOptions(String rest) {
        List<int[]> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(rest);
        while (m.find()) {
            blocks.add(new int[] {m.start(), m.end()});
        }
        int end = blocks.size();
        while (end > 0) {
            int last = end - 1;
            if (isOption(text(rest, blocks.get(last)), true)) {
                end = last;
            } else if (last > 0 && isOption(text(rest, blocks.get(last - 1)), false)) {
                end = last - 1;
            } else {
                break;
            }
        }
        for (int i = end; i < blocks.size(); i++) {
            String word = text(rest, blocks.get(i));
            int equals = word.indexOf('=');
            Option option = spec.option(equals < 0 ? word.substring(2) : word.substring(2, equals))
                    .orElseThrow();
            String value = "";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (!option.isFlag()) {
                value = text(rest, blocks.get(++i));
            }
            put(option, value);
        }
        return end == blocks.size() ? rest : rest.substring(0, end == 0 ? 0 : blocks.get(end - 1)[1]);
    }

    private static String text(String line, int[] block) {
        return line.substring(block[0], block[1]);
    }

    /** Whether a block is a known option: one that stands alone, or one that waits for its value. */
    private boolean isOption(String block, boolean alone) {
        if (!block.startsWith("--")) {
            return false;
        }
        int equals = block.indexOf('=');
        Optional<Option> option = spec.option(equals < 0 ? block.substring(2) : block.substring(2, equals));
        return option.isPresent()
                && (equals >= 0 || option.get().isFlag()) == alone
                && !(equals >= 0 && option.get().isFlag());
    }

    private UsageException tooMany(String word) {
        String takes = spec.arguments().isEmpty()
                ? "takes no arguments"
                : "takes only " + spec.arguments().stream().map(Argument::name).collect(Collectors.joining(" "));
        boolean named =
                spec.arguments().isEmpty() && spec.option(MagicSpec.AS.name()).isPresent() && isFresh(word);
        return new UsageException(
                spec.typed() + " " + takes + ", got '" + word + "' besides.",
                (named ? "--as " + word + " to keep the result under that name; " : "")
                        + "quotes around what belongs together; it is typed " + spec.synopsis());
    }

    private void check(Option option, String value) {
        String expected = null;
        if (!option.choices().isEmpty()) {
            expected = option.choices().contains(value) ? null : "one of " + String.join(", ", option.choices());
        } else {
            switch (option.values()) {
                case COUNT -> expected = COUNT.matcher(value).matches() ? null : "a whole number, 0 or more";
                case NUMBER -> expected = NUMBER.matcher(value).matches() ? null : "a number";
                case RANGE -> expected = isRange(value) ? null : "a range a..b of whole numbers, both included";
                case FRESH -> expected = isFresh(value) ? null : "the name of a Java variable";
                default -> expected = value.isEmpty() ? "a value" : null;
            }
        }
        if (expected != null) {
            String nearest =
                    Nearest.to(value, option.choices()).map(n -> " " + n).orElse(" " + option.value());
            throw new UsageException(
                    "Option --" + option.name() + " of " + spec.typed() + " takes " + expected + ", got '" + value
                            + "'.",
                    "--" + option.name() + nearest + "; " + option.summary());
        }
    }

    private static boolean isRange(String value) {
        try {
            Range.parse(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isFresh(String value) {
        return SourceVersion.isIdentifier(value) && !SourceVersion.isKeyword(value, SourceVersion.RELEASE_17);
    }
}
