package io.patchclamp.internal.jinja;

/** A piece of a template's text. */
record Token(Kind kind, String text, int line) {
    enum Kind {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isOperator(String symbol) {
        return kind == Kind.OPERATOR && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case END -> "the template's end";
            case VARIABLE_END -> "'}}'";
            case BLOCK_END -> "'%}'";
            case VARIABLE_BEGIN -> "'{{'";
            case BLOCK_BEGIN -> "'{%'";
            case STRING -> Repr.of(text);
            default -> "'" + text + "'";
        };
    }
}
