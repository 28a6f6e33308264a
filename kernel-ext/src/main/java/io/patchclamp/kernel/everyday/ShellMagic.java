package io.patchclamp.kernel.everyday;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;

/** Runs a script by a shell, in the notebook's folder; what it prints is shown as it comes. */
final class ShellMagic implements Magic {
    private static final int KEPT_BYTES = 8 << 20;
    private static final int LATE_MILLIS = 500;

    private final String shell;

    ShellMagic(String shell) {
        this.shell = shell;
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                shell,
                MagicSpec.Kind.EITHER,
                "Runs the cell, or as %" + shell + " one line, by " + shell + " in the notebook's folder.",
                List.of(new MagicSpec.Argument(
                        "COMMAND", "one command", false, MagicSpec.Extent.LINE, MagicSpec.Values.PATH)),
                List.of(),
                "%" + shell + " ls",
                "new ProcessBuilder(\"" + shell + "\", \"-c\", \"ls\").inheritIO().start().waitFor()",
                ShellOutput.class);
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        String script = call.argument("COMMAND").map(c -> c + "\n").orElse("")
                + call.body().orElse("");
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", script);
        builder.directory(session.directory().toFile());
        Process process = start(builder);
        process.getOutputStream().close(); // nobody can type to it
        Pump out = new Pump(process.getInputStream(), System.out);
        Pump err = new Pump(process.getErrorStream(), System.err);
        try {
            int status = process.waitFor();
            out.join(LATE_MILLIS); // what it left running may keep its streams open
            err.join(LATE_MILLIS);
            if (status != 0) {
                throw new PatchclampException(
                        "The " + shell + " script ended with exit status " + status + ".",
                        "what it printed says more; add '|| true' to a command that may fail");
            }
            return new ShellOutput(out.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PatchclampException(
                    "'" + shell + "' does not start here: " + e.getMessage() + ".",
                    "Java's ProcessBuilder for a program that is there");
        }
    }

    /** Copies what a process prints; a thread of the cell's own, so that it lands in the cell. */
    private static final class Pump extends Thread {
        private final InputStream from;
        private final PrintStream to;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Pump(InputStream from, PrintStream to) {
            super("shell-output");
            this.from = from;
            this.to = to;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    to.write(buffer, 0, n);
                    to.flush();
                    if (kept.size() < KEPT_BYTES) {
                        kept.write(buffer, 0, n);
                    }
                }
            } catch (IOException streamClosedWithTheProcess) {
                return;
            }
        }

        String text() {
            return kept.toString(
                    Charset.forName(Objects.requireNonNullElse(System.getProperty("native.encoding"), "UTF-8")));
        }
    }
}
