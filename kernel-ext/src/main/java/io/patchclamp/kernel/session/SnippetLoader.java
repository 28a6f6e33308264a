package io.patchclamp.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads what JShell compiles, and the jars a user adds. Its parent is the kernel's own loader, so that user code and magics
 * share one engine and one copy of each native library.
 */
final class SnippetLoader extends URLClassLoader {
    private final Map<String, byte[]> declared = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    SnippetLoader(ClassLoader parent) {
        super("cells", new URL[0], parent);
    }

    /** Makes a class known without loading it: classes that need each other are declared first, all of them. */
    void declare(String name, byte[] bytes) {
        declared.put(name, bytes);
    }

    void add(URL url) {
        addURL(url);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = declared.remove(name);
        return bytes == null ? ofLibrary(name) : defineClass(name, bytes, 0, bytes.length);
    }

    /** A class of a jar that a user added: one that would end the process is woven, all others are as they are. */
    private Class<?> ofLibrary(String name) throws ClassNotFoundException {
        URL file = findResource(name.replace('.', '/') + ".class");
        if (file != null) {
            try (InputStream in = file.openStream()) {
                byte[] bytes = in.readAllBytes();
                if (Weaver.mayExit(bytes)) {
                    byte[] woven = Weaver.withoutExit(bytes);
                    return defineClass(name, woven, 0, woven.length);
                }
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
        return super.findClass(name);
    }
}
