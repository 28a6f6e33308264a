package io.patchclamp.internal.jinja;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A template that has been read, ready to be rendered any number of times, by any thread. */
public final class Template {
    private static final int LONGEST = 1 << 20;

    private final List<Statement> body;

    private Template(List<Statement> body) {
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateFault if it is none
     */
    public static Template parse(String source) {
        if (source.length() > LONGEST) {
            throw new TemplateFault(
                    TemplateFault.Kind.TOO_LARGE, "It has " + source.length() + " characters; we read " + LONGEST, 1);
        }
        try {
            return new Template(Parser.parse(source));
        } catch (StackOverflowError e) {
            throw TemplateFault.syntax("It nests too deep", 1);
        }
    }

    /**
     * Renders it.
     *
     * @param variables by name; plain values
     * @param now for {@code strftime_now}
     * @return the text
     * @throws TemplateFault if it refuses, fails, or grows too large
     */
    public String render(Map<String, Object> variables, Supplier<LocalDateTime> now) {
        Rendering rendering = new Rendering(now);
        StringBuilder out = new StringBuilder();
        try {
            Statement.run(body, Frame.root(rendering, variables), out);
        } catch (TemplateFault fault) {
            throw fault.at(rendering.line);
        } catch (StackOverflowError e) {
            throw TemplateFault.tooLarge("It nests too deep").at(rendering.line);
        }
        return out.toString();
    }
}
