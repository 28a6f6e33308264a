package io.patchclamp.generate;

import java.util.List;

/**
 * A token the model added.
 *
 * @param id its id
 * @param visible the token made visible
 * @param logprob the model's log-probability of it, in nats, before temperature and top-p
 * @param top the five most probable tokens at this place, best first
 */
public record GeneratedToken(int id, String visible, double logprob, List<Candidate> top) {
    public GeneratedToken {
        top = List.copyOf(top);
    }
}
