/** What was typed, kept across restarts in one bounded file. */
package io.patchclamp.kernel.history;
