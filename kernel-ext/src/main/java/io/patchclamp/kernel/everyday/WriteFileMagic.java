package io.patchclamp.kernel.everyday;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.magic.Session;

/** Writes the cell to a file. */
final class WriteFileMagic implements Magic {
    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                "writefile",
                MagicSpec.Kind.CELL,
                "Writes the cell below it to a file, as it stands.",
                List.of(Argument.word("FILE", "the file, relative to the notebook's folder", Values.PATH)),
                List.of(Option.flag("append", "adds to a file that is there")),
                "%%writefile notes.txt\nfirst line",
                "Files.writeString(Path.of(\"notes.txt\"), \"first line\\n\")",
                WrittenFile.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String name = call.argument("FILE").orElseThrow();
        String body = call.body().orElse("");
        String text = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
        try {
            Path file = session.directory().resolve(name).normalize();
            Files.createDirectories(file.getParent());
            boolean append = call.has("append") && Files.exists(file);
            boolean over = !append && Files.exists(file);
            if (append) {
                Files.writeString(file, text, StandardOpenOption.APPEND);
            } else {
                Files.writeString(file, text);
            }
            String did = append ? "Appended" : over ? "Overwrote with" : "Wrote";
            return new WrittenFile(file, did, text.lines().count());
        } catch (IOException | InvalidPathException e) {
            throw new PatchclampException(
                    "The file '" + name + "' cannot be written: " + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + ".",
                    "a file name in a folder that you may write to");
        }
    }
}
