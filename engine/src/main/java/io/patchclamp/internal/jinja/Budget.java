package io.patchclamp.internal.jinja;

/** How much work and text one rendering may take; a template that asks for more is stopped. */
final class Budget {
    private static final long STEPS = 20_000_000;
    private static final int DEPTH = 200;
    private static final long LONGEST = 16L << 20;

    private long steps;
    private int depth;

    void spend(long more) {
        steps += more;
        if (steps > STEPS) {
            throw TemplateFault.tooLarge("It has taken " + STEPS + " steps and is not done");
        }
    }

    /** Refuses texts and lists that are too long to be meant. */
    void fits(long length) {
        if (length > LONGEST) {
            throw TemplateFault.tooLarge("It makes a text of more than " + LONGEST + " characters");
        }
        spend(1);
    }

    void enter() {
        if (++depth > DEPTH) {
            throw TemplateFault.tooLarge("It calls itself more than " + DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }
}
