/**
 * What a user of any kernel expects of one: files written, the shell, markup, names listed and forgotten, magics of one's own.
 * Begin with {@link io.patchclamp.kernel.everyday.EverydayMagics}.
 */
package io.patchclamp.kernel.everyday;
