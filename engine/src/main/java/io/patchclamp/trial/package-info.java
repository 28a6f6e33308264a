/** What is shown to a model: one row a stimulus, with its conditions and events. */
package io.patchclamp.trial;
