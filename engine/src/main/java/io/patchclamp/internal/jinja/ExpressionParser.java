package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions, with Jinja's precedences. */
final class ExpressionParser {
    private static final Set<String> ORDERS = Set.of("==", "!=", "<", "<=", ">", ">=");
    static final Expression NONE = new Expression.Constant(null);

    private final TokenStream in;
    private final OperandParser operands;

    ExpressionParser(TokenStream in) {
        this.in = in;
        this.operands = new OperandParser(in, this);
    }

    /** A filter, its bar already read. */
    Expression filter(Expression input) {
        return operands.filter(input);
    }

    /** An expression, or several with commas between, which are a tuple. */
    Expression tuple(boolean choices, String end, boolean brackets) {
        List<Expression> items = new ArrayList<>();
        boolean several = false;
        while (true) {
            if (!items.isEmpty()) {
                in.expectOperator(",");
            }
            if (endsTuple(end)) {
                break;
            }
            items.add(choices ? expression() : or());
            if (!in.now().isOperator(",")) {
                break;
            }
            several = true;
        }
        if (several || items.isEmpty() && brackets) {
            return new Expression.Items(List.copyOf(items), true);
        }
        if (items.isEmpty()) {
            throw in.unexpected("expected an expression");
        }
        return items.get(0);
    }

    private boolean endsTuple(String end) {
        Token now = in.now();
        return now.is(Token.Kind.VARIABLE_END)
                || now.is(Token.Kind.BLOCK_END)
                || now.isOperator(")")
                || !end.isEmpty() && now.isName(end);
    }

    Expression expression() {
        in.enter();
        int line = in.line();
        Expression value = or();
        while (in.skipName("if")) {
            Expression condition = or();
            Optional<Expression> otherwise = in.skipName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Expression.Choice(condition, value, otherwise, line);
        }
        in.leave();
        return value;
    }

    Expression or() {
        Expression left = and();
        while (in.skipName("or")) {
            left = new Expression.Logic(false, left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.skipName("and")) {
            left = new Expression.Logic(true, left, not());
        }
        return left;
    }

    private Expression not() {
        if (in.skipName("not")) {
            in.enter();
            Expression negated = new Expression.Not(not());
            in.leave();
            return negated;
        }
        return comparison();
    }

    private Expression comparison() {
        int line = in.line();
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            if (in.now().is(Token.Kind.OPERATOR) && ORDERS.contains(in.now().text())) {
                operators.add(in.next().text());
            } else if (in.skipName("in")) {
                operators.add("in");
            } else if (in.now().isName("not") && in.after().isName("in")) {
                in.next();
                in.next();
                operators.add("not in");
            } else {
                break;
            }
            others.add(sum());
        }
        return operators.isEmpty() ? first : new Expression.Comparison(first, operators, others, line);
    }

    private Expression sum() {
        return binary(Set.of("+", "-"), this::concatenation);
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (in.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.Concatenation(parts);
    }

    private Expression product() {
        return binary(Set.of("*", "/", "//", "%"), () -> binary(Set.of("**"), () -> signed(true)));
    }

    private Expression binary(Set<String> operators, Supplier<Expression> operand) {
        Expression left = operand.get();
        while (in.now().is(Token.Kind.OPERATOR) && operators.contains(in.now().text())) {
            Token operator = in.next();
            left = new Expression.Binary(operator.text(), left, operand.get(), operator.line());
        }
        return left;
    }

    private Expression signed(boolean filters) {
        in.enter();
        boolean minus = in.now().isOperator("-");
        Expression value;
        if (minus || in.now().isOperator("+")) {
            in.next();
            value = new Expression.Sign(minus, signed(false));
        } else {
            value = primary();
        }
        value = operands.postfix(value);
        if (filters) {
            value = operands.filtered(value);
        }
        in.leave();
        return value;
    }

    Expression primary() {
        Token token = in.now();
        switch (token.kind()) {
            case NAME:
                in.next();
                return name(token);
            case STRING:
                StringBuilder text = new StringBuilder();
                while (in.now().is(Token.Kind.STRING)) {
                    text.append(in.next().text());
                }
                return new Expression.Constant(text.toString());
            case INTEGER:
                return new Expression.Constant(Numerals.whole(in.next()));
            case FLOAT:
                return new Expression.Constant(Numerals.fraction(in.next()));
            default:
                break;
        }
        if (in.skipOperator("(")) {
            Expression inner = tuple(true, "", true);
            in.expectOperator(")");
            return inner;
        }
        if (in.skipOperator("[")) {
            return new Expression.Items(until("]", this::expression), false);
        }
        if (in.skipOperator("{")) {
            return dict();
        }
        throw in.unexpected("expected a value");
    }

    private Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Constant(true);
            case "false", "False" -> new Expression.Constant(false);
            case "none", "None" -> NONE;
            default -> {
                in.read(token.text());
                yield new Expression.Name(token.text(), token.line());
            }
        };
    }

    private Expression dict() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = until("}", () -> {
            keys.add(expression());
            in.expectOperator(":");
            return expression();
        });
        return new Expression.Dict(keys, values);
    }

    /** Several with commas between, perhaps one behind the last. */
    private List<Expression> until(String end, Supplier<Expression> one) {
        List<Expression> all = new ArrayList<>();
        while (!in.now().isOperator(end)) {
            if (!all.isEmpty()) {
                in.expectOperator(",");
                if (in.now().isOperator(end)) {
                    break;
                }
            }
            all.add(one.get());
        }
        in.expectOperator(end);
        return all;
    }
}
