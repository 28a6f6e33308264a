package io.patchclamp.kernel.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} of the notebook. Put in place once and never taken away: a
 * thread that kept a reference, or writes after its cell, is heard as well.
 */
public final class Streams {
    private static TypedInput input;

    private Streams() {}

    /**
     * Puts them in place; before the first cell, output goes where it went.
     */
    public static synchronized void install() {
        if (input == null) {
            input = new TypedInput();
            System.setOut(new Open(new Routed(false, System.out)));
            System.setErr(new Open(new Routed(true, System.err)));
            System.setIn(input);
        }
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
