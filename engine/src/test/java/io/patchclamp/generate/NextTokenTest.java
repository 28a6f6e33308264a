package io.patchclamp.generate;

import java.util.Comparator;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NextTokenTest {
    @Test
    void theExponentialIsThatOfTheLibraryToTheLastDigits() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double x = -random.nextDouble() * (i % 2 == 0 ? 1 : 60);
            double exact = StrictMath.exp(x);
            assertThat(Exponential.of(x)).isCloseTo(exact, within(1e-14 * exact));
        }
        assertThat(Exponential.of(0)).isEqualTo(1);
        assertThat(Exponential.of(-1e30)).isZero();
        assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.of(Double.NaN)).isNaN();
    }

    @Test
    void theRankingIsTheSortedOrder() {
        Random random = new Random(2);
        for (int size : new int[] {1, 2, 3, 10, 1000}) {
            float[] logits = new float[size];
            for (int i = 0; i < size; i++) {
                logits[i] = random.nextInt(50) / 7f;
            }
            Ranking ranking = new Ranking(logits);
            int[] sorted = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparingInt(i -> i))
                    .mapToInt(i -> i)
                    .toArray();
            for (int i = 0; i < size; i++) {
                assertThat(ranking.at(i)).isEqualTo(sorted[i]);
            }
            assertThat(ranking.at(0)).isEqualTo(sorted[0]);
        }
    }

    @Test
    void aDrawIsThatFromTheWholeDistributionInOrder() {
        Random random = new Random(3);
        float[] logits = new float[400];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        for (int step = 0; step < 2000; step++) {
            Sampling sampling = new Sampling(0.3 + step % 5, step % 3 * 7, 1 - step % 4 * 0.2, step / 100);
            assertThat(NextToken.choose(logits, sampling, 2, step))
                    .as("%s, step %d", sampling, step)
                    .isEqualTo(slowly(logits, sampling, 2, step));
        }
    }

    private static int slowly(float[] logits, Sampling sampling, int trial, int step) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -logits[i]))
                .mapToInt(i -> i)
                .toArray();
        int most = sampling.topK() == 0 ? order.length : sampling.topK();
        double[] p = new double[most];
        double sum = 0;
        for (int i = 0; i < most; i++) {
            p[i] = Math.exp((logits[order[i]] - logits[order[0]]) / sampling.temperature());
            sum += p[i];
        }
        double kept = 0;
        int last = 0;
        while (last < most && (last == 0 || kept < sampling.topP() * sum)) {
            kept += p[last++];
        }
        long mixed = sampling.seed() * 0x9E3779B97F4A7C15L + trial * 0xBF58476D1CE4E5B9L + step;
        double draw = new SplittableRandom(mixed).nextDouble() * kept;
        for (int i = 0; i < last; i++) {
            draw -= p[i];
            if (draw < 0) {
                return order[i];
            }
        }
        return order[last - 1];
    }
}
