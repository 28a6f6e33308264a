package io.patchclamp.trial;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.patchclamp.fault.PatchclampException;

/**
 * Which trials are among those that something was chosen by: units, or the direction of a vector. Testing there what was
 * chosen there finds an effect in pure noise. Two prompts are the same if they differ in case and spaces only, or if one
 * is the other written as a chat.
 *
 * @param chosen what was chosen
 * @param prompts the trials among them
 * @param trials of how many
 */
public record Reuse(String chosen, List<String> prompts, int trials) {
    /** What stands on every result and picture that tests where it chose. */
    public static final String STAMP = "CIRCULAR";

    private static final int LONGEST = 80;

    public Reuse {
        prompts = List.copyOf(prompts);
    }

    /**
     * Looks for them.
     *
     * @param chosen what was chosen, as messages call it
     * @param by the stimuli it was chosen by
     * @param tested what it is to be tested on
     * @return the trials in both; none if it was chosen without looking
     */
    public static Reuse of(String chosen, List<Trials.Item> by, Trials tested) {
        Set<String> seen = new HashSet<>();
        by.forEach(i -> seen.add(plain(i.prompt())));
        boolean chats = by.stream().anyMatch(Trials.Item::whole);
        List<String> both = tested.items().stream()
                .filter(i -> seen.contains(plain(i.prompt()))
                        || i.whole() && seen.stream().anyMatch(plain(i.prompt())::contains)
                        || chats && seen.stream().anyMatch(s -> s.contains(plain(i.prompt()))))
                .map(Trials.Item::prompt)
                .distinct()
                .toList();
        return new Reuse(chosen, both, tested.count());
    }

    /**
     * Whether there are any.
     *
     * @return true if at least one trial is among those of the choice
     */
    public boolean any() {
        return !prompts.isEmpty();
    }

    /**
     * Refuses to test on what was chosen by, unless the caller says that it may be.
     *
     * @throws PatchclampException if there are any
     */
    public void refuse() {
        refuse("; or --circular (in Java circular()), which is stamped on the result");
    }

    /**
     * Refuses to test on what was chosen by, whatever the caller says.
     *
     * @throws PatchclampException if there are any
     */
    public void refuseAlways() {
        refuse("");
    }

    private void refuse(String otherwise) {
        if (any()) {
            throw new PatchclampException(
                    prompts.size() + " of " + trials + " trials are among those that '" + brief(chosen)
                            + "' was chosen by, such as '"
                            + prompts.get(0)
                            + "': testing there what was selected there finds an effect in pure noise.",
                    "other stimuli; the half that was not used to select, which a localizer keeps in split().t() and a direction in rest()"
                            + " (Trials t = NAME.split().t(); then --trials t)" + otherwise);
        }
    }

    /** A long list of units is known by its beginning. */
    private static String brief(String chosen) {
        return chosen.length() <= LONGEST ? chosen : chosen.substring(0, LONGEST) + "…";
    }

    private static String plain(String prompt) {
        return prompt.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
