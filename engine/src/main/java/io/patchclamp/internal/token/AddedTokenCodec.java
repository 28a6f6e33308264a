package io.patchclamp.internal.token;

/** What both kinds of byte pairs share: marks around the text, and added tokens cut out of it before it is split. */
abstract class AddedTokenCodec implements TextCodec {
    private final AddedTokens added;
    private final Marks marks;

    AddedTokenCodec(AddedTokens added, Marks marks) {
        this.added = added;
        this.marks = marks;
    }

    /** Splits the text between two added tokens. */
    abstract void split(String text, int from, int to, Symbols out);

    @Override
    public final Pieces encode(String raw, boolean withMarks) {
        String text = Utf8.wellFormed(raw);
        Symbols out = new Symbols();
        if (withMarks && marks.begin() != Marks.NONE) {
            out.add(marks.begin(), 0, 0);
        }
        int at = 0;
        for (AddedTokens.Match next = added.find(text, 0); next != null; next = added.find(text, at)) {
            if (next.start() > at) {
                split(text, at, next.start(), out);
            }
            out.add(next.id(), next.start(), next.end());
            at = next.end();
        }
        if (at < text.length()) {
            split(text, at, text.length(), out);
        }
        if (withMarks && marks.end() != Marks.NONE) {
            out.add(marks.end(), text.length(), text.length());
        }
        return out.toPieces();
    }
}
