/** Splitting text into token ids by byte pairs, in plain Java. Knows no model type. */
package io.patchclamp.internal.token;
