package io.patchclamp.kernel.session;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs snippets in this JVM, on the thread of the running cell, and keeps what JShell turns into text: the value as it is,
 * the throwable as it is, the field behind each variable.
 *
 * <p>JShell's own local control is not enough: up to JDK 22 it stops a thread by {@code Thread.stop} wherever it is, the
 * kernel's own code included, silences the uncaught exceptions of user threads, and calls {@code toString()} of every
 * value on the kernel's thread. Woven checks ({@link Weaver}) do the stopping here, in the same way on every JDK.
 */
final class CellControl extends DirectExecutionControl {
    private final SnippetLoader loader;
    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();
    private final Map<String, Field> fields = new ConcurrentHashMap<>();
    private final Overwritten overwritten;

    private volatile CellRun run;
    private Object value;
    private Throwable thrown;
    private RunException converted;

    CellControl(SnippetLoader loader) {
        super(null);
        this.loader = loader;
        overwritten = new Overwritten(loader);
    }

    /** The cell whose thread runs the next snippets. */
    void use(CellRun cell) {
        run = cell;
        forget();
    }

    /** Forgets the last value and throwable. */
    void forget() {
        value = null;
        thrown = null;
    }

    /** What the last snippet gave; null also if it gave nothing. */
    Object value() {
        return value;
    }

    /** What the last snippet threw; null if nothing. */
    Throwable thrown() {
        return thrown;
    }

    /** The field of the newest variable of a name. */
    Optional<Field> field(String variable) {
        return Optional.ofNullable(fields.get(variable));
    }

    /** Lets go of the values of variables that were declared again. */
    void release() {
        overwritten.follow(fields);
    }

    @Override
    public void load(ClassBytecodes[] all) throws ClassInstallException {
        boolean[] done = new boolean[all.length];
        try {
            for (ClassBytecodes c : all) {
                loader.declare(c.name(), Weaver.weave(c.bytecodes()));
            }
            for (int i = 0; i < all.length; i++) {
                Class<?> type = loader.loadClass(all[i].name());
                type.getDeclaredMethods(); // links it
                classes.put(all[i].name(), type);
                remember(type);
                done[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException(e.toString(), done);
        }
    }

    private void remember(Class<?> wrapper) {
        if (wrapper.getEnclosingClass() == null) {
            for (Field field : wrapper.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    Field before = fields.put(field.getName(), field);
                    if (before != null && !before.equals(field)) {
                        overwritten.add(before);
                    }
                }
            }
        }
    }

    @Override
    public void redefine(ClassBytecodes[] all) throws NotImplementedException {
        throw new NotImplementedException("classes are replaced, never redefined");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> type = classes.get(name);
        if (type == null) {
            throw new ClassNotFoundException(name);
        }
        return type;
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String part : path.split(File.pathSeparator)) {
                loader.add(new File(part).toURI().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException(e.toString());
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        CellRun cell = run;
        forget();
        try {
            value = cell == null ? call(snippet) : cell.call(() -> call(snippet));
            return "";
        } catch (Throwable e) {
            if (cell != null && cell.isStopping()) {
                throw new StoppedException();
            }
            converted = convert(cell, e);
            thrown = e;
            throw new InvocationTargetException(e);
        }
    }

    private static RunException convert(CellRun cell, Throwable e) throws StoppedException {
        try {
            return cell == null ? Conversion.of(e) : cell.call(() -> Conversion.of(e));
        } catch (Throwable worse) { // causes and frames may come from user code
            if (cell != null && cell.isStopping()) {
                throw new StoppedException();
            }
            return Conversion.mute(e);
        }
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause) throws RunException {
        throw converted;
    }

    private static Object call(Method snippet) throws Exception {
        try {
            return snippet.invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        }
    }

    @Override
    public String varValue(String className, String varName) {
        return ""; // JShell would call toString() on the kernel's thread; nobody here asks for it
    }

    @Override
    public void stop() {
        CellRun cell = run;
        if (cell != null) {
            cell.stop();
        }
    }
}
