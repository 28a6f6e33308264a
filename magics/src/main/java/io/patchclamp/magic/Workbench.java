package io.patchclamp.magic;

/** What the magics of one notebook share: loaded models and hooks. */
final class Workbench {}
