package io.patchclamp.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.SiteName.Scheme;
import io.patchclamp.model.SiteName.Side;

/** How a half-typed selector can go on. */
final class Completion {
    private final Sites sites;
    private final Collection<String> hooks;

    Completion(Sites sites, Collection<String> hooks) {
        this.sites = sites;
        this.hooks = hooks;
    }

    List<String> of(String prefix) {
        int term = lastTerm(prefix);
        String before = prefix.substring(0, term);
        String typed = prefix.substring(term);
        if (typed.startsWith("@")) {
            String name = typed.substring(1);
            return hooks.stream()
                    .filter(h -> h.startsWith(name) && !h.equals(name))
                    .sorted()
                    .map(h -> before + "@" + h)
                    .toList();
        }
        int colon = typed.indexOf(':');
        if (colon >= 0) {
            return Stream.of(":in", ":out", ":before")
                    .filter(s -> isThere(typed.substring(0, colon) + s))
                    .filter(s -> s.startsWith(typed.substring(colon)) && !typed.endsWith(s))
                    .map(s -> before + typed.substring(0, colon) + s)
                    .toList();
        }
        if (typed.contains("[") || typed.contains("/")) {
            return List.of();
        }
        return names(typed).stream().map(n -> before + n).toList();
    }

    private boolean isThere(String name) {
        try {
            return !Selector.parse(name).in(sites).electrodes().isEmpty();
        } catch (SelectorException e) {
            return false;
        }
    }

    /** Where the term begins that is being typed: behind the last comma that is outside brackets, braces and slashes. */
    private static int lastTerm(String prefix) {
        int start = 0;
        char close = 0;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (close != 0) {
                i += close == '/' && c == '\\' ? 1 : 0;
                close = c == close ? 0 : close;
            } else if (c == '[' || c == '{' || c == '/') {
                close = c == '[' ? ']' : c == '{' ? '}' : '/';
            } else if (c == ',') {
                start = i + 1;
            }
        }
        while (start < prefix.length()
                && (Character.isWhitespace(prefix.charAt(start)) || prefix.charAt(start) == '!')) {
            start++;
        }
        return start;
    }

    private List<String> names(String typed) {
        int cut = typed.length();
        while (cut > 0 && (typed.charAt(cut - 1) != '.' || typed.startsWith("..", Math.max(0, cut - 2)))) {
            cut--;
        }
        String head = typed.substring(0, cut);
        String tail = typed.substring(cut);
        List<NamePattern.PartMatcher> parts = parts(head);
        Set<String> next = new LinkedHashSet<>();
        if (parts == null) {
            return List.of();
        }
        for (Scheme scheme : Scheme.values()) {
            for (SiteName name : sites.names(scheme)) {
                List<String> of = name.parts();
                int at = parts.size();
                boolean readable = name.hasSite() && name.side() == Side.OUT;
                if (readable && of.size() > at && NamePattern.match(parts, of.subList(0, at))) {
                    next.add(of.get(at) + (of.size() > at + 1 ? "." : ""));
                }
            }
        }
        return next.stream()
                .filter(n -> n.startsWith(tail) && !n.equals(tail))
                .map(n -> head + n)
                .toList();
    }

    /** Matchers for the parts typed so far; null if they are no pattern or hold a {@code **}. */
    private List<NamePattern.PartMatcher> parts(String head) {
        if (head.isEmpty()) {
            return List.of();
        }
        try {
            Selector selector = Selector.parse(head.substring(0, head.length() - 1));
            List<NamePattern.PartMatcher> parts = new ArrayList<>(
                    new Finder(sites, selector).parts(selector.terms().get(0)));
            return parts.contains(null) ? null : parts;
        } catch (SelectorException e) {
            return null;
        }
    }
}
