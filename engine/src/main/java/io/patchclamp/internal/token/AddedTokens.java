package io.patchclamp.internal.token;

import java.util.HashMap;
import java.util.Map;

/** Tokens that are found in the text before anything else: the leftmost first, of several there the longest. */
public final class AddedTokens {
    private final Node root = new Node();
    private boolean empty = true;

    /**
     * Adds a token.
     *
     * @param content its text; an empty one is never found
     * @param id its id
     */
    public void add(String content, int id) {
        Node node = root;
        for (int i = 0; i < content.length(); i++) {
            node = node.next.computeIfAbsent(content.charAt(i), c -> new Node());
        }
        if (node != root) {
            node.id = id;
            empty = false;
        }
    }

    /** The first match at or after {@code from}, or null. */
    Match find(String text, int from) {
        for (int start = from; !empty && start < text.length(); start++) {
            Match match = at(text, start);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    private Match at(String text, int start) {
        Match longest = null;
        Node node = root;
        for (int i = start; i < text.length(); i++) {
            node = node.next.get(text.charAt(i));
            if (node == null) {
                break;
            }
            if (node.id >= 0) {
                longest = new Match(node.id, start, i + 1);
            }
        }
        return longest;
    }

    /** One found token. */
    record Match(int id, int start, int end) {}

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(2);
        private int id = -1;
    }
}
