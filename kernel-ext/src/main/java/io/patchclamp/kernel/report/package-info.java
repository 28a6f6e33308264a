/**
 * What went wrong, told in the user's own lines: the true class, the message, the cell and the line, no frame of the
 * kernel. Begin with {@link io.patchclamp.kernel.report.ErrorReport}.
 */
package io.patchclamp.kernel.report;
