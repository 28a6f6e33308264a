package io.patchclamp.internal.jinja;

import java.util.function.IntPredicate;

/** What Python asks of characters. */
final class Characters {
    private Characters() {}

    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    /** True if there is a character and all are of the kind. */
    static boolean all(String text, IntPredicate kind) {
        return !text.isEmpty() && text.codePoints().allMatch(kind);
    }

    /** True if a cased character is of the kind and none is not. */
    static boolean allCased(String text, IntPredicate kind) {
        return text.codePoints().anyMatch(Characters::isCased)
                && text.codePoints().filter(Characters::isCased).allMatch(kind);
    }

    static boolean isTitle(String text) {
        boolean before = false;
        boolean any = false;
        for (int c : text.codePoints().toArray()) {
            boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
            if (upper && before || Character.isLowerCase(c) && !before) {
                return false;
            }
            before = isCased(c);
            any |= before;
        }
        return any;
    }

    static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
                && text.codePoints().allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c));
    }
}
