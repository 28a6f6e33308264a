package io.patchclamp.geometry;

import io.patchclamp.progress.Progress;

/** The few products and inverses of small matrices that run often; rows are arrays, loops run along them. */
final class Dense {
    private Dense() {}

    /** to += factor * from. */
    static void add(double[] to, double[] from, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    /** a b. Rows of b go by in the inner loop; blocks of them stay in the cache. */
    static double[][] times(double[][] a, double[][] b) {
        int columns = b[0].length;
        double[][] out = new double[a.length][columns];
        for (int from = 0; from < b.length; from += 64) {
            int to = Math.min(b.length, from + 64);
            for (int i = 0; i < a.length; i++) {
                Progress.checkCancelled("multiplying matrices");
                double[] row = out[i];
                int k = from;
                for (; k + 3 < to; k += 4) {
                    four(row, a[i][k], b[k], a[i][k + 1], b[k + 1], a[i][k + 2], b[k + 2], a[i][k + 3], b[k + 3]);
                }
                for (; k < to; k++) {
                    add(row, b[k], a[i][k]);
                }
            }
        }
        return out;
    }

    private static void four(
            double[] row, double a, double[] p, double b, double[] q, double c, double[] r, double d, double[] s) {
        for (int i = 0; i < row.length; i++) {
            row[i] += a * p[i] + b * q[i] + c * r[i] + d * s[i];
        }
    }

    /** The inverse of a symmetric positive definite matrix, by Cholesky. */
    static double[][] inverse(double[][] a) {
        int n = a.length;
        double[][] l = cholesky(a);
        // m = L⁻¹ row by row, then the inverse is m'm
        double[][] m = new double[n][n];
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("multiplying matrices");
            m[i][i] = 1;
            for (int k = 0; k < i; k++) {
                double factor = -l[i][k];
                double[] row = m[i];
                double[] above = m[k];
                for (int j = 0; j <= k; j++) {
                    row[j] += factor * above[j];
                }
            }
            for (int j = 0; j <= i; j++) {
                m[i][j] /= l[i][i];
            }
        }
        double[][] out = new double[n][n];
        for (int k = 0; k < n; k++) {
            Progress.checkCancelled("multiplying matrices");
            double[] row = m[k];
            for (int i = 0; i <= k; i++) {
                double factor = row[i];
                double[] to = out[i];
                for (int j = 0; j <= i; j++) {
                    to[j] += factor * row[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                out[j][i] = out[i][j];
            }
        }
        return out;
    }

    /** The lower factor L of a = LL'. */
    static double[][] cholesky(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("multiplying matrices");
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i > j) {
                    l[i][j] = sum / l[j][j];
                } else if (sum > 0) {
                    l[i][i] = Math.sqrt(sum);
                } else {
                    throw new ArithmeticException("not positive definite at row " + i + ": " + sum);
                }
            }
        }
        return l;
    }

    /** Solves a x = b in place for a small a that need not be symmetric, by elimination with pivots. */
    static void solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int r = i + 1; r < n; r++) {
                pivot = Math.abs(a[r][i]) > Math.abs(a[pivot][i]) ? r : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[i];
            a[i] = row;
            double kept = b[pivot];
            b[pivot] = b[i];
            b[i] = kept;
            for (int r = i + 1; r < n; r++) {
                double factor = a[r][i] / row[i];
                for (int c = i; c < n; c++) {
                    a[r][c] -= factor * row[c];
                }
                b[r] -= factor * b[i];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int c = i + 1; c < n; c++) {
                b[i] -= a[i][c] * b[c];
            }
            b[i] /= a[i][i];
        }
    }

    static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    /** The part of a matrix in these rows and columns. */
    static double[][] part(double[][] a, int[] rows, int[] columns) {
        double[][] out = new double[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                out[i][j] = a[rows[i]][columns[j]];
            }
        }
        return out;
    }
}
