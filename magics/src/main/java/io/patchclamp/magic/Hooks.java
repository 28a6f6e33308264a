package io.patchclamp.magic;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * The named electrodes there are.
 *
 * @param selectors selector by name, sorted by name
 * @param wheres at which tokens, by name; those that hold at every token are left out
 */
public record Hooks(Map<String, String> selectors, Map<String, String> wheres) implements Viewable {
    public Hooks {
        wheres = Collections.unmodifiableMap(new TreeMap<>(wheres));
        selectors = Collections.unmodifiableMap(new TreeMap<>(selectors));
    }

    static Hooks of(Workbench workbench) {
        Map<String, String> wheres = new TreeMap<>();
        workbench.wheres().forEach((name, tokens) -> wheres.put(name, tokens.describe()));
        return new Hooks(workbench.hooks(), wheres);
    }

    @Override
    public Part view() {
        if (selectors.isEmpty()) {
            return Part.note("no hooks; %hook NAME SELECTOR makes one");
        }
        List<List<String>> rows = selectors.entrySet().stream()
                .map(e -> List.of("@" + e.getKey(), e.getValue(), wheres.getOrDefault(e.getKey(), "all")))
                .toList();
        return Part.grid(List.of("hook", "selector", "tokens"), rows);
    }
}
