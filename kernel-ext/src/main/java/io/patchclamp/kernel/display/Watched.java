package io.patchclamp.kernel.display;

import java.util.Collection;
import java.util.Iterator;

import io.patchclamp.progress.Progress;

/** A collection that tells how far whoever goes through it is. */
record Watched<T>(String what, Collection<T> items, Progress progress) implements Iterable<T> {
    @Override
    public Iterator<T> iterator() {
        Iterator<T> each = items.iterator();
        return new Iterator<>() {
            private long done;

            @Override
            public boolean hasNext() {
                progress.at(what, done, items.size(), "items");
                return each.hasNext();
            }

            @Override
            public T next() {
                T item = each.next();
                done++;
                return item;
            }
        };
    }
}
