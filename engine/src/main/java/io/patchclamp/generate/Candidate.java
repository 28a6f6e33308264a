package io.patchclamp.generate;

/**
 * A token that could have come next.
 *
 * @param id its id
 * @param visible the token made visible
 * @param probability between 0 and 1
 */
public record Candidate(int id, String visible, double probability) {}
