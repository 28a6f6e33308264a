package io.patchclamp.internal.vocabulary;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.token.ByteAlphabet;

/** Byte pairs kept as plain lists: {@code merges.txt} beside {@code vocab.json}, and tiktoken's ranks. */
final class BytePairFiles {
    private BytePairFiles() {}

    /** The merges of a {@code merges.txt}: a line each, two tokens with a space between. */
    static List<List<String>> merges(Path file) {
        List<List<String>> merges = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) JsonFile.text(file).lines()::iterator) {
            number++;
            if (line.isBlank() || number == 1 && line.startsWith("#version")) {
                continue;
            }
            int space = line.indexOf(' ', 1);
            if (space < 0 || space == line.length() - 1) {
                throw JsonFile.broken(file, "line " + number + " is no two tokens with a space between", null);
            }
            merges.add(List.of(line.substring(0, space), line.substring(space + 1)));
        }
        return merges;
    }

    /** The ranks of a tiktoken file: a line each, bytes in base 64 and the id. Written in the byte alphabet. */
    static Map<String, Integer> ranks(Path file) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        int number = 0;
        for (String line : (Iterable<String>) JsonFile.text(file).lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int space = line.indexOf(' ');
            try {
                byte[] bytes = Base64.getDecoder().decode(line.substring(0, space));
                int rank = Integer.parseUnsignedInt(line.substring(space + 1).strip());
                ranks.put(ByteAlphabet.written(bytes), rank);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw JsonFile.broken(file, "line " + number + " is no token in base 64 and its rank", e);
            }
        }
        if (ranks.isEmpty()) {
            throw JsonFile.broken(file, "it lists no token", null);
        }
        return ranks;
    }

    /** Any two tokens that make a third, the third with the lowest rank first: what tiktoken does as it goes. */
    static List<List<String>> merges(Map<String, Integer> ranks) {
        List<Map.Entry<Integer, List<String>>> merges = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>(ranks);
        ranks.forEach((token, rank) -> {
            List<List<String>> splits = new ArrayList<>();
            for (int at = 1; at < token.length(); at++) {
                String left = token.substring(0, at);
                String right = token.substring(at);
                if (known.containsKey(left) && known.containsKey(right)) {
                    splits.add(List.of(left, right));
                }
            }
            splits.sort(Comparator.comparing((List<String> split) -> known.get(split.get(0)))
                    .thenComparing(split -> known.get(split.get(1))));
            splits.forEach(split -> merges.add(Map.entry(rank, split)));
        });
        merges.sort(Map.Entry.comparingByKey());
        return merges.stream().map(Map.Entry::getValue).toList();
    }

    /** Whether a file begins as tiktoken's do: base 64, a space, a number. */
    static boolean isTiktoken(Path file) {
        byte[] bytes = JsonFile.bytes(file);
        int end = 0;
        while (end < bytes.length && end < 512 && bytes[end] != '\n') {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1).strip().matches("[A-Za-z0-9+/]+=* [0-9]+");
    }
}
