package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A part of a template that writes, sets or decides. */
sealed interface Statement {
    /** How a statement ends. */
    enum End {
        DONE,
        BREAK,
        CONTINUE
    }

    End run(Frame frame, StringBuilder out);

    static End run(List<Statement> body, Frame frame, StringBuilder out) {
        for (Statement statement : body) {
            frame.budget().fits(out.length());
            End end = statement.run(frame, out);
            if (end != End.DONE) {
                return end;
            }
        }
        return End.DONE;
    }

    /** What a body writes, in a frame of its own. */
    private static String written(List<Statement> body, Frame frame) {
        StringBuilder out = new StringBuilder();
        run(body, frame.inner(), out);
        return out.toString();
    }

    /** Text as it stands. */
    record Text(String text) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            out.append(text);
            return End.DONE;
        }
    }

    /** {@code {{ … }}}. */
    record Print(Expression expression, int line) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            out.append(Values.print(expression.value(frame.at(line))));
            return End.DONE;
        }
    }

    /** {@code {% if %}} with its other branches, in order. */
    record If(List<Expression> conditions, List<List<Statement>> branches, List<Statement> otherwise, int line)
            implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            for (int i = 0; i < conditions.size(); i++) {
                if (Values.truth(conditions.get(i).value(frame.at(line)))) {
                    return Statement.run(branches.get(i), frame, out);
                }
            }
            return Statement.run(otherwise, frame, out);
        }
    }

    /** {@code {% for %}}. */
    record For(
            Target target,
            Expression items,
            Optional<Expression> filter,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            turns(items.value(frame.at(line)), frame, out, 0);
            return End.DONE;
        }

        private void turns(Object all, Frame frame, StringBuilder out, int depth) {
            List<Object> chosen = chosen(Values.list(all), frame);
            frame.budget().enter();
            Function<Object, Object> again = inner -> {
                StringBuilder text = new StringBuilder();
                turns(inner, frame, text, depth + 1);
                return text.toString();
            };
            Loop loop = new Loop(chosen, recursive ? again : null, depth);
            boolean completed = false;
            for (int i = 0; i < chosen.size(); i++) {
                Frame turn = frame.inner();
                frame.at(line).budget().spend(1);
                turn.set("loop", loop);
                target.set(turn, loop.next());
                End end = Statement.run(body, turn, out);
                completed |= end == End.DONE;
                if (end == End.BREAK) {
                    break;
                }
            }
            if (!completed) {
                // also where each turn was left by break or continue, as in Jinja
                Statement.run(otherwise, frame.inner(), out);
            }
            frame.budget().leave();
        }

        private List<Object> chosen(List<Object> all, Frame frame) {
            if (filter.isEmpty()) {
                return all;
            }
            List<Object> chosen = new ArrayList<>();
            for (Object item : all) {
                Frame turn = frame.inner();
                turn.set("loop", new Undefined("'loop' is not there in a loop's filter"));
                target.set(turn, item);
                if (Values.truth(filter.get().value(turn.at(line)))) {
                    chosen.add(item);
                }
            }
            return chosen;
        }
    }

    /** {@code {% break %}} and {@code {% continue %}}. */
    record Leave(End end) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            return end;
        }
    }

    /** {@code {% set a = b %}}. */
    record Assign(Target target, Expression expression, int line) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            target.set(frame, expression.value(frame.at(line)));
            return End.DONE;
        }
    }

    /** {@code {% set a %}…{% endset %}} and {@code {% filter %}}, where there is no target. */
    record Capture(Optional<Target> target, List<Statement> body, Function<Expression, Expression> filters, int line)
            implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            String text = written(body, frame);
            Object value = filters.apply(new Expression.Constant(text)).value(frame.at(line));
            if (target.isPresent()) {
                target.get().set(frame, value);
            } else {
                out.append(Values.print(value));
            }
            return End.DONE;
        }
    }

    /** {@code {% macro %}}. */
    record Define(Macro.Signature signature, List<Statement> body) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            frame.set(signature.name(), new Macro(signature, body, frame));
            return End.DONE;
        }
    }

    /** {@code {% call %}}: a macro that is given the body as its caller. */
    record CallWith(Macro.Signature signature, List<Statement> body, Expression.Call call) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            Macro caller = new Macro(signature, body, frame);
            out.append(Values.print(call.value(frame.at(call.line()), Map.of("caller", caller))));
            return End.DONE;
        }
    }

    /** {@code {% with %}}, and blocks that only keep their variables to themselves. */
    record Within(List<Target> targets, List<Expression> values, List<Statement> body, int line) implements Statement {
        @Override
        public End run(Frame frame, StringBuilder out) {
            Frame inner = frame.inner();
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).set(inner, values.get(i).value(frame.at(line)));
            }
            return Statement.run(body, inner, out);
        }
    }
}
