package io.patchclamp.record;

import java.util.Locale;

import io.patchclamp.internal.format.WeightType;

/** How exactly the numbers of a recording are kept. */
public enum Precision {
    /** As they are. */
    F32(WeightType.F32),
    /** Rounded to half precision: half the space, three digits, nothing beyond 65,504. */
    F16(WeightType.F16);

    private final WeightType type;

    Precision(WeightType type) {
        this.type = type;
    }

    WeightType type() {
        return type;
    }

    /**
     * The word for it.
     *
     * @return {@code f32} or {@code f16}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
