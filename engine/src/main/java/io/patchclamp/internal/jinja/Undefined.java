package io.patchclamp.internal.jinja;

/** What a name that is not there stands for: empty where it is printed, an error where anything else is done with it. */
record Undefined(String why) {
    static Undefined name(String name) {
        return new Undefined(Repr.of(name) + " is undefined");
    }

    static Undefined member(Object owner, Object key) {
        return new Undefined(Values.described(owner) + " has no " + (key instanceof String ? "attribute " : "element ")
                + Repr.of(key));
    }

    TemplateFault fault() {
        return TemplateFault.failed(why);
    }
}
