package io.patchclamp.lens;

import java.util.List;

import io.patchclamp.generate.Candidate;

/**
 * What one state would say.
 *
 * @param top the most probable next tokens, most probable first
 */
public record LensCell(List<Candidate> top) {
    public LensCell {
        top = List.copyOf(top);
    }
}
