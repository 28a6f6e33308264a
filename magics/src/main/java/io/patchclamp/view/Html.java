package io.patchclamp.view;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.patchclamp.figure.Figure;

/** A part tree as HTML: inline style only, colours taken from the page, no script, nothing fetched. */
final class Html {
    private static final String MUTED = "opacity:0.7;font-size:90%";
    private static final String MONO = "font-family:var(--jp-code-font-family,monospace)";
    private static final String WRAPPED = MONO + ";margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere;"
            + "word-break:normal;max-height:24em;overflow-y:auto";
    /** In a table of more columns, text of more characters gets room of its own: the table scrolls. */
    private static final int WIDE = 10;

    private static final int LONG = 20;
    private static final String LINE = "1px solid rgba(128,128,128,0.35)";
    private static final String CELL = "text-align:%s;vertical-align:top;white-space:pre-wrap;padding:1px 8px";

    private static final String CARD = "max-width:100%;height:auto;margin:4px 0;background:#fff;border-radius:8px;"
            + "box-shadow:0 0 0 1px rgba(128,128,128,0.35)";

    private Html() {}

    static String of(Part part) {
        return "<div style=\"color:inherit;max-width:100%;overflow-x:auto\">" + inner(part) + "</div>";
    }

    private static String inner(Part part) {
        if (part instanceof Part.Heading heading) {
            return element("div", "font-weight:bold;margin:4px 0", heading.text());
        } else if (part instanceof Part.Paragraph paragraph) {
            return element("div", "margin:2px 0;white-space:pre-wrap", paragraph.text());
        } else if (part instanceof Part.Note note) {
            return element("div", MUTED + ";margin:2px 0;white-space:pre-wrap", note.text());
        } else if (part instanceof Part.Preformatted preformatted) {
            return element("pre", MONO + ";margin:4px 0;white-space:pre", preformatted.text());
        } else if (part instanceof Part.Printed printed) {
            return printed.better().map(Html::inner).orElseGet(() -> element("pre", WRAPPED, printed.text()));
        } else if (part instanceof Part.Facts facts) {
            return facts(facts.entries());
        } else if (part instanceof Part.Grid grid) {
            return grid(grid);
        } else if (part instanceof Part.Shades shades) {
            return ShadesHtml.of(shades);
        } else if (part instanceof Part.Strip strip) {
            return strip(strip);
        } else if (part instanceof Part.Folded folded) {
            return "<details style=\"margin:2px 0\"><summary style=\"" + MUTED + ";cursor:pointer\">"
                    + escape(folded.title()) + "</summary>" + inner(folded.inside()) + "</details>";
        } else if (part instanceof Part.Picture picture) {
            return picture(picture.figure());
        } else if (part instanceof Part.Side side) {
            return "<div style=\"display:flex;flex-wrap:wrap;gap:8px\">"
                    + side.parts().stream()
                            .map(p -> "<div>" + inner(p) + "</div>")
                            .collect(Collectors.joining())
                    + "</div>";
        }
        return ((Part.Stack) part).parts().stream().map(Html::inner).collect(Collectors.joining());
    }

    /** The picture itself, not a link to it: a card of white paper, on a dark page as on a light one. */
    private static String picture(Figure figure) {
        return "<img style=\"" + CARD + "\" width=\"" + figure.cssWidth() + "\" height=\""
                + figure.cssHeight() + "\" alt=\"" + escape(figure.text()).replace("\"", "&quot;")
                + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(figure.png()) + "\">";
    }

    private static String facts(Map<String, String> entries) {
        String rows = entries.entrySet().stream()
                .map(e -> "<tr>"
                        + cell("th", "left;font-weight:normal;opacity:0.7", e.getKey())
                        + cell("td", "left", e.getValue()) + "</tr>")
                .collect(Collectors.joining());
        return "<table style=\"border-collapse:collapse;margin:4px 0\"><tbody>" + rows + "</tbody></table>";
    }

    private static String grid(Part.Grid grid) {
        StringBuilder text = new StringBuilder(
                "<table style=\"border-collapse:collapse;margin:4px 0\"><thead><tr style=\"border-bottom:" + LINE
                        + "\">");
        for (int c = 0; c < grid.header().size(); c++) {
            String kind = grid.kinds().isEmpty()
                    ? ""
                    : "<br>"
                            + element(
                                    "span",
                                    "font-weight:normal;" + MUTED,
                                    grid.kinds().get(c));
            text.append(cell("th", align(grid, c), grid.header().get(c)).replace("</th>", kind + "</th>"));
        }
        text.append("</tr></thead><tbody>");
        for (List<String> row : grid.rows()) {
            text.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                boolean squeezed = grid.header().size() > WIDE && row.get(c).length() > LONG;
                text.append(cell("td", align(grid, c) + (squeezed ? ";min-width:14em" : ""), row.get(c)));
            }
            text.append("</tr>");
        }
        return text.append("</tbody></table>").toString();
    }

    private static String align(Part.Grid grid, int column) {
        return PlainText.isNumeric(grid, column) ? "right" : "left";
    }

    private static String cell(String tag, String align, String text) {
        return element(tag, String.format(Locale.ROOT, CELL, align), text);
    }

    private static String strip(Part.Strip strip) {
        return "<div style=\"" + MONO + ";line-height:1.5;margin:4px 0\">"
                + strip.chips().stream().map(Html::chip).collect(Collectors.joining())
                + "</div>";
    }

    private static String chip(Part.Chip chip) {
        String title =
                chip.hover().isEmpty() ? "" : " title=\"" + escape(chip.hover()).replace("\n", "&#10;") + "\"";
        String below = chip.below().isEmpty()
                ? ""
                : "<br><span style=\"font-size:70%;opacity:0.65\">" + escape(chip.below()) + "</span>";
        return "<span" + title + " style=\"display:inline-block;vertical-align:top;text-align:center;white-space:pre;"
                + "margin:1px;padding:0 3px;border:" + LINE + ";border-radius:3px;"
                + String.format(Locale.ROOT, "background:rgba(64,128,224,%.2f)", 0.5 * chip.shade())
                + "\">" + escape(chip.visible()) + below + "</span>";
    }

    private static String element(String tag, String style, String text) {
        return "<" + tag + " style=\"" + style + "\">" + escape(text) + "</" + tag + ">";
    }

    /** Text that is safe between tags and inside a quoted attribute. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isText(c) ? c : '\uFFFD');
            }
        }
        return safe.toString();
    }

    /** Control characters have no place in HTML. */
    private static boolean isText(char c) {
        return c >= ' ' && c != 0x7F || c == '\n' || c == '\t';
    }
}
