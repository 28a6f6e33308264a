package io.patchclamp.internal.vocabulary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A SentencePiece model ({@code tokenizer.model}), read from its protocol buffer: pieces, kind, and the little that is
 * used of the rest.
 */
final class SentencePieceFile {
    private static final int UNIGRAM = 1;
    private static final int PAIRS = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final Path file;
    private final List<Piece> pieces = new ArrayList<>();
    private int kind = UNIGRAM;
    private boolean byteFallback;
    private int unknown;
    private String unknownPiece = "<unk>";
    private String beginPiece = "<s>";
    private String endPiece = "</s>";
    private byte[] table = {};

    private SentencePieceFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file a tokenizer.model
     * @return what it holds
     * @throws io.patchclamp.fault.LoadException if it is no such model
     */
    static SentencePieceFile read(Path file) {
        SentencePieceFile model = new SentencePieceFile(file);
        try {
            model.message(ByteBuffer.wrap(JsonFile.bytes(file)), model::part);
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw JsonFile.broken(file, "it is no SentencePiece model", e);
        }
        if (model.pieces.isEmpty()) {
            throw JsonFile.broken(file, "it is no SentencePiece model", null);
        }
        if (model.kind != UNIGRAM && model.kind != PAIRS) {
            throw JsonFile.broken(file, "it splits into words or characters, and we know unigram and byte pairs", null);
        }
        return model;
    }

    boolean isUnigram() {
        return kind == UNIGRAM;
    }

    /** Id by piece; of two pieces written the same, the later. */
    Map<String, Integer> ids() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            ids.put(pieces.get(id).text, id);
        }
        return ids;
    }

    /** Any two pieces that make a third, in the order of the third: in such a file, the best comes first. */
    List<List<String>> merges() {
        Map<String, Integer> ids = ids();
        List<Pair> pairs = new ArrayList<>();
        ids.forEach((piece, id) -> {
            for (int at = 1; at < piece.length(); at++) {
                if (Character.isLowSurrogate(piece.charAt(at))) {
                    continue;
                }
                Integer left = ids.get(piece.substring(0, at));
                Integer right = ids.get(piece.substring(at));
                if (left != null && right != null) {
                    pairs.add(new Pair(piece.substring(0, at), piece.substring(at), id));
                }
            }
        });
        pairs.sort(java.util.Comparator.comparingInt(Pair::into)
                .thenComparingInt(pair -> pair.left.codePointCount(0, pair.left.length())));
        return pairs.stream().map(pair -> List.of(pair.left, pair.right)).toList();
    }

    /** Pieces with their scores, as a unigram model lists them. */
    List<List<Object>> scored() {
        return pieces.stream()
                .map(piece -> List.<Object>of(piece.text, (double) piece.score))
                .toList();
    }

    /** Laid out as {@code transformers} does where no class of its own is named: no space is put first. */
    Map<String, Object> asWritten() {
        Map<String, Object> model = isUnigram()
                ? TokenizerJson.unigram(scored(), unknown, byteFallback)
                : TokenizerJson.spacedPairs(ids(), merges(), unknownPiece, byteFallback);
        List<Object> normalizers = new ArrayList<>();
        if (table.length > 0) {
            normalizers.add(TokenizerJson.precompiled(Base64.getEncoder().encodeToString(table)));
        }
        normalizers.add(TokenizerJson.replace(" ", TokenizerJson.SPACE));
        return TokenizerJson.of(
                model,
                TokenizerJson.sequence("normalizers", normalizers),
                null,
                TokenizerJson.spacedDecoder(byteFallback, false));
    }

    /** Adds the pieces that are found in a text before it is split. */
    void addTo(AddedList added) {
        for (Piece piece : pieces) {
            if (piece.type == CONTROL) {
                added.putSpecial(piece.text);
            } else if (piece.type == USER_DEFINED) {
                added.putPlain(piece.text);
            }
        }
        added.putSpecial(unknownPiece);
    }

    /** The marks that a model names if the settings do not. */
    String begin() {
        return beginPiece;
    }

    String end() {
        return endPiece;
    }

    private void part(int field, int wire, ByteBuffer in) {
        switch (field) {
            case 1 -> piece(in);
            case 2 -> message(in, this::trainer);
            case 3 -> message(in, this::normalizer);
            default -> {
                // Of no use to us.
            }
        }
    }

    private void piece(ByteBuffer in) {
        Piece piece = new Piece();
        message(in, (field, wire, value) -> {
            switch (field) {
                case 1 -> piece.text = string(value);
                case 2 -> piece.score = value.getFloat();
                case 3 -> piece.type = (int) varint(value);
                default -> {
                    // Of no use to us.
                }
            }
        });
        pieces.add(piece);
    }

    private void trainer(int field, int wire, ByteBuffer in) {
        switch (field) {
            case 3 -> kind = (int) varint(in);
            case 35 -> byteFallback = varint(in) != 0;
            case 40 -> unknown = (int) varint(in);
            case 45 -> unknownPiece = string(in);
            case 46 -> beginPiece = string(in);
            case 47 -> endPiece = string(in);
            default -> {
                // Of no use to us.
            }
        }
    }

    private void normalizer(int field, int wire, ByteBuffer in) {
        if (field == 2) {
            table = new byte[in.remaining()];
            in.get(table);
        }
    }

    /** Walks over the fields of a message. */
    private void message(ByteBuffer bytes, Field reader) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int wire = (int) (tag & 7);
            ByteBuffer value =
                    switch (wire) {
                        case VARINT -> {
                            ByteBuffer from = in.slice();
                            varint(in);
                            yield from;
                        }
                        case EIGHT_BYTES -> cut(in, Long.BYTES);
                        case LENGTH -> cut(in, varint(in));
                        case FOUR_BYTES -> cut(in, Integer.BYTES);
                        default -> throw new IllegalArgumentException("wire type " + wire);
                    };
            reader.read((int) (tag >>> 3), wire, value.order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static ByteBuffer cut(ByteBuffer in, long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a field of " + length + " bytes");
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    private static String string(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(in).toString();
    }

    @Override
    public String toString() {
        return file + ", " + pieces.size() + " pieces";
    }

    /** Hears of one field. */
    private interface Field {
        void read(int field, int wire, ByteBuffer value);
    }

    private static final class Piece {
        private String text = "";
        private float score;
        private int type = 1;
    }

    private record Pair(String left, String right, int into) {}
}
