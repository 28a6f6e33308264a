package io.patchclamp.internal.vector;

/** Work in pieces that may be done in any order, by any thread. */
interface Job {
    void piece(int piece) throws Throwable;
}
