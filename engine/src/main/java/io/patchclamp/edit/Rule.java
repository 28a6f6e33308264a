package io.patchclamp.edit;

/** What becomes of the numbers of one electrode at one token, once trials and tokens are known. */
interface Rule {
    /**
     * The numbers that go with one token, one for each chosen number of the electrode; for attention heads times keys.
     * Null if there are none for this token, which is then left as it is.
     */
    float[] values(int trial, int position);

    /** What is left where a number was; {@code value} is the one that goes with it. */
    float apply(float natural, float value);

    /** One value for all numbers, and the value is what is left. */
    record Hold(float[] perNumber) implements Rule {
        @Override
        public float[] values(int trial, int position) {
            return perNumber;
        }

        @Override
        public float apply(float natural, float value) {
            return value;
        }
    }

    /** Another value at each token. */
    record Take(Source source) implements Rule {
        @Override
        public float[] values(int trial, int position) {
            return source.values(trial, position);
        }

        @Override
        public float apply(float natural, float value) {
            return value;
        }
    }

    /** Where values come from token by token. */
    interface Source {
        float[] values(int trial, int position);
    }

    /** Times a factor. */
    record Times(float[] perNumber) implements Rule {
        @Override
        public float[] values(int trial, int position) {
            return perNumber;
        }

        @Override
        public float apply(float natural, float value) {
            return natural * value;
        }
    }

    /** Plus a number; plus nothing is nothing, also for the sign of zero. */
    record Plus(float[] perNumber) implements Rule {
        @Override
        public float[] values(int trial, int position) {
            return perNumber;
        }

        @Override
        public float apply(float natural, float value) {
            return value == 0 ? natural : natural + value;
        }
    }
}
