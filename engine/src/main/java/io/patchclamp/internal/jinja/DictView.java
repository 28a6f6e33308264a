package io.patchclamp.internal.jinja;

import java.util.List;

/** What {@code keys()}, {@code values()} and {@code items()} of a dict give. */
record DictView(String kind, List<Object> items) {}
