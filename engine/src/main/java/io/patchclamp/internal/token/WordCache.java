package io.patchclamp.internal.token;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The splits of short words seen before. Emptied when full: a text repeats its words soon or not at all. */
final class WordCache {
    private static final int WORDS = 16_384;
    private static final int LONGEST = 48;

    private final ConcurrentMap<String, Pieces> words = new ConcurrentHashMap<>();

    Pieces get(String word) {
        return words.get(word);
    }

    void put(String word, Pieces pieces) {
        if (word.length() > LONGEST) {
            return;
        }
        if (words.size() >= WORDS) {
            words.clear();
        }
        words.put(word, pieces);
    }

    int size() {
        return words.size();
    }
}
