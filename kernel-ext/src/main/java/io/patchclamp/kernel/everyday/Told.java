package io.patchclamp.kernel.everyday;

/** A value whose content was shown while it came about: it can be bound, but is not shown once more. */
public interface Told {}
