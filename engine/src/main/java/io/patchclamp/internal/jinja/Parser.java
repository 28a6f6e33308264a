package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a template's blocks. */
final class Parser {
    private final TokenStream in;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(TokenStream in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
    }

    static List<Statement> parse(String source) {
        Parser parser = new Parser(new TokenStream(Lexer.tokens(source)));
        return parser.body(Set.of(), "", 0);
    }

    /** Statements up to a block of one of these names, whose name is the next token; or to the end. */
    private List<Statement> body(Set<String> ends, String opened, int line) {
        in.enter();
        List<Statement> all = new ArrayList<>();
        while (!in.now().is(Token.Kind.END)) {
            Token token = in.next();
            if (token.is(Token.Kind.DATA)) {
                all.add(new Statement.Text(token.text()));
            } else if (token.is(Token.Kind.VARIABLE_BEGIN)) {
                int at = in.line();
                all.add(new Statement.Print(expressions.tuple(true, "", false), at));
                in.expect(Token.Kind.VARIABLE_END, "'}}'");
            } else {
                if (in.now().is(Token.Kind.NAME) && ends.contains(in.now().text())) {
                    in.leave();
                    return all;
                }
                statement(all, ends, opened, line);
                in.expect(Token.Kind.BLOCK_END, "'%}'");
            }
        }
        if (!opened.isEmpty()) {
            throw TemplateFault.syntax("The block '" + opened + "' of line " + line + " is never closed", in.line());
        }
        in.leave();
        return all;
    }

    private List<Statement> block(String opened, int line, String... ends) {
        in.skipOperator(":");
        in.expect(Token.Kind.BLOCK_END, "'%}'");
        return body(Set.of(ends), opened, line);
    }

    /** A block that has one end, which is read. */
    private List<Statement> whole(String opened, int line) {
        List<Statement> body = block(opened, line, "end" + opened);
        in.next();
        return body;
    }

    private void statement(List<Statement> all, Set<String> ends, String opened, int line) {
        Token tag = in.expect(Token.Kind.NAME, "a block's name");
        switch (tag.text()) {
            case "if" -> all.add(condition(tag.line()));
            case "for" -> all.add(loop(tag.line()));
            case "set" -> all.add(set(tag.line()));
            case "macro" -> all.add(macro(tag.line()));
            case "call" -> all.add(call(tag.line()));
            case "filter" -> {
                Function<Expression, Expression> filters = filters(true);
                all.add(new Statement.Capture(Optional.empty(), whole("filter", tag.line()), filters, tag.line()));
            }
            case "with" -> all.add(with(tag.line()));
            case "generation" ->
                all.add(new Statement.Within(List.of(), List.of(), whole("generation", tag.line()), tag.line()));
            case "break", "continue" -> {
                if (loops == 0) {
                    throw TemplateFault.syntax("'" + tag.text() + "' is outside of a loop", tag.line());
                }
                all.add(new Statement.Leave(tag.text().equals("break") ? Statement.End.BREAK : Statement.End.CONTINUE));
            }
            case "print" -> print(all, tag.line());
            default -> throw unknown(tag, ends, opened, line);
        }
    }

    private static TemplateFault unknown(Token tag, Set<String> ends, String opened, int line) {
        boolean closes = tag.text().startsWith("end")
                || tag.text().equals("else")
                || tag.text().equals("elif");
        String why = closes
                ? opened.isEmpty()
                        ? "The block '" + tag.text() + "' closes nothing"
                        : "The block '" + opened + "' of line " + line + " is open, and '" + tag.text()
                                + "' does not go with it"
                : "The block '" + tag.text() + "' is not supported";
        return TemplateFault.syntax(why, tag.line());
    }

    private Statement condition(int line) {
        List<Expression> conditions = new ArrayList<>();
        List<List<Statement>> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        String end = "elif";
        while (end.equals("elif")) {
            conditions.add(expressions.tuple(false, "", false));
            branches.add(block("if", line, "elif", "else", "endif"));
            end = in.next().text();
        }
        if (end.equals("else")) {
            otherwise = block("if", line, "endif");
            in.next();
        }
        return new Statement.If(conditions, branches, otherwise, line);
    }

