package io.patchclamp.figure;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;

/** Fonts, measures, and what to write for a character that no font here can draw. */
final class Lettering {
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font WARNING = new Font(Font.SANS_SERIF, Font.BOLD, 11);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);

    /** Fixed, so that the layout is the same on every screen. */
    static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    private static final int LONGEST_TOKEN = 14;

    private static final char LEFT_TO_RIGHT = '\u200e';

    private static final Pattern TIED =
            Pattern.compile("(?<=n = [0-9,]{1,9}) | (%|[=≤<±] (?=[-−.0-9]))|(?<=[*]) (?=p )|(?<=seed) (?=[0-9])");

    private Lettering() {}

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, MEASURE).getWidth();
    }

    /** Fails with advice, rather than from the depths of AWT, where Java finds no font. */
    static void requireFonts() {
        try {
            width("0", LABEL);
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            throw withoutFonts(noFonts);
        }
    }

    static PatchclampException withoutFonts(Throwable cause) {
        return new PatchclampException(
                "Java finds no font to letter the picture with.",
                "install fontconfig and a font (Debian: apt-get install fontconfig fonts-dejavu-core)",
                cause);
    }

    /** A token as it can be drawn: at most 14 characters, what no font has as its code point. */
    static String token(String visible) {
        return shortened(visible, true);
    }

    /** A token as it can be read in a text: at most 14 characters. */
    static String shortened(String visible) {
        return shortened(visible, false);
    }

    private static String shortened(String visible, boolean drawn) {
        if (visible.isEmpty()) {
            return "⟨empty⟩";
        }
        List<String> signs = signs(visible, drawn);
        int length = length(signs);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < signs.size(); i++) {
            if (i > 0 && length > LONGEST_TOKEN && length(signs.subList(0, i + 1)) > LONGEST_TOKEN - 1) {
                return text.append('…').toString();
            }
            text.append(signs.get(i));
        }
        return text.toString();
    }

    /** How many characters these take, one each, but as many as it has for an escape. */
    private static int length(List<String> signs) {
        return signs.stream().mapToInt(s -> s.codePointCount(0, s.length())).sum();
    }

    /** The same in a line that runs to the right, also where it begins with a name that does not: what follows stands behind. */
    static String leftToRight(String text) {
        return Bidi.requiresBidi(text.toCharArray(), 0, text.length()) ? LEFT_TO_RIGHT + text : text;
    }

    /** A text of any length as it can be drawn. */
    static String drawable(String text) {
        return String.join("", signs(text, true));
    }

    private static List<String> signs(String text, boolean drawn) {
        List<String> signs = new ArrayList<>();
        text.codePoints().forEach(c -> signs.add(sign(c, drawn)));
        return signs;
    }

    private static String sign(int c, boolean drawn) {
        return switch (c) {
            case '\n' -> "⏎";
            case '\t' -> "⇥";
            default ->
                isText(c) && (!drawn || LABEL.canDisplay(c))
                        ? Character.toString(c)
                        : String.format(Locale.ROOT, "⟨U+%04X⟩", c);
        };
    }

    /** Whether a character can stand in a line: controls and marks that turn the line around cannot. */
    private static boolean isText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /**
     * Lines no wider than asked, broken at spaces, and inside a word only where it is too long for a line. What belongs to a
     * number stays with it: {@code n = 47}, {@code 95 %}.
     */
    static List<String> wrap(String text, Font font, double width) {
        return broken(text, font, width).stream()
                .map(line -> line.replace('\u00a0', ' '))
                .toList();
    }

    private static String tied(String text) {
        return TIED.matcher(text).replaceAll(part -> part.group().replace(' ', '\u00a0'));
    }

    private static List<String> broken(String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : tied(text.strip()).split("\\s+")) {
            String rest = word;
            String longer = line.length() == 0 ? word : line + " " + word;
            if (width(longer, font) <= width) {
                line.setLength(0);
                line.append(longer);
                continue;
            }
            if (line.length() > 0) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (width(rest, font) > width) {
                int cut = fitting(rest, font, width);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            line.append(rest);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** The text, or its beginning with an ellipsis where it is too long. */
    static String clip(String text, Font font, double width) {
        if (width(text, font) <= width) {
            return text;
        }
        return text.substring(0, fitting(text, font, width - width("…", font))) + "…";
    }

    /** The same with the ellipsis before the last letters, which tell names apart that begin alike. */
    static String shortened(String text, Font font, double width) {
        int tail = text.offsetByCodePoints(text.length(), -Math.min(5, text.codePointCount(0, text.length())));
        String end = text.substring(tail);
        return width(text, font) <= width || width("…" + end, font) > width / 2
                ? clip(text, font, width)
                : text.substring(0, fitting(text, font, width - width("…" + end, font))) + "…" + end;
    }

    private static int fitting(String text, Font font, double width) {
        int cut = text.offsetByCodePoints(0, 1);
        while (cut < text.length()) {
            int next = text.offsetByCodePoints(cut, 1);
            if (width(text.substring(0, next), font) > width) {
                break;
            }
            cut = next;
        }
        return cut;
    }
}
