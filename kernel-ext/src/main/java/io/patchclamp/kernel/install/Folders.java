package io.patchclamp.kernel.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter looks for kernels, as {@code jupyter --paths} tells it. */
final class Folders {
    private Folders() {}

    static Path ofPrefix(Path prefix) {
        return prefix.resolve("share").resolve("jupyter");
    }

    /** The user's own folder. */
    static Path user(Map<String, String> environment) {
        return user(environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static Path user(Map<String, String> environment, String system, Path home) {
        String given = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        String os = system.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        if (os.startsWith("windows")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            return (roaming.isBlank() ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming))
                    .resolve("jupyter");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return (data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data)).resolve("jupyter");
    }

    /** The Python environment that is active, or that of the first Python on the path. */
    static Path sysPrefix(Map<String, String> environment) {
        for (String variable : new String[] {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
            String prefix = environment.getOrDefault(variable, "");
            if (!prefix.isBlank()) {
                return Path.of(prefix);
            }
        }
        for (String python : new String[] {"python3", "python"}) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)").start();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (process.waitFor() == 0 && !out.isEmpty()) {
                    return Path.of(out);
                }
            } catch (IOException notThere) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new InstallException("There is no Python to ask for its prefix.", "--prefix DIR, or --user");
    }
}
