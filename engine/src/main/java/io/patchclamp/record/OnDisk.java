package io.patchclamp.record;

import java.util.AbstractList;
import java.util.List;

import io.patchclamp.array.NamedArray;

/** Trials that lie on disk, each read when it is asked for. Their shapes are known without reading. */
abstract class OnDisk extends AbstractList<NamedArray> {
    /** The axes' lengths, one array a trial. */
    abstract List<int[]> shapes();
}
