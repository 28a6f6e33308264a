/**
 * Jinja templates as Python's Jinja2 renders them in {@code transformers}' sandbox, for the templates that come with chat
 * models. Knows no model. Values are plain Java: {@code null}, {@link Boolean}, {@link Long}, {@link Double}, {@link
 * String}, {@link java.util.List}, {@link java.util.Map}, and a few types of this room for what Python has besides.
 * Begin with {@link io.patchclamp.internal.jinja.Template}.
 */
package io.patchclamp.internal.jinja;
