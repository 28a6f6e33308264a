package io.patchclamp.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.kernel.display.Messages;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.Streams;
import io.patchclamp.kernel.everyday.EverydayMagics;
import io.patchclamp.kernel.everyday.OwnMagics;
import io.patchclamp.kernel.report.ErrorReport;
import io.patchclamp.kernel.report.Uncaught;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;

/** A notebook without a wire: cells in, messages and reports out. Public, since cells name the type of its magics. */
public final class NotebookFixture {
    final JavaSession java = new JavaSession(Startup.IMPORTS);
    final Magics magics = Magics.standard();
    final NotebookSession session = new NotebookSession(CompletableFuture.completedFuture(java));
    final Interrupts interrupts = new Interrupts();
    final CellRunner runner;
    Messages messages = new Messages();
    private int count;

    NotebookFixture() {
        Streams.install();
        Thread.setDefaultUncaughtExceptionHandler(new Uncaught(java::threw));
        magics.register(new TimeMagic());
        EverydayMagics.all(() -> java).forEach(magics::register);
        OwnMagics.of(magics);
        magics.register(new Echo("echo", MagicSpec.Kind.LINE));
        magics.register(new Echo("shout", MagicSpec.Kind.CELL));
        runner = new CellRunner(java, magics, session, interrupts);
    }

    CellRunner.Result run(String code) {
        messages = new Messages();
        interrupts.begin(Interrupts.Sent.UNKNOWN);
        return runner.run(code, ++count, new Outlet(messages, true));
    }

    /** The text of the cell's value; fails on an error. */
    String value(String code) {
        CellRunner.Result result = run(code);
        result.error().ifPresent(e -> {
            throw new AssertionError(String.join("\n", e.lines()));
        });
        return result.result()
                .map(b -> String.valueOf(b.data().get("text/plain")))
                .orElse("(nothing)");
    }

    ErrorReport error(String code) {
        Optional<ErrorReport> error = run(code).error();
        return error.orElseThrow(() -> new AssertionError("no error: " + code));
    }

    /** The report without colours. */
    String report(String code) {
        return String.join("\n", error(code).lines()).replaceAll("\u001b\\[[0-9;]*m", "");
    }

    int count() {
        return count;
    }

    /** What was typed. */
    public record Echoed(String text, Optional<String> body) {}

    /** Gives back what it is told; {@code fail} fails, {@code bug} throws what it should not. */
    record Echo(String name, MagicSpec.Kind kind) implements Magic {
        @Override
        public MagicSpec spec() {
            return new MagicSpec(
                    name,
                    kind,
                    "Gives back what it is told.",
                    List.of(new MagicSpec.Argument(
                            "TEXT", "anything", false, MagicSpec.Extent.REST, MagicSpec.Values.TEXT)),
                    List.of(),
                    "%" + name + " hi",
                    "new Echoed(\"hi\")",
                    Echoed.class);
        }

        @Override
        public Object run(MagicCall call, Session session) {
            String text = call.argument("TEXT").orElse("");
            if (text.equals("fail")) {
                throw new SelectorException("No site 'L5.foo' in 'tiny' (layers 0–5).", "L5.mlp.out");
            }
            if (text.equals("bug")) {
                throw new IllegalStateException("a bug");
            }
            return text.equals("nothing") ? null : new Echoed(text, call.body());
        }
    }
}
