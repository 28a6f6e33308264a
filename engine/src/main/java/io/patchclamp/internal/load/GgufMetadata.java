package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.family.GgufValues;
import io.patchclamp.internal.format.GgufFile;
import io.patchclamp.internal.format.TensorInfo;

/** What a GGUF file says about a model of one architecture. */
record GgufMetadata(GgufFile file, String architecture) implements GgufValues {
    private String full(String key) {
        return architecture + "." + key;
    }

    @Override
    public Optional<Integer> integer(String key) {
        return file.integer(full(key));
    }

    /** As single precision prints it, so that a file's 1e-05 is the number a config.json writes so. */
    @Override
    public Optional<Double> number(String key) {
        return file.number(full(key))
                .map(n -> n instanceof Float f ? Double.parseDouble(f.toString()) : n.doubleValue());
    }

    @Override
    public Optional<String> text(String key) {
        return file.text(full(key));
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return file.flag(full(key)).orElse(fallback);
    }

    @Override
    public Optional<List<Double>> list(String key) {
        Object value = file.metadata().get(full(key));
        if (value == null) {
            return Optional.empty();
        }
        List<Double> out = new ArrayList<>();
        if (value instanceof int[] ints) {
            Arrays.stream(ints).forEach(i -> out.add((double) i));
        } else if (value instanceof long[] longs) {
            Arrays.stream(longs).forEach(i -> out.add((double) i));
        } else if (value instanceof boolean[] flags) {
            for (boolean flag : flags) {
                out.add(flag ? 1.0 : 0.0);
            }
        } else if (value instanceof float[] floats) {
            for (float f : floats) {
                out.add((double) f);
            }
        } else {
            return Optional.empty();
        }
        return Optional.of(out);
    }

    @Override
    public boolean holds(String tensor) {
        return file.find(tensor).isPresent();
    }

    @Override
    public List<Integer> shape(String tensor) {
        return Arrays.stream(file.find(tensor)
                        .orElseThrow(() -> missing("tensor " + tensor))
                        .shape())
                .mapToObj(Math::toIntExact)
                .toList();
    }

    @Override
    public List<Double> numbers(String tensor) {
        TensorInfo info = file.find(tensor).orElseThrow(() -> missing("tensor " + tensor));
        if (info.count() > 1 << 20) {
            throw new LoadException(
                    "Tensor '" + tensor + "' in '" + file.path() + "' holds " + info.count()
                            + " numbers; a list of rotary divisors was expected.",
                    "a copy of the model that another converter made");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) (4 * info.count())).order(ByteOrder.LITTLE_ENDIAN);
        file.read(info, bytes);
        bytes.flip();
        List<Double> out = new ArrayList<>();
        while (bytes.hasRemaining()) {
            out.add((double) bytes.getFloat());
        }
        return out;
    }

    @Override
    public RuntimeException missing(String key) {
        String name = key.startsWith("tensor") || key.startsWith("tokenizer") ? key : full(key);
        return new LoadException("'" + file.path() + "' has no " + name + ".", "a copy of the model that is complete");
    }
}
