package io.patchclamp.kernel.session;

/**
 * Something a cell declared.
 *
 * @param name what it is called
 * @param kind {@code variable}, {@code method}, or what kind of type it is
 * @param type the type of a variable, the signature of a method; empty for types
 */
public record Declared(String name, String kind, String type) {}
