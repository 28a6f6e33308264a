package io.patchclamp.kernel.complete;

/** A documentation comment as plain text. */
final class Javadoc {
    private Javadoc() {}

    static String text(String comment) {
        return comment.replaceAll("\\{@(?:code|link|linkplain|literal|value)\\s+([^}]*)}", "$1")
                .replaceAll("(?i)<li>\\s*", "- ")
                .replaceAll("(?i)</?(?:p|br|ul|ol|h[1-6]|blockquote|pre|dl|dd|dt|table|tr)[^>]*>", "\n")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }
}
