package io.patchclamp.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Manifest;

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
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            URLConnection connection = file.openConnection();
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readAllBytes();
                byte[] harmless = Weaver.mayExit(bytes) ? Weaver.withoutExit(bytes) : bytes;
                CodeSource source = new CodeSource(declarePackage(name, file, connection), (CodeSigner[]) null);
                return defineClass(name, harmless, 0, harmless.length, source);
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Makes the package of a class known as the jar's manifest has it; gives the jar or folder. */
    private URL declarePackage(String name, URL file, URLConnection connection) throws IOException {
        JarURLConnection jar = connection instanceof JarURLConnection of ? of : null;
        String path = name.replace('.', '/') + ".class";
        String whole = file.toExternalForm();
        URL from = jar == null ? new URL(whole.substring(0, whole.length() - path.length())) : jar.getJarFileURL();
        String of = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (!of.isEmpty() && getDefinedPackage(of) == null) {
            Manifest manifest = jar == null || jar.getManifest() == null ? new Manifest() : jar.getManifest();
            try {
                definePackage(of, manifest, from);
            } catch (IllegalArgumentException defined) {
                return from; // by another thread, just now
            }
        }
        return from;
    }
}
