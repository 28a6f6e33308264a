package io.patchclamp.kernel.dependency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What we honour of a user's Maven settings.
 *
 * @param localRepository where jars are kept
 * @param mirrors repositories that stand for others
 * @param proxies proxies that are active
 * @param servers who may fetch from where
 * @param repositories those of profiles that are active, by id or by default
 * @param offline whether nothing may be fetched
 */
record Settings(
        Path localRepository,
        List<Mirror> mirrors,
        List<Proxy> proxies,
        List<Server> servers,
        List<Repository> repositories,
        boolean offline) {
    record Mirror(String id, String url, String mirrorOf) {}

    record Proxy(String protocol, String host, int port, String nonProxyHosts) {}

    record Server(String id, String user, String password) {}

    record Repository(String id, String url) {}

    /** Nothing set, but where jars are kept. */
    static Settings at(Path localRepository, boolean offline) {
        return new Settings(localRepository, List.of(), List.of(), List.of(), List.of(), offline);
    }

    /** The same, and nothing may be fetched if {@code too}. */
    Settings offline(boolean too) {
        return new Settings(localRepository, mirrors, proxies, servers, repositories, offline || too);
    }

    /** Reads {@code ~/.m2/settings.xml}; what holds by default if there is none. */
    static Settings of(Path m2) {
        Path file = m2.resolve("settings.xml");
        Path standard = m2.resolve("repository");
        if (!Files.isRegularFile(file)) {
            return at(standard, false);
        }
        try {
            Element root = parsed(file);
            Secrets secrets = new Secrets(master(m2));
            String local = text(root, "localRepository");
            return new Settings(
                    local.isEmpty() ? standard : Path.of(local),
                    all(root, "mirrors", "mirror").stream()
                            .map(e -> new Mirror(text(e, "id"), text(e, "url"), text(e, "mirrorOf")))
                            .toList(),
                    all(root, "proxies", "proxy").stream()
                            .filter(e -> !text(e, "active").equals("false"))
                            .map(e -> new Proxy(
                                    text(e, "protocol").isEmpty() ? "http" : text(e, "protocol"),
                                    text(e, "host"),
                                    text(e, "port").matches("\\d{1,5}") ? Integer.parseInt(text(e, "port")) : 8080,
                                    text(e, "nonProxyHosts")))
                            .toList(),
                    all(root, "servers", "server").stream()
                            .map(e -> new Server(text(e, "id"), text(e, "username"), secrets.open(text(e, "password"))))
                            .toList(),
                    repositories(root),
                    text(root, "offline").equals("true"));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new DependencyException(
                    file + " cannot be read: " + e.getMessage(), "mend it, or move it away; %maven works without");
        }
    }

    private static Element parsed(Path file) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null); // what is wrong is told by the caller, not printed
        return builder.parse(file.toFile()).getDocumentElement();
    }

    /** What opens encrypted passwords, itself encrypted; empty if there is none. */
    private static String master(Path m2) throws IOException, SAXException, ParserConfigurationException {
        Path file = Path.of(System.getProperty(
                "settings.security", m2.resolve("settings-security.xml").toString()));
        return Files.isRegularFile(file) ? text(parsed(file), "master") : "";
    }

    /** The repositories of active profiles. Those that hold by default do so while no other is named, as in Maven. */
    private static List<Repository> repositories(Element root) {
        List<String> named = all(root, "activeProfiles", "activeProfile").stream()
                .map(e -> e.getTextContent().strip())
                .toList();
        List<Element> profiles = all(root, "profiles", "profile");
        List<Element> active =
                profiles.stream().filter(p -> named.contains(text(p, "id"))).toList();
        if (active.isEmpty()) {
            active = profiles.stream()
                    .filter(p -> children(p, "activation").stream()
                            .anyMatch(a -> text(a, "activeByDefault").equals("true")))
                    .toList();
        }
        return active.stream()
                .flatMap(p -> all(p, "repositories", "repository").stream())
                .map(r -> new Repository(text(r, "id"), text(r, "url")))
                .toList();
    }

    private static List<Element> all(Element root, String group, String name) {
        List<Element> found = new ArrayList<>();
        for (Element parent : children(root, group)) {
            found.addAll(children(parent, name));
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The text of a child, with {@code ${user.home}} and {@code ${env.X}} filled in. */
    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        String raw = found.isEmpty() ? "" : found.get(0).getTextContent().strip();
        String text = raw.replace("${user.home}", System.getProperty("user.home"));
        int at = text.indexOf("${env.");
        while (at >= 0 && text.indexOf('}', at) > 0) {
            String variable = text.substring(at + 6, text.indexOf('}', at));
            String value = System.getenv(variable);
            text = text.replace("${env." + variable + "}", value == null ? "" : value);
            at = text.indexOf("${env.");
        }
        return text;
    }
}
