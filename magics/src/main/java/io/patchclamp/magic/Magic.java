package io.patchclamp.magic;

/** Something a user types behind {@code %} or {@code %%}: it returns a record and prints nothing itself. */
public interface Magic {
    /**
     * What it is called, takes and gives.
     *
     * @return the spec that help, completion and the README table come from
     */
    MagicSpec spec();

    /**
     * What a call gives: the spec's result type, or the one of its kinds that these options give.
     *
     * @param call what the user typed, already checked against the spec
     * @return the type of the variable that {@code --as} makes
     */
    default Class<?> result(MagicCall call) {
        return spec().result();
    }

    /**
     * Runs it.
     *
     * @param call what the user typed, already checked against the spec
     * @param session the notebook
     * @return a value of the spec's result type, or null if there is nothing to show
     * @throws Exception if it cannot be done; a {@link io.patchclamp.fault.PatchclampException} is shown as it is
     */
    Object run(MagicCall call, Session session) throws Exception;
}
