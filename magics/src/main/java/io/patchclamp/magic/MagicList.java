package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * The magics there are.
 *
 * @param specs sorted by name
 */
public record MagicList(List<MagicSpec> specs) implements Viewable {
    public MagicList {
        specs = List.copyOf(specs);
    }

    @Override
    public Part view() {
        List<List<String>> rows =
                specs.stream().map(s -> List.of(s.typed(), s.summary())).toList();
        return Part.stack(List.of(
                Part.grid(List.of("magic", "what you get"), rows),
                Part.note("%help NAME shows the options; every magic takes --as NAME.")));
    }
}
