package io.patchclamp.internal.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PairMergerTest {
    private static final int LETTERS = 3;

    @RepeatedTest(40)
    void longAndShortWordsMergeAsByTheDefinition(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<List<Integer>, int[]> rules = new HashMap<>();
        MergeTable table = new MergeTable(60);
        for (int rank = 0; rank < 60; rank++) {
            int left = random.nextInt(LETTERS + rank);
            int right = random.nextInt(LETTERS + rank);
            rules.put(List.of(left, right), new int[] {rank, LETTERS + rank});
            table.put(left, right, rank, LETTERS + rank);
        }
        for (int length : new int[] {0, 1, 2, 5, 40, 41, 300}) {
            Symbols word = new Symbols();
            List<Integer> naive = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                int letter = random.nextInt(LETTERS);
                word.add(letter, i, i + 1);
                naive.add(letter);
            }
            PairMerger.merge(word, table);
            mergeByDefinition(naive, rules);
            Pieces pieces = word.toPieces();
            assertThat(Arrays.stream(pieces.ids()).boxed()).isEqualTo(naive);
            assertThat(covered(pieces)).as("spans follow each other").isEqualTo(length);
        }
    }

    /** Again and again the first of the pairs with the lowest rank. */
    private static void mergeByDefinition(List<Integer> word, Map<List<Integer>, int[]> rules) {
        while (true) {
            int best = -1;
            for (int i = 0; i + 1 < word.size(); i++) {
                int[] rule = rules.get(word.subList(i, i + 2));
                if (rule != null && (best < 0 || rule[0] < rules.get(word.subList(best, best + 2))[0])) {
                    best = i;
                }
            }
            if (best < 0) {
                return;
            }
            int into = rules.get(word.subList(best, best + 2))[1];
            word.remove(best + 1);
            word.set(best, into);
        }
    }

    private static int covered(Pieces pieces) {
        int at = 0;
        for (int i = 0; i < pieces.ids().length; i++) {
            assertThat(pieces.starts()[i]).isEqualTo(at);
            at = pieces.ends()[i];
        }
        return at;
    }

    @Test
    void aPairThatComesAgainTakesTheLaterRank() {
        MergeTable table = new MergeTable(3);
        table.put(0, 0, 0, 7);
        table.put(0, 1, 1, 8);
        table.put(0, 0, 2, 9);
        Symbols word = new Symbols();
        word.add(0, 0, 1);
        word.add(0, 1, 2);
        word.add(1, 2, 3);
        PairMerger.merge(word, table);
        assertThat(word.toPieces().ids()).containsExactly(0, 8);
    }
}
