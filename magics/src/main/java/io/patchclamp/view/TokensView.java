package io.patchclamp.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.Tokens;

/** A text as the model reads it. */
final class TokensView {
    private TokensView() {}

    static Part of(Tokens tokens) {
        int bytes = tokens.text().getBytes(StandardCharsets.UTF_8).length;
        String size = Quantity.count(tokens.count(), "token") + ", " + Quantity.count(bytes, "byte");
        String ratio =
                tokens.count() == 0 ? "" : ", " + Quantity.real((double) bytes / tokens.count()) + " bytes a token";
        return Part.stack(List.of(strip(tokens), Part.note(size + ratio)));
    }

    static Part strip(Tokens tokens) {
        return new Part.Strip(chips(tokens));
    }

    /** One chip a token, with its position, id and place in the text on hover. */
    static List<Part.Chip> chips(Tokens tokens) {
        List<Part.Chip> chips = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            String where = "position " + i + ", id " + tokens.ids().get(i) + ", text "
                    + tokens.starts().get(i) + ".." + tokens.ends().get(i);
            chips.add(new Part.Chip(
                    tokens.visible().get(i), String.valueOf(tokens.ids().get(i)), where, 0));
        }
        return chips;
    }
}
