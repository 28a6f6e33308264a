package io.patchclamp.view;

import java.util.Locale;

/** Coloured cells as an HTML table: hovering tells a cell's number, without a script. */
final class ShadesHtml {
    private static final String CELL = "min-width:1.6em;height:1.5em;padding:0 3px;text-align:center;font-size:75%;"
            + "white-space:pre;border:1px solid rgba(128,128,128,0.15);";

    private ShadesHtml() {}

    static String of(Part.Shades shades) {
        StringBuilder html =
                new StringBuilder("<table style=\"border-collapse:collapse;margin:4px 0\"><thead><tr><th></th>");
        for (String column : shades.columns()) {
            html.append("<th style=\"font-weight:normal;font-size:75%;white-space:pre;padding:0 3px;text-align:center;"
                            + "vertical-align:bottom\">")
                    .append(Html.escape(column))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (Part.Shades.Line line : shades.lines()) {
            html.append("<tr><th style=\"font-weight:normal;font-size:75%;text-align:right;padding:0 6px 0 0;"
                            + "white-space:pre\">")
                    .append(Html.escape(line.name()))
                    .append("</th>");
            line.cells().forEach(cell -> html.append(cell(cell)));
            html.append("</tr>");
        }
        return html.append("</tbody></table><div style=\"opacity:0.7;font-size:90%;margin:2px 0\">")
                .append(Html.escape(shades.legend()))
                .append("</div>")
                .toString();
    }

    private static String cell(Part.Shades.Shade cell) {
        double level = Double.isNaN(cell.level()) ? 0 : Math.max(-1, Math.min(1, cell.level()));
        String colour = level < 0 ? "33,102,172" : "178,24,43";
        String hover = cell.hover().isEmpty()
                ? ""
                : " title=\"" + Html.escape(cell.hover()).replace("\n", "&#10;") + "\"";
        return "<td" + hover + " style=\"" + CELL
                + String.format(Locale.ROOT, "background:rgba(%s,%.2f)", colour, 0.85 * Math.abs(level))
                + (Math.abs(level) > 0.6 ? ";color:#fff" : "") + "\">"
                + Html.escape(cell.text()) + "</td>";
    }
}
