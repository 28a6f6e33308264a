package io.patchclamp.geometry;

import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.record.ResultArray;

/** Lists of numbers as arrays. */
final class Tables {
    private Tables() {}

    static ResultArray floats(String name, List<List<Double>> rows) {
        ResultArray array = ResultArray.floats(name, rows.size(), rows.get(0).size());
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.get(i).size(); j++) {
                array.put(rows.get(i).get(j), i, j);
            }
        }
        return array;
    }

    static ResultArray ids(String name, List<Integer> values) {
        ResultArray array = ResultArray.ids(name, values.size());
        for (int i = 0; i < values.size(); i++) {
            array.put(values.get(i), i);
        }
        return array;
    }

    /** A matrix with its axes named. */
    static NamedArray named(String row, String column, double[][] matrix) {
        float[] all = new float[matrix.length * matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                all[i * matrix[0].length + j] = (float) matrix[i][j];
            }
        }
        return NamedArray.of(List.of(row, column), new int[] {matrix.length, matrix[0].length}, all);
    }

    static List<Double> list(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
