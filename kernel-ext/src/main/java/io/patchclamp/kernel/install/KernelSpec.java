package io.patchclamp.kernel.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.patchclamp.kernel.wire.Connection;

/** The file {@code kernel.json}. Paths are texts here, so that those of another system can be written and read as well. */
final class KernelSpec {
    static final String FILE = "kernel.json";

    private KernelSpec() {}

    /**
     * The text of the file. The command line is all that is needed to start: editors that ignore {@code env} start it too.
     *
     * @param java the program
     * @param options the argument file with its options
     * @param main the kernel's main class
     * @param name the kernelspec's name
     */
    static String text(String java, String options, String main, String name) {
        JsonArray argv = new JsonArray();
        List.of(java, "@" + options, main, "{connection_file}").forEach(argv::add);
        JsonArray encryption = new JsonArray();
        encryption.add("curve");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("debugger", false);
        metadata.add("supported_encryption", encryption);
        JsonObject spec = new JsonObject();
        spec.add("argv", argv);
        spec.addProperty("display_name", displayName(name));
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        spec.addProperty("kernel_protocol_version", Connection.PROTOCOL);
        spec.add("env", environment());
        spec.add("metadata", metadata);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(spec) + "\n";
    }

    static String displayName(String name) {
        return name.equals("patchclamp") ? "Java (Patchclamp)" : "Java (Patchclamp, " + name + ")";
    }

    /** Whether a folder holds a kernelspec of this kernel, and not another's that has its name. */
    static boolean isOurs(Path folder, String main) throws IOException {
        try {
            JsonElement spec = JsonParser.parseString(
                    new String(Files.readAllBytes(folder.resolve(FILE)), StandardCharsets.UTF_8));
            return spec.getAsJsonObject().getAsJsonArray("argv").asList().stream()
                    .anyMatch(word -> word.getAsString().equals(main));
        } catch (JsonParseException | IllegalStateException | ClassCastException | NullPointerException broken) {
            return false;
        }
    }

    /**
     * libtorch's threads wait for each other after every product. Spinning, the default, is a little faster on an idle
     * machine and many times slower when other programs want the processors too; it is read before Java could set it.
     */
    private static JsonObject environment() {
        JsonObject environment = new JsonObject();
        environment.addProperty("OMP_WAIT_POLICY", "PASSIVE");
        return environment;
    }
}
