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
 */
public record Hooks(Map<String, String> selectors) implements Viewable {
    public Hooks {
        selectors = Collections.unmodifiableMap(new TreeMap<>(selectors));
    }

    @Override
    public Part view() {
        if (selectors.isEmpty()) {
            return Part.note("no hooks; %hook NAME SELECTOR makes one");
        }
        List<List<String>> rows = selectors.entrySet().stream()
                .map(e -> List.of("@" + e.getKey(), e.getValue()))
                .toList();
        return Part.grid(List.of("hook", "selector"), rows);
    }
}
