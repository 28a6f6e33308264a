package io.patchclamp.internal.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;

/**
 * Where the hub is and where its files are kept, said by the variables that Python's {@code huggingface_hub} reads.
 *
 * @param endpoint {@code HF_ENDPOINT}
 * @param cache {@code HF_HUB_CACHE}, else {@code hub} under {@code HF_HOME}
 * @param home {@code HF_HOME}, else {@code huggingface} under the user's cache
 * @param offline the variable that forbids the network, or empty
 * @param links whether files of a snapshot may be symbolic links
 * @param variables the variables themselves
 */
record HubSettings(
        URI endpoint, Path cache, Path home, String offline, boolean links, UnaryOperator<String> variables) {
    /** The hub that is asked unless {@code HF_ENDPOINT} names another. */
    static final String ENDPOINT = "https://huggingface.co";

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)|\\$\\{([^}]*)\\}");

    /** As the process and its system properties say, properties first. */
    static HubSettings current() {
        return of(name -> System.getProperty(name, System.getenv(name)));
    }

    static HubSettings of(UnaryOperator<String> variables) {
        Path user = Path.of(System.getProperty("user.home"));
        Path caches = path(variables, "XDG_CACHE_HOME", user.resolve(".cache"));
        Path home = path(variables, "HF_HOME", caches.resolve("huggingface"));
        Path older = path(variables, "HUGGINGFACE_HUB_CACHE", home.resolve("hub"));
        return new HubSettings(
                endpoint(variables),
                path(variables, "HF_HUB_CACHE", older).toAbsolutePath().normalize(),
                home,
                List.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "PATCHCLAMP_OFFLINE").stream()
                        .filter(name -> isTrue(variables, name))
                        .findFirst()
                        .orElse(""),
                !isTrue(variables, "HF_HUB_DISABLE_SYMLINKS"),
                variables);
    }

    static boolean isTrue(UnaryOperator<String> variables, String name) {
        return TRUE.contains(text(variables, name).toUpperCase(Locale.ROOT));
    }

    static String text(UnaryOperator<String> variables, String name) {
        String value = variables.apply(name);
        return value == null ? "" : value.strip();
    }

    /** A folder or file that a variable names, with {@code ~} and variables in it as a shell reads them. */
    static Path path(UnaryOperator<String> variables, String name, Path fallback) {
        String value = text(variables, name);
        if (value.isEmpty()) {
            return fallback;
        }
        if (value.equals("~") || value.startsWith("~/")) {
            value = System.getProperty("user.home") + value.substring(1);
        }
        return Path.of(VARIABLE.matcher(value).replaceAll(found -> {
            String inner = variables.apply(found.group(1) != null ? found.group(1) : found.group(2));
            return Matcher.quoteReplacement(inner == null ? found.group() : inner);
        }));
    }

    private static URI endpoint(UnaryOperator<String> variables) {
        String value = text(variables, "HF_ENDPOINT");
        String text = (value.isEmpty() ? ENDPOINT : value).replaceFirst("/+$", "");
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may hold a password.
        }
        throw new LoadException(
                "HF_ENDPOINT is no address of a hub: it should be http:// or https:// and a host, without a user, a"
                        + " password or a question mark.",
                "unset HF_ENDPOINT, or set it to the address of your mirror");
    }
}
