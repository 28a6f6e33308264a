package io.patchclamp.attribute;

/**
 * Where on the way from 0 to 1 a function is looked at, and with what weight, so that its mean is found (Gauss and
 * Legendre): exact for polynomials of degree 2n - 1.
 *
 * @param nodes ascending, between 0 and 1
 * @param weights one a node; together 1
 */
record Quadrature(double[] nodes, double[] weights) {
    /**
     * The same mean, looked at more closely near 0: at the cubes of the places. What is normed afterwards does not change
     * in size until it has all but vanished, and then all at once.
     */
    Quadrature closeToZero() {
        double[] near = new double[nodes.length];
        double[] less = new double[nodes.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.pow(nodes[i], 3);
            less[i] = weights[i] * 3 * nodes[i] * nodes[i];
        }
        return new Quadrature(near, less);
    }

    static Quadrature of(int n) {
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int round = 0; round < 100; round++) {
                double before = 1;
                double p = x;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
                    before = p;
                    p = next;
                }
                slope = n * (x * p - before) / (x * x - 1);
                double step = p / slope;
                x -= step;
                if (Math.abs(step) < 1e-15) {
                    break;
                }
            }
            nodes[i] = (1 + x) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return new Quadrature(nodes, weights);
    }
}
