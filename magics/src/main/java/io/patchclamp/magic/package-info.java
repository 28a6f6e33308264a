/** What a user types: magics, each sugar over one public engine call, described by one spec record. */
package io.patchclamp.magic;
