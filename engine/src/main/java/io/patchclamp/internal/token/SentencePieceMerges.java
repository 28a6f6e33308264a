package io.patchclamp.internal.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The merges that a SentencePiece vocabulary implies: any two tokens that make a third, the best score first. */
public final class SentencePieceMerges {
    private SentencePieceMerges() {}

    /**
     * Finds every merge, in the order in which {@code transformers} lists them for the same vocabulary.
     *
     * @param ids id of each token, by how it is written
     * @param scores of each id
     * @return the merges
     */
    public static MergeTable from(Map<String, Integer> ids, float[] scores) {
        List<Merge> merges = new ArrayList<>();
        ids.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(token -> addSplits(token.getKey(), token.getValue(), ids, merges));
        merges.sort(Comparator.comparingDouble((Merge merge) -> -scores[merge.into])
                .thenComparingInt(merge -> -merge.leftLength)
                .thenComparingInt(merge -> -merge.rightLength));
        MergeTable table = new MergeTable(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            table.put(merge.left, merge.right, rank, merge.into);
        }
        return table;
    }

    private static void addSplits(String written, int into, Map<String, Integer> ids, List<Merge> merges) {
        List<Merge> splits = new ArrayList<>();
        int length = written.codePointCount(0, written.length());
        int leftLength = 1;
        for (int at = written.offsetByCodePoints(0, Math.min(1, length));
                at < written.length();
                at = written.offsetByCodePoints(at, 1)) {
            Integer left = ids.get(written.substring(0, at));
            Integer right = left == null ? null : ids.get(written.substring(at));
            if (right != null) {
                splits.add(new Merge(left, right, into, leftLength, length - leftLength));
            }
            leftLength++;
        }
        splits.sort(Comparator.comparingInt(Merge::left).thenComparingInt(Merge::right));
        merges.addAll(splits);
    }

    private record Merge(int left, int right, int into, int leftLength, int rightLength) {}
}
