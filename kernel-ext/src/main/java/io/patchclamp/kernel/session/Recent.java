package io.patchclamp.kernel.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was asked for last, up to a number of things; what nobody has asked for longest goes first. For one thread at a time.
 *
 * @param <K> what is asked
 * @param <V> what was answered
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int most;

    /**
     * Nothing yet.
     *
     * @param most how many answers are kept
     */
    public Recent(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
