package io.patchclamp.kernel.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} of the notebook. Put in place once: a thread that kept a
 * reference, or writes after its cell, is heard as well. What a cell puts in their place stays until that cell ends.
 */
public final class Streams {
    private static TypedInput input;
    private static PrintStream out;
    private static PrintStream err;

    private Streams() {}

    /**
     * Puts them in place; before the first cell, output goes where it went.
     */
    public static synchronized void install() {
        if (input == null) {
            input = new TypedInput();
            out = new Open(new Routed(false, System.out));
            err = new Open(new Routed(true, System.err));
            System.setOut(out);
            System.setErr(err);
            System.setIn(input);
        }
    }

    /** Puts back those that user code has set to null: javac breaks without {@code System.err}, and with it every cell. */
    public static synchronized void fill() {
        if (input != null) {
            restore(system -> system == null);
        }
    }

    /**
     * Puts back those that user code has put others in the place of, so that what later cells print is seen.
     *
     * @return their names
     */
    public static synchronized List<String> restore() {
        return input == null ? List.of() : restore(system -> true);
    }

    private static List<String> restore(Predicate<Object> which) {
        List<String> names = new ArrayList<>();
        if (System.out != out && which.test(System.out)) {
            System.setOut(out);
            names.add("System.out");
        }
        if (System.err != err && which.test(System.err)) {
            System.setErr(err);
            names.add("System.err");
        }
        if (System.in != input && which.test(System.in)) {
            System.setIn(input);
            names.add("System.in");
        }
        return names;
    }

    /** Forgets what was typed and not read: it must not leak into the next cell. */
    public static synchronized void forgetInput() {
        if (input != null) {
            input.forget();
        }
    }

    /** Closing it does nothing: the next cell writes again. */
    private static final class Open extends PrintStream {
        Open(OutputStream to) {
            super(to, false, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** One of the two ways out. */
    private static final class Routed extends OutputStream {
        private final boolean err;
        private final PrintStream before;

        Routed(boolean err, PrintStream before) {
            this.err = err;
            this.before = before;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Outlet outlet = OutletOfThread.current();
            if (outlet == null) {
                before.write(bytes, offset, length);
                before.flush();
            } else {
                outlet.write(err, bytes, offset, length);
            }
        }
    }

    /** Lines the user is asked for, as a stream. Closing it does nothing: the next cell reads again. */
    private static final class TypedInput extends InputStream {
        private byte[] line = new byte[0];
        private int at;

        synchronized void forget() {
            line = new byte[0];
            at = 0;
        }

        private boolean fill() throws InterruptedIOException {
            Outlet outlet = OutletOfThread.current();
            if (outlet == null) {
                return false;
            }
            try {
                line = (outlet.ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for input");
            }
        }

        @Override
        public synchronized int read() throws IOException {
            return at < line.length || fill() ? line[at++] & 0xFF : -1;
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, to.length);
            if (length == 0) {
                return 0;
            }
            if (at >= line.length && !fill()) {
                return -1;
            }
            int count = Math.min(length, line.length - at);
            System.arraycopy(line, at, to, offset, count);
            at += count;
            return count;
        }

        @Override
        public synchronized int available() {
            return line.length - at;
        }
    }
}
