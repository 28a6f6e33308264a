/** Activations with trial, token and step on every row; kept, loaded, and handed to Python. */
package io.patchclamp.record;
