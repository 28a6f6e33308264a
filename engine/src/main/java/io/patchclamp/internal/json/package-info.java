/** JSON as the standard has it, strictly: no duplicate keys, no comments, nothing after the end. */
package io.patchclamp.internal.json;
