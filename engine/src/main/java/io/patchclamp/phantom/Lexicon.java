package io.patchclamp.phantom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words all phantoms know. Each is two tokens: with a space before it, and without. */
final class Lexicon {
    static final Lexicon ENGLISH = read();

    private final Map<String, List<String>> lists;
    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();

    private Lexicon(Map<String, List<String>> lists) {
        this.lists = lists;
        Set<String> all = new LinkedHashSet<>();
        for (List<String> list : lists.values()) {
            list.forEach(word -> all.add(" " + word));
        }
        for (List<String> list : lists.values()) {
            // a single character is a byte already
            list.stream().filter(word -> word.length() > 1).forEach(all::add);
        }
        words = List.copyOf(all);
        for (int i = 0; i < words.size(); i++) {
            ids.put(words.get(i), Blueprint.FIRST_WORD + i);
        }
    }

    private static Lexicon read() {
        try (InputStream in = Lexicon.class.getResourceAsStream("words.txt")) {
            Map<String, List<String>> lists = new java.util.LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(" ")))
                    .forEach(line -> lists.put(line.get(0), line.subList(1, line.size())));
            return new Lexicon(lists);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words without spaces. */
    List<String> list(String name) {
        return lists.get(name);
    }

    /** All tokens that are words. */
    List<String> words() {
        return words;
    }

    /** The tokens a word is: with a space before it, and without. */
    int[] tokens(String word) {
        int spaced = ids.get(" " + word);
        int bare = word.length() == 1 ? Blueprint.FIRST_BYTE + word.charAt(0) : ids.get(word);
        return new int[] {spaced, bare};
    }

    /** The tokens of several lists, spaced before bare. */
    List<int[]> tokens(List<String> some) {
        List<int[]> out = new ArrayList<>();
        some.forEach(word -> out.add(tokens(word)));
        return out;
    }
}
