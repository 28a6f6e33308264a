package io.patchclamp.kernel.everyday;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.magic.Magic;

/** The magics that any kernel should have. */
public final class EverydayMagics {
    private EverydayMagics() {}

    /**
     * All of them.
     *
     * @param java the notebook's Java, asked for when a magic runs
     * @return markup, files, the shell, names
     */
    public static List<Magic> all(Supplier<JavaSession> java) {
        List<Magic> all = new ArrayList<>();
        all.add(new WhoMagic(() -> java.get().declared()));
        all.add(new ResetMagic(() -> java.get().reset()));
        all.add(new RenderersMagic());
        all.add(new WriteFileMagic());
        all.addAll(MarkupMagic.all());
        all.add(new ShellMagic("sh"));
        all.add(new ShellMagic("bash"));
        return List.copyOf(all);
    }
}
