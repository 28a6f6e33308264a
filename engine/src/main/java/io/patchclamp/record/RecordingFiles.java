package io.patchclamp.record;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.AtomicFile;

/**
 * Keeps a recording in a folder, and gets it back equal, bit for bit.
 *
 * <p>The folder (best named {@code name.pclamp}) holds:
 *
 * <ul>
 *   <li>{@code recording.json}: the version of this layout, what it was made on, provenance, whether the chat template
 *       wrote prompts and which, hypotheses registered before, pooling, forward passes, and
 *       for each site its name, place, unit numbers, and each trial's shape; sizes and SHA-256 of the other files, but of
 *       the table of trials.
 *   <li>{@code tokens.jsonl}: for each trial one line of JSON with the stimulus, ids, visible tokens, where each lies in
 *       the text, what was generated, and which token and forward pass each recorded row is.
 *   <li>{@code activations.safetensors}: one array {@code [trial, token, unit…]} of 32-bit floats for each site, under the
 *       site's name (or of 16-bit ones, if that was asked for), filled up with NaN, as {@link RecordingExport} describes. Where that would be 2 GiB or more there are
 *       {@code activations-00001-of-0000N.safetensors} in its place, and {@code activations.safetensors.index.json}, which
 *       says what is where; an array that is too large for one file is cut between trials.
 *   <li>{@code interventions.jsonl}: for each edit that was in force one line of JSON, its receipt.
 *   <li>{@code trials.csv} and {@code units.csv}: the stimuli and the arrays' columns as tables, for people and
 *       spreadsheets; loading does not read them. Text that a spreadsheet would take for a formula has an apostrophe in
 *       front there, which reading such a table of trials takes away again.
 * </ul>
 *
 * <p>A layout has a version and a minor number. A newer version is refused; a newer minor number is read, and what is not
 * known in it is passed over. Recordings of version 1 are read.
 *
 * <p>Source: the layout follows the {@code .pclamp} folder of our notes on saving recordings; unlike there, what was
 * recorded of a trial's tokens is in {@code tokens.jsonl} alone, so that no two files can disagree.
 */
public final class RecordingFiles {
    static final String MANIFEST = "recording.json";
    static final String TOKENS = "tokens.jsonl";
    static final String TRIALS = "trials.csv";
    static final String UNITS = "units.csv";
    static final String INTERVENTIONS = "interventions.jsonl";

    /** After so many milliseconds nobody is writing any more. */
    private static final long ABANDONED = 24L * 60 * 60 * 1000;

    private RecordingFiles() {}

    /**
     * Keeps a recording. Folders above are made where they are missing; a recording that is there is replaced, once the
     * new one is whole.
     *
     * @param recording what to keep
     * @param directory the folder to be
     * @throws SaveException if something that is no recording has that name, or the disk is full or may not be written
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted; nothing has changed then
     */
    public static void save(Recording recording, Path directory) {
        save(recording, directory, Precision.F32);
    }

    /**
     * Keeps a recording, in half precision where less space matters more than digits: it is then got back as it was
     * rounded, and is equal to itself from there on.
     *
     * @param recording what to keep
     * @param directory the folder to be
     * @param precision how exactly
     * @return what rounding changed; nothing where nothing was rounded
     * @throws SaveException as without a precision, or if a number is too large for it
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted; nothing has changed then
     */
    public static Optional<Rounding> save(Recording recording, Path directory, Precision precision) {
        return save(recording, directory, precision, ActivationFiles.LARGEST);
    }

    /** The same with files of another size. */
    static void save(Recording recording, Path directory, long shard) {
        save(recording, directory, Precision.F32, shard);
    }

    static Optional<Rounding> save(Recording recording, Path directory, Precision precision, long shard) {
        Path target = directory.toAbsolutePath().normalize();
        if (target.getFileName() == null) {
            throw new SaveException(
                    "'" + directory + "' cannot be replaced by a recording.", "a name for a new folder");
        }
        recover(target);
        requireReplaceable(target);
        Path part = AtomicFile.beside(target, "part");
        try {
            Files.createDirectories(target.getParent());
            Files.createDirectory(part);
            Optional<Rounding> rounding = RecordingWriter.write(recording, part, shard, precision);
            replace(part, target);
            clean(target);
            return rounding;
        } catch (IOException e) {
            throw AtomicFile.fault(target, e);
        } finally {
            delete(part);
        }
    }

    private static void requireReplaceable(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new SaveException(
                    "'" + target + "' is a file, not a recording, and is left as it is.", "another name");
        }
        if (!isEmpty(target) && !KeptFiles.isRecording(target)) {
            throw new SaveException(
                    "'" + target + "' is a folder that holds no recording, and is left as it is.",
                    "another name, such as " + target.getFileName() + "/first.pclamp");
        }
    }

    /**
     * Whether something has the name of a recording. One that was set aside by a process that ended while it replaced it is
     * put back first.
     *
     * @param directory the folder it was kept in
     * @return whether there is a folder or a file of that name
     */
    public static boolean isThere(Path directory) {
        recover(directory.toAbsolutePath().normalize());
        return Files.exists(directory);
    }

    /** Puts back what a process that ended while it replaced a recording had set aside. */
    private static void recover(Path target) {
        if (Files.exists(target) || target.getFileName() == null) {
            return;
        }
        for (Path old : left(target, "old")) {
            try {
                if (KeptFiles.isRecording(old)) {
                    Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            } catch (IOException e) {
                // It stays where it is; that there is no recording of this name is said next.
                continue;
            }
        }
    }

    /** Removes what processes that ended while they wrote this recording left behind, once nobody can be at work on it. */
    private static void clean(Path target) {
        left(target, "old").forEach(RecordingFiles::delete);
        for (Path part : left(target, "part")) {
            if (part.toFile().lastModified() < System.currentTimeMillis() - ABANDONED) {
                delete(part);
            }
        }
    }

    /** What was set aside or begun for a recording and is still there, the newest first. */
    private static List<Path> left(Path target, String ending) {
        Pattern name = Pattern.compile(
                Pattern.quote("." + target.getFileName() + ".") + "[0-9a-f]{8}" + Pattern.quote("." + ending));
        try (Stream<Path> beside = Files.list(target.getParent())) {
            return beside.filter(p -> name.matcher(p.getFileName().toString()).matches())
                    .filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingLong((Path p) -> p.toFile().lastModified())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void replace(Path part, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = AtomicFile.beside(target, "old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(old);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException fault) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A hidden folder is left behind; what was asked for is done, or its error was said.
            folder.toFile().deleteOnExit();
        }
    }

    /**
     * Gets a recording back.
     *
     * @param directory the folder it was kept in
     * @return a recording equal to the one that was kept
     * @throws LoadException if there is none, a file of it is missing, cut short or changed, or it was kept by a newer
     *     version of this program
     */
    public static Recording load(Path directory) {
        Runtime runtime = Runtime.getRuntime();
        return load(directory, runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory());
    }

    /** The same where so much memory is free. */
    static Recording load(Path directory, long free) {
        recover(directory.toAbsolutePath().normalize());
        return RecordingReader.read(directory, free);
    }
}
