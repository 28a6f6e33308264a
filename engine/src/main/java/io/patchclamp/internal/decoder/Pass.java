package io.patchclamp.internal.decoder;

/**
 * What all blocks of one forward pass share.
 *
 * @param span which tokens are read
 * @param rotation their angles
 * @param sight which keys they see
 * @param probes the electrodes
 */
record Pass(Span span, Rotation rotation, Sight sight, Probes probes) {}
