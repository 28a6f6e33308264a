package io.patchclamp.view;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Coloured cells as an HTML table: hovering tells a cell's number, without a script. */
final class ShadesHtml {
    private static final String CELL = "min-width:1.6em;height:1.5em;padding:0 3px;text-align:center;font-size:75%;"
            + "white-space:pre;border:1px solid rgba(128,128,128,0.15);";

    private static final String RED = "178,24,43";
    private static final String BLUE = "33,102,172";
    private static final int KEY = 4;
    /** From here on white is read better than black; below it not even white paper is dark enough. */
    private static final double FULL_ENOUGH = 0.8;

    private static final Pattern FULL = Pattern.compile("full at ±?([^;,)\\s]+)");
    private static final String UPRIGHT = ";writing-mode:vertical-rl;transform:rotate(180deg);text-align:left";

    private ShadesHtml() {}

    static String of(Part.Shades shades) {
        StringBuilder html =
                new StringBuilder("<table style=\"border-collapse:collapse;margin:4px 0\"><thead><tr><th></th>");
        boolean upright = isUpright(shades);
        for (String column : shades.columns()) {
            html.append("<th style=\"font-weight:normal;font-size:75%;white-space:pre;padding:0 3px;text-align:center;"
                            + "vertical-align:bottom\">")
                    .append(upright ? "<span style=\"display:inline-block" + UPRIGHT + "\">" : "")
                    .append(Html.escape(column))
                    .append(upright ? "</span>" : "")
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (Part.Shades.Line line : shades.lines()) {
            // Pages stripe the rows of tables: behind colours that would look like a number.
            html.append(
                            "<tr style=\"background:none\"><th style=\"font-weight:normal;font-size:75%;text-align:right;padding:0 6px 0 0;"
                                    + "white-space:pre\">")
                    .append(Html.escape(line.name()))
                    .append("</th>");
            line.cells().forEach(cell -> html.append(cell(cell)));
            html.append("</tr>");
        }
        return html.append("</tbody></table>")
                .append(key(shades))
                .append("<div style=\"opacity:0.7;font-size:90%;margin:2px 0\">")
                .append(Html.escape(shades.legend()))
                .append("</div>")
                .toString();
    }

    /** Names are turned that would make columns far wider than what stands in them. */
    private static boolean isUpright(Part.Shades shades) {
        int widest = shades.lines().stream()
                .flatMap(line -> line.cells().stream())
                .mapToInt(cell -> cell.text().length())
                .max()
                .orElse(0);
        return shades.columns().stream().anyMatch(c -> c.length() > 2 * Math.max(4, widest));
    }

    /** What the colours mean, from the least to full, as the legend says it: with blue where a cell is below 0. */
    private static String key(Part.Shades shades) {
        Matcher limit = FULL.matcher(shades.legend());
        String full = limit.find() ? Html.escape(limit.group(1)) : "";
        boolean signed =
                shades.lines().stream().flatMap(line -> line.cells().stream()).anyMatch(cell -> cell.level() < 0);
        StringBuilder html = new StringBuilder("<div style=\"font-size:75%;margin:2px 0\"><span style=\"opacity:0.7\">")
                .append(signed ? "−" + full + " " : "0 ")
                .append("</span>");
        for (int i = signed ? -KEY : 0; i <= KEY; i++) {
            html.append(
                            "<span style=\"display:inline-block;width:1.4em;height:1.1em;line-height:1.1em;vertical-align:middle;"
                                    + "text-align:center;")
                    .append(background((double) i / KEY))
                    .append(signed && i == 0 ? "\">0</span>" : "\"></span>");
        }
        return html.append("<span style=\"opacity:0.7\"> ")
                .append(full.isEmpty() ? signed ? "+" : "full" : (signed ? "+" : "") + full)
                .append("</span></div>")
                .toString();
    }

    private static String background(double level) {
        return String.format(Locale.ROOT, "background:rgba(%s,%.2f)", level < 0 ? BLUE : RED, 0.85 * Math.abs(level));
    }

    private static String cell(Part.Shades.Shade cell) {
        double level = Double.isNaN(cell.level()) ? 0 : Math.max(-1, Math.min(1, cell.level()));
        String hover = cell.hover().isEmpty()
                ? ""
                : " title=\"" + Html.escape(cell.hover()).replace("\n", "&#10;") + "\"";
        return "<td" + hover + " style=\"" + CELL
                + background(level)
                + (Math.abs(level) > FULL_ENOUGH ? ";color:#fff" : "") + "\">"
                + Html.escape(cell.text()) + "</td>";
    }
}
