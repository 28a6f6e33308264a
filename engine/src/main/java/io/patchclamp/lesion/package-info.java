/**
 * Lesions as experiments: units found on some stimuli, removed on others, beside matched controls.
 *
 * <p>{@link io.patchclamp.lesion.Localizer} finds units by a contrast and says how reliably; {@link
 * io.patchclamp.lesion.LesionStudy} removes them and as many others, and compares; {@link
 * io.patchclamp.lesion.Dissociation} asks whether two sets do different things. Nothing here may be tested on the trials it
 * was found on.
 */
package io.patchclamp.lesion;
