package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a template that has a value. */
sealed interface Expression {
    Object value(Frame frame);

    /** A literal. */
    record Constant(Object constant) implements Expression {
        @Override
        public Object value(Frame frame) {
            return constant;
        }
    }

    /** A variable. */
    record Name(String name, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            return frame.at(line).find(name);
        }
    }

    /** {@code [a, b]}, or with tuple {@code (a, b)}. */
    record Items(List<Expression> items, boolean tuple) implements Expression {
        @Override
        public Object value(Frame frame) {
            return tuple ? new Tuple(list(frame)) : list(frame);
        }

        List<Object> list(Frame frame) {
            List<Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.value(frame)));
            return values;
        }
    }

    /** {@code {a: b}}. */
    record Dict(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object value(Frame frame) {
            Map<Object, Object> made = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                made.put(Dicts.key(keys.get(i).value(frame)), values.get(i).value(frame));
            }
            return made;
        }
    }

    /** {@code a.name}. */
    record Attribute(Expression owner, String name, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object from = owner.value(frame);
            return Access.attribute(from, name, frame.at(line).budget());
        }
    }

    /** {@code a[key]}. */
    record Item(Expression owner, Expression key, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object from = owner.value(frame);
            Object wanted = key.value(frame);
            return Access.item(from, wanted, frame.at(line).budget());
        }
    }

    /** {@code a[from:to:step]}. */
    record Slice(Expression owner, Expression from, Expression to, Expression step, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object all = owner.value(frame);
            Object first = from.value(frame);
            Object last = to.value(frame);
            Object stride = step.value(frame);
            return Access.slice(all, first, last, stride, frame.at(line).budget());
        }
    }

    /** What a call is given, before it is known. */
    record Given(
            List<Expression> positional,
            Map<String, Expression> named,
            Optional<Expression> spread,
            Optional<Expression> spreadNamed) {
        static final Given NOTHING = new Given(List.of(), Map.of(), Optional.empty(), Optional.empty());

        Arguments values(Frame frame) {
            List<Object> inOrder = new ArrayList<>();
            positional.forEach(p -> inOrder.add(p.value(frame)));
            Map<String, Object> byName = new LinkedHashMap<>();
            named.forEach((name, value) -> byName.put(name, value.value(frame)));
            spread.ifPresent(s -> inOrder.addAll(Values.list(s.value(frame))));
            spreadNamed.ifPresent(s -> {
                if (!(s.value(frame) instanceof Map<?, ?> map)) {
                    throw TemplateFault.failed("Only a dict can follow '**'");
                }
                map.forEach((name, value) -> byName.put(Values.text(name), value));
            });
            return new Arguments(inOrder, byName);
        }
    }

    /** {@code a(…)}. */
    record Call(Expression function, Given given, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            return value(frame, Map.of());
        }

        Object value(Frame frame, Map<String, Object> more) {
            Object called = function.value(frame);
            Arguments arguments = given.values(frame);
            if (!more.isEmpty()) {
                Map<String, Object> named = new LinkedHashMap<>(arguments.named());
                named.putAll(more);
                arguments = new Arguments(arguments.positional(), named);
            }
            frame.at(line).budget().spend(1);
            if (called instanceof Invocable invocable) {
                return invocable.call(arguments);
            }
            throw called instanceof Undefined undefined
                    ? undefined.fault()
                    : TemplateFault.failed(Values.described(called) + " cannot be called");
        }
    }

    /** {@code a | name(…)}. */
    record Filter(Expression input, String name, Given given, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object value = input.value(frame);
            Arguments arguments = given.values(frame).after(value);
            return Filters.apply(name, arguments, frame.at(line));
        }
    }

    /** {@code a is name(…)}. */
    record Test(Expression input, String name, Given given, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object value = input.value(frame);
            Arguments arguments = given.values(frame).after(value);
            return Tests.holds(name, arguments, frame.at(line));
        }
    }

    /** {@code a + b} and its like. */
    record Binary(String operator, Expression left, Expression right, int line) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object a = left.value(frame);
            Object b = right.value(frame);
            return Operators.apply(operator, a, b, frame.at(line).budget());
        }
    }

    /** {@code -a} and {@code +a}. */
    record Sign(boolean minus, Expression operand) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object value = operand.value(frame);
            return minus ? Operators.negative(value) : Operators.positive(value);
        }
    }

    /** {@code a ~ b ~ c}. */
    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public Object value(Frame frame) {
            return Operators.joined(new Items(parts, false).list(frame), frame.budget());
        }
    }

    /** {@code a and b}, {@code a or b}: one of the two, not a truth value. */
    record Logic(boolean and, Expression left, Expression right) implements Expression {
        @Override
        public Object value(Frame frame) {
            Object first = left.value(frame);
            return Values.truth(first) == and ? right.value(frame) : first;
        }
    }

    /** {@code not a}. */
    record Not(Expression operand) implements Expression {
        @Override
        public Object value(Frame frame) {
            return !Values.truth(operand.value(frame));
        }
    }

    /** {@code a < b <= c}. */
    record Comparison(Expression first, List<String> operators, List<Expression> others, int line)
            implements Expression {
        @Override
        public Object value(Frame frame) {
            Object left = first.value(frame);
            for (int i = 0; i < operators.size(); i++) {
                Object right = others.get(i).value(frame);
                frame.at(line);
                if (!holds(operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }

        static boolean holds(String operator, Object left, Object right) {
            return switch (operator) {
                case "==" -> Order.equal(left, right);
                case "!=" -> !Order.equal(left, right);
                case "in" -> Values.contains(right, left);
                case "not in" -> !Values.contains(right, left);
                default -> ordered(operator, Order.compare(left, right, operator));
            };
        }

        private static boolean ordered(String operator, int order) {
            return order != 2
                    && switch (operator) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        default -> order >= 0;
                    };
        }
    }

    /** {@code a if b else c}. */
    record Choice(Expression condition, Expression then, Optional<Expression> otherwise, int line)
            implements Expression {
        @Override
        public Object value(Frame frame) {
            if (Values.truth(condition.value(frame))) {
                return then.value(frame);
            }
            return otherwise.isPresent()
                    ? otherwise.get().value(frame)
                    : new Undefined("The choice in line " + line + " is false and has no 'else'");
        }
    }
}
