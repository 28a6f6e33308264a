package io.patchclamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Copies of a model's folder whose weights are cut to the upper half of single precision. */
final class Brief {
    private static final String WEIGHTS = "model.safetensors";

    private Brief() {}

    /** @param half whether they are stored in 16 bits, or in 32 of which the lower half is zero */
    static Path copy(Path model, Path to, boolean half) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(f -> !f.endsWith(WEIGHTS)).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(model.resolve(WEIGHTS))).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) file.getLong(0);
        JsonObject header = JsonParser.parseString(new String(file.array(), 8, length, StandardCharsets.UTF_8))
                .getAsJsonObject();
        ByteBuffer out = ByteBuffer.allocate(file.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, com.google.gson.JsonElement> entry : header.entrySet()) {
            if (!entry.getKey().equals("__metadata__")) {
                JsonObject tensor = entry.getValue().getAsJsonObject();
                int from = 8
                        + length
                        + tensor.getAsJsonArray("data_offsets").get(0).getAsInt();
                int end = 8
                        + length
                        + tensor.getAsJsonArray("data_offsets").get(1).getAsInt();
                int begin = out.position();
                for (int at = from; at < end; at += Float.BYTES) {
                    if (!half) {
                        out.putShort((short) 0);
                    }
                    out.putShort(file.getShort(at + 2));
                }
                tensor.addProperty("dtype", half ? "BF16" : "F32");
                tensor.add("data_offsets", JsonParser.parseString("[" + begin + "," + out.position() + "]"));
            }
        }
        byte[] names = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + names.length + out.position()).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(names.length).put(names).put(out.flip());
        Files.write(to.resolve(WEIGHTS), all.array());
        return to;
    }
}
