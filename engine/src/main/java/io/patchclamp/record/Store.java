package io.patchclamp.record;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.array.NamedArray;

/** Where a recording's arrays go while it is made. */
sealed interface Store extends AutoCloseable permits Store.InMemory, DiskStore {
    /** Takes trials that are over, one after the other. */
    void add(List<Track> tracks, int[] trials);

    /** All trials of one track so far, in order. */
    List<NamedArray> trials(int track);

    /** Gives up what was stored; not called if it became a recording. */
    @Override
    void close();

    /** Arrays in memory. */
    final class InMemory implements Store {
        private final List<List<NamedArray>> arrays = new ArrayList<>();

        @Override
        public void add(List<Track> tracks, int[] trials) {
            for (int i = 0; i < tracks.size(); i++) {
                if (arrays.size() == i) {
                    arrays.add(new ArrayList<>());
                }
                for (int trial : trials) {
                    arrays.get(i).add(tracks.get(i).take(trial));
                }
            }
        }

        @Override
        public List<NamedArray> trials(int track) {
            return arrays.get(track);
        }

        @Override
        public void close() {
            arrays.clear();
        }
    }
}
