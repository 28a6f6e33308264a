/** What goes wrong, split by what the reader can do about it. Every message says what, where, and what to try. */
package io.patchclamp.fault;
