/** What a user sees: text and HTML from one tree of parts, pictures as PNG. */
package io.patchclamp.view;
