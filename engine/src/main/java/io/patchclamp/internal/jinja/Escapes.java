package io.patchclamp.internal.jinja;

/** Backslashes in a template's texts, as Python reads them: one that means nothing stands for itself. */
final class Escapes {
    private static final String SINGLE = "abfnrtv\\'\"";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\'\"";

    private Escapes() {}

    static String read(String text, int line) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                i++;
                continue;
            }
            i = escape(text, i + 1, out, line);
        }
        return out.toString();
    }

    private static int escape(String text, int at, StringBuilder out, int line) {
        char c = text.charAt(at);
        int known = SINGLE.indexOf(c);
        if (known >= 0) {
            out.append(MEANING.charAt(known));
            return at + 1;
        }
        switch (c) {
            case '\n':
                return at + 1;
            case 'x':
                return hex(text, at, 2, out, line);
            case 'u':
                return hex(text, at, 4, out, line);
            case 'U':
                return hex(text, at, 8, out, line);
            default:
                break;
        }
        int end = at;
        while (end < text.length() && end < at + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            end++;
        }
        if (end > at) {
            out.appendCodePoint(Integer.parseInt(text.substring(at, end), 8));
            return end;
        }
        out.append('\\').append(c);
        return at + 1;
    }

    private static int hex(String text, int at, int digits, StringBuilder out, int line) {
        int end = at + 1 + digits;
        try {
            int code = Integer.parseInt(text.substring(at + 1, Math.min(end, text.length())), 16);
            if (end > text.length() || !Character.isValidCodePoint(code)) {
                throw new NumberFormatException();
            }
            out.appendCodePoint(code);
            return end;
        } catch (NumberFormatException e) {
            throw TemplateFault.syntax(
                    "'\\" + text.substring(at, Math.min(end, text.length())) + "' in a text is no character", line);
        }
    }
}