    private Statement loop(int line) {
        Target target = target("in");
        in.expectName("in");
        Expression items = expressions.tuple(false, "recursive", false);
        Optional<Expression> filter = in.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = in.skipName("recursive");
        loops++;
        List<Statement> body = block("for", line, "else", "endfor");
        loops--;
        List<Statement> otherwise = List.of();
        if (in.next().text().equals("else")) {
            otherwise = block("for", line, "endfor");
            in.next();
        }
        return new Statement.For(target, items, filter, recursive, body, otherwise, line);
    }

    private Statement set(int line) {
        Target target = target("");
        if (in.skipOperator("=")) {
            return new Statement.Assign(target, expressions.tuple(true, "", false), line);
        }
        Function<Expression, Expression> filters = filters(false);
        return new Statement.Capture(Optional.of(target), whole("set", line), filters, line);
    }

    /** Filters one after another; the first without a bar, if asked. */
    private Function<Expression, Expression> filters(boolean begun) {
        Function<Expression, Expression> all = Function.identity();
        boolean first = begun;
        while (first || in.skipOperator("|")) {
            first = false;
            Expression.Filter one = (Expression.Filter) expressions.filter(new Expression.Constant(""));
            all = all.andThen(input -> new Expression.Filter(input, one.name(), one.given(), one.line()));
        }
        return all;
    }

    private Statement macro(int line) {
        String name = in.expect(Token.Kind.NAME, "the macro's name").text();
        in.note();
        Parameters parameters = parameters();
        List<Statement> body = separate("macro", line);
        return new Statement.Define(parameters.signature(name, in.noted()), body);
    }

    private Statement call(int line) {
        in.note();
        Parameters parameters = in.now().isOperator("(") ? parameters() : new Parameters(List.of(), List.of());
        if (!(expressions.expression() instanceof Expression.Call called)) {
            throw TemplateFault.syntax("'call' needs a macro to call", line);
        }
        List<Statement> body = separate("call", line);
        return new Statement.CallWith(parameters.signature("caller", in.noted()), body, called);
    }

    /** A body that no loop around it can be left from. */
    private List<Statement> separate(String opened, int line) {
        int around = loops;
        loops = 0;
        List<Statement> body = whole(opened, line);
        loops = around;
        return body;
    }

    private record Parameters(List<String> names, List<Expression> defaults) {
        Macro.Signature signature(String name, Set<String> used) {
            used.retainAll(Set.of("caller", "varargs", "kwargs"));
            return new Macro.Signature(name, names, defaults, used);
        }
    }

    private Parameters parameters() {
        in.expectOperator("(");
        List<String> names = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        while (!in.now().isOperator(")")) {
            if (!names.isEmpty()) {
                in.expectOperator(",");
            }
            names.add(in.expect(Token.Kind.NAME, "a parameter's name").text());
            if (in.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw in.unexpected("but a parameter without a default cannot follow one that has it");
            }
        }
        in.expectOperator(")");
        return new Parameters(names, defaults);
    }

    private Statement with(int line) {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!in.now().is(Token.Kind.BLOCK_END) && !in.now().isOperator(":")) {
            if (!targets.isEmpty()) {
                in.expectOperator(",");
            }
            targets.add(target("="));
            in.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Statement.Within(targets, values, whole("with", line), line);
    }

    private void print(List<Statement> all, int line) {
        do {
            all.add(new Statement.Print(expressions.expression(), line));
        } while (in.skipOperator(","));
    }

    private Target target(String end) {
        List<Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (!targets.isEmpty()
                    && (in.now().isName(end)
                            || in.now().isOperator("=")
                            || in.now().isOperator(")"))) {
                break;
            }
            targets.add(one());
            several |= in.now().isOperator(",");
        } while (in.skipOperator(","));
        return several ? new Target.Several(targets) : targets.get(0);
    }

    private Target one() {
        if (in.skipOperator("(")) {
            Target inner = target(")");
            in.expectOperator(")");
            return inner;
        }
        Token name = in.expect(Token.Kind.NAME, "a name to set");
        if (Set.of("true", "True", "false", "False", "none", "None").contains(name.text())) {
            throw TemplateFault.syntax("'" + name.text() + "' cannot be set", name.line());
        }
        if (in.skipOperator(".")) {
            return new Target.Member(
                    name.text(), in.expect(Token.Kind.NAME, "a name after '.'").text());
        }
        return new Target.Variable(name.text());
    }
}
