/**
 * Activations with trial, token and step on every row; kept, loaded, and handed to Python.
 *
 * <p>Start at {@link io.patchclamp.record.Recorder}, which makes a {@link io.patchclamp.record.Recording}; {@link
 * io.patchclamp.record.RecordingFiles} keeps it, {@link io.patchclamp.record.RecordingExport} hands it on.
 */
package io.patchclamp.record;
