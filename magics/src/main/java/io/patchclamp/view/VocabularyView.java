package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.patchclamp.model.SampleText;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;

/** Vocabularies side by side: one a column. */
final class VocabularyView {
    private static final List<Integer> MULTIPLES = List.of(8, 64, 128);
    private static final String TRADE =
            "More bytes a token: the same text in fewer tokens, so more of it fits the context."
                    + " More rows: more parameters, and a wider softmax at every token. Rows in a multiple of 8, on an A100 of 64,"
                    + " are multiplied faster. Most models of today have 100,000 to 200,000.";

    private VocabularyView() {}

    static Part of(VocabularyComparison comparison) {
        List<VocabularyUse> uses = comparison.uses();
        List<String> header = new ArrayList<>(List.of(""));
        uses.forEach(use -> header.add(use.name()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("tokenizer", uses, VocabularyUse::origin));
        rows.add(row("tokens", uses, use -> Quantity.count(use.tokens())));
        rows.add(row("rows in the model", uses, use -> use.total() == 0 ? "" : Quantity.count(use.rows())));
        for (int multiple : MULTIPLES) {
            rows.add(row("multiple of " + multiple, uses, use -> padding(use, multiple)));
        }
        rows.add(row("embedding + unembedding", uses, VocabularyView::parameters));
        rows.add(row("share of all parameters", uses, VocabularyView::share));
        for (int t = 0; t < comparison.texts().size(); t++) {
            int text = t;
            SampleText sample = comparison.texts().get(t);
            String name = uses.isEmpty() || comparison.texts().size() == 1 ? "" : sample.name() + ": ";
            rows.add(row(
                    name + "tokens",
                    uses,
                    use -> Quantity.count(use.passages().get(text).tokens())));
            rows.add(row(
                    name + "bytes a token",
                    uses,
                    use -> ratio(use.passages().get(text).bytesPerToken())));
            rows.add(row(
                    name + "characters a token",
                    uses,
                    use -> ratio(use.passages().get(text).charactersPerToken())));
            if (uses.stream().anyMatch(use -> !use.passages().get(text).whole())) {
                rows.add(row(
                        name + "comes back whole",
                        uses,
                        use -> use.passages().get(text).whole() ? "yes" : "no"));
            }
        }
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(uses.size() == 1 ? "vocabulary of " + uses.get(0).name() : "vocabularies side by side"));
        parts.add(Part.grid(header, rows));
        for (SampleText text : comparison.texts()) {
            parts.add(Part.note(text.name() + ": " + Quantity.count(text.bytes(), "byte") + ", "
                    + Quantity.count(text.characters(), "character") + "; " + text.origin()));
        }
        parts.add(Part.note(TRADE));
        return Part.stack(parts);
    }

    private static List<String> row(String title, List<VocabularyUse> uses, Function<VocabularyUse, String> cell) {
        List<String> row = new ArrayList<>(List.of(title));
        uses.forEach(use -> row.add(cell.apply(use)));
        return row;
    }

    private static String padding(VocabularyUse use, int multiple) {
        int missing = use.padding(multiple);
        return missing == 0
                ? "yes"
                : "no: " + Quantity.count(missing) + " more make " + Quantity.count((long) use.rows() + missing);
    }

    private static String parameters(VocabularyUse use) {
        return use.total() == 0 ? "" : Quantity.count(use.parameters()) + (use.tied() ? " (one table for both)" : "");
    }

    private static String share(VocabularyUse use) {
        return use.share().isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f %%", 100 * use.share().getAsDouble());
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
