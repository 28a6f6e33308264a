package io.patchclamp.internal.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A piece of template with parameters. */
record Macro(Signature signature, List<Statement> body, Frame home) implements Invocable, Members {
    /**
     * What a macro is given.
     *
     * @param defaults for the last parameters
     * @param uses which of caller, varargs and kwargs its body speaks of
     */
    record Signature(String name, List<String> parameters, List<Expression> defaults, Set<String> uses) {
        Optional<Expression> otherwise(int parameter) {
            int at = parameter - parameters.size() + defaults.size();
            return at < 0 ? Optional.empty() : Optional.of(defaults.get(at));
        }
    }

    @Override
    public Object call(Arguments arguments) {
        Budget budget = home.budget();
        budget.enter();
        int line = home.rendering().line;
        Frame frame = home.inner();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<Object> inOrder = arguments.positional();
        List<String> parameters = signature.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            boolean byName = named.containsKey(parameter);
            if (i < inOrder.size() && byName) {
                throw TemplateFault.failed(
                        "The macro '" + signature.name() + "' is given twice its '" + parameter + "'");
            }
            frame.set(parameter, new Undefined("The parameter '" + parameter + "' is not given"));
            if (i < inOrder.size()) {
                frame.set(parameter, inOrder.get(i));
            } else if (byName) {
                frame.set(parameter, named.remove(parameter));
            } else if (signature.otherwise(i).isPresent()) {
                frame.set(parameter, signature.otherwise(i).get().value(frame));
            }
        }
        rest(frame, named, inOrder);
        StringBuilder out = new StringBuilder();
        Statement.run(body, frame, out);
        budget.leave();
        frame.at(line);
        return out.toString();
    }

    private void rest(Frame frame, Map<String, Object> named, List<Object> inOrder) {
        Object caller = named.remove("caller");
        if (signature.uses().contains("caller")) {
            frame.set("caller", caller == null ? new Undefined("No caller defined") : caller);
        } else if (caller != null) {
            throw TemplateFault.failed("The macro '" + signature.name() + "' takes no caller");
        }
        int count = signature.parameters().size();
        if (signature.uses().contains("varargs")) {
            frame.set("varargs", new Tuple(inOrder.subList(Math.min(count, inOrder.size()), inOrder.size())));
        } else if (inOrder.size() > count) {
            throw TemplateFault.failed("The macro '" + signature.name() + "' takes at most " + count
                    + " arguments, and is given " + inOrder.size());
        }
        if (signature.uses().contains("kwargs")) {
            frame.set("kwargs", named);
        } else if (!named.isEmpty()) {
            throw TemplateFault.failed("The macro '" + signature.name() + "' takes no argument '"
                    + named.keySet().iterator().next() + "'");
        }
    }

    @Override
    public Object member(String name) {
        return switch (name) {
            case "name" -> signature.name();
            case "arguments" -> new Tuple(List.copyOf(signature.parameters()));
            case "caller" -> signature.uses().contains("caller");
            case "catch_varargs" -> signature.uses().contains("varargs");
            case "catch_kwargs" -> signature.uses().contains("kwargs");
            default -> Arguments.ABSENT;
        };
    }
}
