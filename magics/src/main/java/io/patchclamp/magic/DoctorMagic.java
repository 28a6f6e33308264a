package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.Patchclamp;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.view.Part;
import io.patchclamp.view.Quantity;

/** {@code %doctor}. */
final class DoctorMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "doctor",
            Kind.LINE,
            "What this notebook runs on: Java, processors, memory, folders, loaded models.",
            List.of(),
            List.of(),
            "%doctor",
            "Runtime.getRuntime()",
            Part.class);

    private final Workbench workbench;

    DoctorMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return Part.facts(
                "java",
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "processors",
                String.valueOf(runtime.availableProcessors()),
                "heap",
                Quantity.bytes(used) + " of at most " + Quantity.bytes(runtime.maxMemory()) + " (weights lie outside)",
                "notebook's folder",
                session.directory().toString(),
                "downloads",
                Patchclamp.home().toString(),
                "models",
                workbench.names().isEmpty() ? "none loaded" : String.join(", ", workbench.names()));
    }
}
