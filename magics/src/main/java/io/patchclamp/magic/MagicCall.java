package io.patchclamp.magic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user typed, checked against a spec.
 *
 * @param spec the magic's spec
 * @param arguments the words of each positional argument that was given, by the argument's name
 * @param options the values of each option that was given, by its name, in the order given; a flag has one empty value
 * @param body the cell below the first line; empty for a line magic
 */
public record MagicCall(
        MagicSpec spec, Map<String, List<String>> arguments, Map<String, List<String>> options, Optional<String> body) {
    public MagicCall {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(body, "body");
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * One positional argument.
     *
     * @param name its name in the spec
     * @return its words with a blank between, or empty if it was not given
     */
    public Optional<String> argument(String name) {
        return Optional.ofNullable(arguments.get(name)).map(words -> String.join(" ", words));
    }

    /**
     * The words of one positional argument.
     *
     * @param name its name in the spec
     * @return its words; none if it was not given
     */
    public List<String> words(String name) {
        return arguments.getOrDefault(name, List.of());
    }

    /**
     * An argument that took the line as it stands, taken apart as words are elsewhere.
     *
     * @param name its name in the spec
     * @return its words, without the quotes around them; none if it was not given
     * @throws UsageException if a quote is never closed
     */
    public List<String> split(String name) {
        return Words.of(spec.name(), argument(name).orElse("")).stream()
                .map(Words.Word::text)
                .toList();
    }

    /**
     * One option's value.
     *
     * @param name its name, without hyphens
     * @return the last value given, else what holds by default, else empty
     */
    public Optional<String> option(String name) {
        List<String> given = options.get(name);
        if (given != null) {
            return Optional.of(given.get(given.size() - 1));
        }
        return spec.option(name).map(MagicSpec.Option::fallback).filter(text -> !text.isEmpty());
    }

    /**
     * Every value of one option that was given.
     *
     * @param name its name, without hyphens
     * @return in the order given; none if it was not given
     */
    public List<String> values(String name) {
        return options.getOrDefault(name, List.of());
    }

    /**
     * Whether an option was given.
     *
     * @param name its name, without hyphens
     * @return true if it was
     */
    public boolean has(String name) {
        return options.containsKey(name);
    }

    /**
     * A whole number given to an option.
     *
     * @param name its name, without hyphens
     * @return the number, or empty if it was not given and nothing holds by default
     */
    public Optional<Integer> count(String name) {
        return option(name).map(Integer::valueOf);
    }

    /**
     * A number given to an option.
     *
     * @param name its name, without hyphens
     * @return the number, or empty if it was not given and nothing holds by default
     */
    public Optional<Double> number(String name) {
        return option(name).map(Double::valueOf);
    }

    /**
     * A range given to an option.
     *
     * @param name its name, without hyphens
     * @return the range, or empty if it was not given and nothing holds by default
     */
    public Optional<Range> range(String name) {
        return option(name).map(Range::parse);
    }

    /** What it asks, but for the name that the answer gets: two calls that ask the same are one question. */
    String question() {
        Map<String, List<String>> asked = new LinkedHashMap<>(options);
        asked.remove(MagicSpec.AS.name());
        return spec.name() + " " + arguments + " " + asked + " " + body.orElse("");
    }
}
