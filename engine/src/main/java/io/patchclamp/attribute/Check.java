package io.patchclamp.attribute;

/**
 * An estimate beside what really happens.
 *
 * @param site which of the selection's sites, counted from 0
 * @param token at which position
 * @param unit which unit or head; -1 for the whole site
 * @param estimate what was attributed to it
 * @param real what the target really loses when it is set to zero; in attribution patching, what it really gains when it
 *     is patched
 */
public record Check(int site, int token, int unit, double estimate, double real) {}
