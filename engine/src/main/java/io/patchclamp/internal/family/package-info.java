/**
 * What each family of architectures calls things: one adapter a family reads its {@code config.json} into a
 * {@code ModelConfig} and draws its modules. It knows no tensor and no file.
 */
package io.patchclamp.internal.family;
