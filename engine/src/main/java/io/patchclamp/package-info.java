/**
 * The front door: {@link io.patchclamp.Patchclamp} loads a model. It may import every room; no room imports it.
 *
 * <p>Reading order of the rooms: {@code model} (what can be seen), {@code trial} (what is shown to it), {@code generate}
 * and {@code record} (what it did), {@code edit} (what happens when a part of it is forced).
 */
package io.patchclamp;
