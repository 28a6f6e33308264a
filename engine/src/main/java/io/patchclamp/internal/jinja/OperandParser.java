package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands behind a value: parts, places, calls, filters, tests. */
final class OperandParser {
    private final TokenStream in;
    private final ExpressionParser expressions;

    OperandParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Expression postfix(Expression owner) {
        Expression value = owner;
        while (true) {
            int line = in.line();
            if (in.skipOperator(".")) {
                value = member(value, line);
            } else if (in.skipOperator("[")) {
                value = subscript(value, line);
            } else if (in.now().isOperator("(")) {
                value = new Expression.Call(value, given(), line);
            } else {
                return value;
            }
        }
    }

    private Expression member(Expression owner, int line) {
        if (in.now().is(Token.Kind.INTEGER)) {
            return new Expression.Item(owner, new Expression.Constant(Numerals.whole(in.next())), line);
        }
        return new Expression.Attribute(
                owner, in.expect(Token.Kind.NAME, "a name or number after '.'").text(), line);
    }

    private Expression subscript(Expression owner, int line) {
        Expression first = in.now().isOperator(":") ? ExpressionParser.NONE : expressions.expression();
        if (in.now().isOperator(",")) {
            List<Expression> parts = new ArrayList<>(List.of(first));
            while (in.skipOperator(",")) {
                parts.add(expressions.expression());
            }
            in.expectOperator("]");
            return new Expression.Item(owner, new Expression.Items(parts, true), line);
        }
        if (in.skipOperator("]")) {
            return new Expression.Item(owner, first, line);
        }
        in.expectOperator(":");
        Expression last =
                in.now().isOperator(":") || in.now().isOperator("]") ? ExpressionParser.NONE : expressions.expression();
        Expression step =
                in.skipOperator(":") && !in.now().isOperator("]") ? expressions.expression() : ExpressionParser.NONE;
        in.expectOperator("]");
        return new Expression.Slice(owner, first, last, step, line);
    }

    Expression filtered(Expression input) {
        Expression value = input;
        while (true) {
            int line = in.line();
            if (in.now().isOperator("|")) {
                in.next();
                value = filter(value);
            } else if (in.skipName("is")) {
                value = test(value);
            } else if (in.now().isOperator("(")) {
                value = new Expression.Call(value, given(), line);
            } else {
                return value;
            }
        }
    }

    /** A filter, its bar already read. */
    Expression filter(Expression input) {
        int line = in.line();
        String name = dotted("a filter's name");
        Expression.Given given = in.now().isOperator("(") ? given() : Expression.Given.NOTHING;
        return new Expression.Filter(input, name, given, line);
    }

    private Expression test(Expression input) {
        int line = in.line();
        boolean negated = in.skipName("not");
        String name = dotted("a test's name");
        Expression.Given given = Expression.Given.NOTHING;
        Token now = in.now();
        if (now.isOperator("(")) {
            given = given();
        } else if (beginsOperand(now)) {
            if (now.isName("is")) {
                throw in.unexpected("and tests with 'is' cannot be chained");
            }
            given = new Expression.Given(
                    List.of(postfix(expressions.primary())), Map.of(), Optional.empty(), Optional.empty());
        }
        Expression test = new Expression.Test(input, name, given, line);
        return negated ? new Expression.Not(test) : test;
    }

    private static boolean beginsOperand(Token token) {
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !Set.of("else", "or", "and").contains(token.text());
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    private String dotted(String what) {
        StringBuilder name = new StringBuilder(in.expect(Token.Kind.NAME, what).text());
        while (in.skipOperator(".")) {
            name.append('.').append(in.expect(Token.Kind.NAME, what).text());
        }
        return name.toString();
    }

    private Expression.Given given() {
        in.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        Optional<Expression> spread = Optional.empty();
        Optional<Expression> spreadNamed = Optional.empty();
        boolean more = false;
        while (!in.now().isOperator(")")) {
            if (more) {
                in.expectOperator(",");
                if (in.now().isOperator(")")) {
                    break;
                }
            }
            if (spreadNamed.isEmpty() && in.skipOperator("**")) {
                spreadNamed = Optional.of(expressions.expression());
            } else if (spread.isEmpty() && spreadNamed.isEmpty() && in.skipOperator("*")) {
                spread = Optional.of(expressions.expression());
            } else if (spreadNamed.isEmpty()
                    && in.now().is(Token.Kind.NAME)
                    && in.after().isOperator("=")) {
                String name = in.next().text();
                in.next();
                named.put(name, expressions.expression());
            } else if (named.isEmpty() && spread.isEmpty() && spreadNamed.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw in.unexpected("which cannot follow the arguments before it");
            }
            more = true;
        }
        in.expectOperator(")");
        return new Expression.Given(positional, named, spread, spreadNamed);
    }
}
