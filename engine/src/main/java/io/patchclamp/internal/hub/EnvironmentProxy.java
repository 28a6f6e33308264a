package io.patchclamp.internal.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, which Java itself does not read. */
final class EnvironmentProxy extends ProxySelector {
    private final UnaryOperator<String> variables;
    private final ProxySelector fallback;

    EnvironmentProxy(UnaryOperator<String> variables, ProxySelector fallback) {
        this.variables = variables;
        this.fallback = fallback;
    }

    /** What Java was told by its own properties comes first. */
    static ProxySelector of(UnaryOperator<String> variables) {
        ProxySelector own = ProxySelector.getDefault();
        boolean told = System.getProperty("https.proxyHost") != null || System.getProperty("http.proxyHost") != null;
        return told ? own : new EnvironmentProxy(variables, own);
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = proxy(uri);
        if (proxy == null) {
            return fallback == null ? List.of(Proxy.NO_PROXY) : fallback.select(uri);
        }
        int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private URI proxy(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.startsWith("127.") || excepted(host)) {
            return null;
        }
        String text = either(uri.getScheme().toUpperCase(Locale.ROOT) + "_PROXY");
        text = text.isEmpty() ? either("ALL_PROXY") : text;
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
            return proxy.getHost() == null || proxy.getScheme().startsWith("socks") ? null : proxy;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean excepted(String host) {
        for (String entry : either("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String name = entry.replaceFirst("^\\*?\\.", "");
            if (entry.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name))) {
                return true;
            }
        }
        return false;
    }

    private String either(String name) {
        String lower = variables.apply(name.toLowerCase(Locale.ROOT));
        String value = lower != null ? lower : variables.apply(name);
        return value == null ? "" : value.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails, and says so.
    }
}
