package io.patchclamp.internal.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of a repository as the hub lists it.
 *
 * @param path inside the repository, with {@code /}
 * @param size in bytes, or -1 if the list does not say
 * @param blobId the hash git has for it: of the file itself, or of a pointer to it; empty if the list does not say
 * @param sha256 the hash of a large file
 */
record RepoFile(String path, long size, String blobId, Optional<String> sha256) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** What the cache names the content: as the hub's ETag, a SHA-256 or git's SHA-1. */
    String etag() {
        return sha256.orElse(blobId);
    }

    /** Whether size and hash are known, so that what arrives can be checked. */
    boolean checkable() {
        return size >= 0 && isHash(etag());
    }

    static boolean isHash(String etag) {
        return HASH.matcher(etag).matches();
    }

    /** Whether a path stays inside its folder on every system. */
    static boolean isPlain(String path) {
        if (path.isEmpty() || path.length() > 500) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.endsWith(" ") || part.endsWith(".")) {
                return false;
            }
        }
        return path.chars().noneMatch(c -> c < 32 || c == 127 || "\\:*?\"<>|".indexOf(c) >= 0);
    }

    boolean endsWith(String ending) {
        return path.toLowerCase(java.util.Locale.ROOT).endsWith(ending);
    }
}
