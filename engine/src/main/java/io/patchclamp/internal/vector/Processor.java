package io.patchclamp.internal.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which processor this is, where the system says so. */
final class Processor {
    private static final Path LISTING = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * Whether libtorch leaves half of the processor idle: on AMD's, its products use vectors of 256 bits, and since family 26
     * (Zen 5) there are units for 512.
     */
    static boolean isHalfUsedByLibtorch() {
        try {
            return isHalfUsedByLibtorch(Files.readAllLines(LISTING));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isHalfUsedByLibtorch(List<String> listing) {
        return listing.stream().anyMatch(line -> line.matches("vendor_id\\s*:\\s*AuthenticAMD"))
                && listing.stream().anyMatch(line -> line.matches("cpu family\\s*:\\s*(2[6-9]|[3-9]\\d)"));
    }
}
