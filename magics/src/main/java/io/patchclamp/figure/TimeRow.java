package io.patchclamp.figure;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What is written along time.
 *
 * @param count how many tokens there are
 * @param tokens one each, or none at all
 * @param promptRows how many of them are the prompt; all where nothing is generated
 * @param note what is written behind a token, empty for nothing
 */
record TimeRow(int count, List<String> tokens, int promptRows, IntFunction<String> note) {
    /** A token in words: its index and what it is. */
    String name(int row) {
        return tokens.isEmpty() ? "token " + row : "'" + row + " " + Lettering.shortened(tokens.get(row)) + "'";
    }

    boolean generates() {
        return promptRows < count;
    }

    /** For a caption: which tokens are which, empty where nothing is generated. */
    String words() {
        if (!generates()) {
            return "";
        }
        return promptRows == 0
                ? "all tokens are generated"
                : "tokens " + range(0, promptRows) + " are the prompt, " + range(promptRows, count) + " generated";
    }

    private static String range(int from, int to) {
        return to - from == 1 ? Integer.toString(from) : from + "–" + (to - 1);
    }
}
