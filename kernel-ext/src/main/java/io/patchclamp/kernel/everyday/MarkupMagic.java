package io.patchclamp.kernel.everyday;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;
import io.patchclamp.view.Bundle;

/** Shows the cell as what its text is: HTML, Markdown, LaTeX, SVG. */
final class MarkupMagic implements Magic {
    private final String name;
    private final String mime;
    private final String summary;
    private final String example;

    MarkupMagic(String name, String mime, String summary, String example) {
        this.name = name;
        this.mime = mime;
        this.summary = summary;
        this.example = example;
    }

    static List<Magic> all() {
        return List.of(
                new MarkupMagic("html", "text/html", "Shows the cell as HTML.", "<b>bold</b>"),
                new MarkupMagic("markdown", "text/markdown", "Shows the cell as Markdown.", "# A title"),
                new MarkupMagic("latex", "text/latex", "Shows the cell as LaTeX.", "$e^{i\\pi} = -1$"),
                new MarkupMagic(
                        "svg",
                        "image/svg+xml",
                        "Shows the cell as a picture in SVG.",
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><circle r=\"9\"/></svg>"));
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                name,
                MagicSpec.Kind.EITHER,
                summary,
                List.of(new MagicSpec.Argument(
                        "TEXT", "one line of it", false, MagicSpec.Extent.LINE, MagicSpec.Values.TEXT)),
                List.of(),
                "%%" + name + "\n" + example,
                "",
                Bundle.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String text = (call.argument("TEXT").map(t -> t + "\n").orElse("")
                        + call.body().orElse(""))
                .strip();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text);
        data.put(mime, text);
        return new Bundle(data, Map.of());
    }
}
