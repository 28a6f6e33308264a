package io.patchclamp.trial;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;

/**
 * A condition on a trial's columns. A cell that is empty is missing: it equals {@code ''} and is neither less nor greater
 * than anything.
 */
sealed interface Expression {
    boolean holds(Item item);

    /** What is compared in it. */
    Stream<Value> values();

    /** All must hold. */
    record And(List<Expression> parts) implements Expression {
        @Override
        public boolean holds(Item item) {
            return parts.stream().allMatch(p -> p.holds(item));
        }

        @Override
        public Stream<Value> values() {
            return parts.stream().flatMap(Expression::values);
        }
    }

    /** One must hold. */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public boolean holds(Item item) {
            return parts.stream().anyMatch(p -> p.holds(item));
        }

        @Override
        public Stream<Value> values() {
            return parts.stream().flatMap(Expression::values);
        }
    }

    /** It must not hold. */
    record Not(Expression part) implements Expression {
        @Override
        public boolean holds(Item item) {
            return !part.holds(item);
        }

        @Override
        public Stream<Value> values() {
            return part.values();
        }
    }

    /** One side compared with another. */
    record Compared(Value left, String operator, Value right) implements Expression {
        @Override
        public boolean holds(Item item) {
            return switch (operator) {
                case "==" -> same(item, left, right);
                case "!=" -> !same(item, left, right);
                default -> {
                    OptionalDouble a = left.number(item);
                    OptionalDouble b = right.number(item);
                    yield a.isPresent() && b.isPresent() && ordered(a.getAsDouble(), b.getAsDouble());
                }
            };
        }

        @Override
        public Stream<Value> values() {
            return Stream.of(left, right);
        }

        private boolean ordered(double a, double b) {
            return switch (operator) {
                case "<" -> a < b;
                case "<=" -> a <= b;
                case ">" -> a > b;
                default -> a >= b;
            };
        }
    }

    /** One of a list. */
    record In(Value value, List<Value> list) implements Expression {
        @Override
        public boolean holds(Item item) {
            return list.stream().anyMatch(v -> same(item, value, v));
        }

        @Override
        public Stream<Value> values() {
            return Stream.concat(Stream.of(value), list.stream());
        }
    }

    /** As numbers where one side is a number in the expression or both read as such, else as texts. */
    private static boolean same(Item item, Value left, Value right) {
        if (left instanceof Value.Text || right instanceof Value.Text) {
            return left.text(item).equals(right.text(item));
        }
        if (left instanceof Value.Number || right instanceof Value.Number) {
            OptionalDouble a = left.number(item);
            OptionalDouble b = right.number(item);
            return a.isPresent() && b.isPresent() && a.getAsDouble() == b.getAsDouble();
        }
        OptionalDouble a = Value.read(left.text(item));
        OptionalDouble b = Value.read(right.text(item));
        return a.isPresent() && b.isPresent()
                ? a.getAsDouble() == b.getAsDouble()
                : left.text(item).equals(right.text(item));
    }

    /** What is compared. */
    sealed interface Value {
        String text(Item item);

        OptionalDouble number(Item item);

        static OptionalDouble read(String cell) {
            return cell.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?")
                    ? OptionalDouble.of(Double.parseDouble(cell))
                    : OptionalDouble.empty();
        }

        /** A column's cell; the prompt counts as a column. */
        record Column(String name) implements Value {
            @Override
            public String text(Item item) {
                if (name.equals("prompt")) {
                    return item.prompt();
                }
                Map<String, String> columns = item.columns();
                return columns.getOrDefault(name, "");
            }

            @Override
            public OptionalDouble number(Item item) {
                String cell = text(item).strip();
                OptionalDouble number = read(cell);
                if (number.isEmpty() && !cell.isEmpty()) {
                    throw new PatchclampException(
                            "The column '" + name + "' is compared with a number, but the trial '" + item.prompt()
                                    + "' has '" + cell + "' there.",
                            name + " == '" + cell + "', with quotes, compares texts");
                }
                return number;
            }
        }

        /** A text in quotes. */
        record Text(String text) implements Value {
            @Override
            public String text(Item item) {
                return text;
            }

            @Override
            public OptionalDouble number(Item item) {
                throw new PatchclampException(
                        "'" + text + "' is a text, and texts are neither less nor greater.",
                        "a number without quotes, or == and != for texts");
            }
        }

        /** A number. */
        record Number(double value, String written) implements Value {
            @Override
            public String text(Item item) {
                return written;
            }

            @Override
            public OptionalDouble number(Item item) {
                return OptionalDouble.of(value);
            }
        }
    }
}
