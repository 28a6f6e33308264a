package io.patchclamp.internal.jinja;

/** A text that is safe to stand in HTML: what is joined to it is escaped first. */
record Markup(String text) {
    static Markup escape(Object value) {
        return value instanceof Markup safe ? safe : new Markup(escaped(Values.print(value)));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    @Override
    public String toString() {
        return text;
    }
}
