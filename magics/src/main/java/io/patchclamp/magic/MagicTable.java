package io.patchclamp.magic;

import java.util.List;
import java.util.stream.Collectors;

/** The table of magics that stands in the README. */
public final class MagicTable {
    private MagicTable() {}

    /**
     * The table.
     *
     * @param specs the magics, in order
     * @return Markdown: one row a magic, with its synopsis and what it gives
     */
    public static String markdown(List<MagicSpec> specs) {
        String rows = specs.stream()
                .map(spec -> "| `" + cell(spec.synopsis()) + "` | " + cell(spec.summary()) + " |\n")
                .collect(Collectors.joining());
        return "| magic | what you get |\n|---|---|\n" + rows;
    }

    /**
     * A page with a table brought up to date, which stands between {@code <!-- MARK:begin -->} and
     * {@code <!-- MARK:end -->}.
     *
     * @param page the page's text
     * @param mark such as {@code magics}
     * @param specs the magics, in order
     * @return the page; as it was if it has no such marks
     */
    public static String update(String page, String mark, List<MagicSpec> specs) {
        String opening = "<!-- " + mark + ":begin -->";
        int begin = page.indexOf(opening);
        int end = page.indexOf("<!-- " + mark + ":end -->");
        if (begin < 0 || end < begin) {
            return page;
        }
        return page.substring(0, begin + opening.length()) + "\n" + markdown(specs) + page.substring(end);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("[--as NAME]", "").stripTrailing();
    }
}
