package io.patchclamp.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code make_fixtures.py} wrote: texts, and what the reference made of them. */
record Expected(List<Encoded> encoded, List<Decoded> decoded) {
    /** One text; {@code decoded} is null where it is the text itself, spans where the reference has none. */
    record Encoded(int[] ids, List<Integer> starts, List<Integer> ends, String decoded) {}

    record Decoded(int[] ids, String decoded) {}

    private static final int SHOWN = 5;

    static Expected of(String name) {
        return read(name, new TypeToken<Expected>() {});
    }

    static List<String> texts() {
        return read("texts.json.gz", new TypeToken<List<String>>() {});
    }

    static Map<String, Object> metadata(String name) {
        return read(name, new TypeToken<Map<String, Object>>() {});
    }

    static Path directory(String name) {
        try {
            return Path.of(Expected.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String name, TypeToken<T> type) {
        try (InputStream in = Expected.class.getResourceAsStream(name);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
                Reader reader = new InputStreamReader(plain, StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, type);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Every text splits into the same ids at the same places, and every row of ids reads the same. */
    void check(Tokenizer tokenizer) {
        List<String> texts = texts();
        assertThat(encoded).hasSameSizeAs(texts).hasSizeGreaterThan(800);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Encoded want = encoded.get(i);
            Tokens got = tokenizer.encode(text);
            Encoded have = new Encoded(
                    got.toArray(),
                    want.starts == null ? null : got.starts(),
                    want.ends == null ? null : got.ends(),
                    tokenizer.decode(want.ids));
            String back = want.decoded == null ? text : want.decoded;
            if (!List.of(print(want), back).equals(List.of(print(have), have.decoded))) {
                wrong.add(new Gson().toJson(text) + "\n  want " + print(want) + back + "\n  have " + print(have)
                        + have.decoded);
            }
        }
        for (Decoded want : decoded) {
            String have = tokenizer.decode(want.ids);
            if (!have.equals(want.decoded)) {
                wrong.add(new Gson().toJson(want) + "\n  have " + new Gson().toJson(have));
            }
        }
        assertThat(wrong.stream().limit(SHOWN)).as("%d wrong", wrong.size()).isEmpty();
    }

    private static String print(Encoded split) {
        return Arrays.toString(split.ids) + " from " + split.starts + " to " + split.ends + ' ';
    }
}
