/** Interventions as data: what is forced, where, at which tokens; and the receipt of what it replaced. */
package io.patchclamp.edit;
