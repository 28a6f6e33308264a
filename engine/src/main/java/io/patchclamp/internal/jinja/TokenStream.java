package io.patchclamp.internal.jinja;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tokens still to be read. */
final class TokenStream {
    private static final int DEPTH = 150;

    private final List<Token> tokens;
    private final Deque<Set<String>> names = new ArrayDeque<>();
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token now() {
        return tokens.get(at);
    }

    Token after() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    int line() {
        return now().line();
    }

    Token next() {
        Token token = now();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skipOperator(String symbol) {
        boolean there = now().isOperator(symbol);
        if (there) {
            next();
        }
        return there;
    }

    boolean skipName(String name) {
        boolean there = now().isName(name);
        if (there) {
            next();
        }
        return there;
    }

    Token expect(Token.Kind kind, String what) {
        if (!now().is(kind)) {
            throw unexpected("expected " + what);
        }
        return next();
    }

    void expectOperator(String symbol) {
        if (!skipOperator(symbol)) {
            throw unexpected("expected '" + symbol + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("expected '" + name + "'");
        }
    }

    TemplateFault unexpected(String wanted) {
        return TemplateFault.syntax(
                "Found " + now().shown() + (wanted.isEmpty() ? ", which does not belong there" : ", " + wanted),
                line());
    }

    void enter() {
        if (++depth > DEPTH) {
            throw TemplateFault.syntax("It nests more than " + DEPTH + " deep", line());
        }
    }

    void leave() {
        depth--;
    }

    /** Begins to note which names are read; ends with {@link #noted}. */
    void note() {
        names.push(new HashSet<>());
    }

    void read(String name) {
        names.forEach(set -> set.add(name));
    }

    Set<String> noted() {
        return names.pop();
    }
}
