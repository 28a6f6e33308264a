package io.patchclamp.geometry;

import java.util.Arrays;

import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The eigenvalues and eigenvectors of products of rows, or of columns: a symmetric matrix without negative ones.
 *
 * @param values descending
 * @param vectors {@code [k]}, of length 1
 */
record Symmetric(double[] values, double[][] vectors) {
    static Symmetric of(double[][] products) {
        RealMatrix matrix = new Array2DRowRealMatrix(products, false);
        try {
            EigenDecomposition eigen = new EigenDecomposition(matrix);
            return of(eigen.getRealEigenvalues(), eigen.getVT());
        } catch (MaxCountExceededException e) { // it gives up after 30 turns, which some matrices need more than
            if (!Arrays.stream(products).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
                throw e;
            }
            SingularValueDecomposition singular = new SingularValueDecomposition(matrix);
            return of(singular.getSingularValues(), singular.getVT());
        }
    }

    private static Symmetric of(double[] values, RealMatrix vectors) {
        return new Symmetric(values, vectors.getData());
    }
}
