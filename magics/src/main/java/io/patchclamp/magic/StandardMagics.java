package io.patchclamp.magic;

import java.util.List;

/** The magics that need no kernel. */
final class StandardMagics {
    private StandardMagics() {}

    static List<Magic> all(Magics magics, Workbench workbench) {
        return List.of(new HelpMagic(magics), new LsmagicMagic(magics));
    }
}
