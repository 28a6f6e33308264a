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
        add(content, id, false);
    }

    /**
     * Adds a token.
     *
     * @param content its text; an empty one is never found
     * @param id its id
     * @param swallows whether the white space after it belongs to it
     */
    public void add(String content, int id, boolean swallows) {
        Node node = root;
        for (int i = 0; i < content.length(); i++) {
            node = node.next.computeIfAbsent(content.charAt(i), c -> new Node());
        }
        if (node != root) {
            node.id = id;
            node.swallows = swallows;
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
        boolean swallows = false;
        Node node = root;
        for (int i = start; i < text.length(); i++) {
            node = node.next.get(text.charAt(i));
            if (node == null) {
                break;
            }
            if (node.id >= 0) {
                longest = new Match(node.id, start, i + 1);
                swallows = node.swallows;
            }
        }
        return swallows ? new Match(longest.id, start, afterBlanks(text, longest.end)) : longest;
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && CodePoints.kind(text.codePointAt(at)) == CodePoints.SPACE) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** One found token. */
    record Match(int id, int start, int end) {}

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(2);
        private int id = -1;
        private boolean swallows;
    }
}
