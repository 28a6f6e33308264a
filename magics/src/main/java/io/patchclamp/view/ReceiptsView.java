package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.edit.Receipt;

/** What each edit of a run did. */
final class ReceiptsView {
    private ReceiptsView() {}

    /** What should be known before a result is believed. */
    static List<Part> warnings(List<Receipt> receipts) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            for (String warning : receipts.get(i).warnings()) {
                parts.add(Part.paragraph(
                        "Warning: edit " + (i + 1) + " (" + receipts.get(i).edit() + ") " + warning + "."));
            }
        }
        return parts;
    }

    /** A table, folded; nothing without edits. */
    static List<Part> table(List<Receipt> receipts) {
        List<Part> parts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Receipt receipt : receipts) {
            String number = String.valueOf(rows.size() + 1);
            rows.add(List.of(
                    number,
                    receipt.edit(),
                    Quantity.count(receipt.tokens()),
                    Quantity.count(receipt.touched()),
                    Quantity.count(receipt.changed()),
                    Quantity.real(receipt.natural()),
                    Quantity.real(receipt.change()),
                    Quantity.real(receipt.min()),
                    Quantity.real(receipt.max())));
        }
        if (!rows.isEmpty()) {
            parts.add(Part.folded(
                    "Receipts: what each edit did",
                    Part.grid(
                            List.of(
                                    "edit",
                                    "text",
                                    "tokens",
                                    "numbers",
                                    "changed",
                                    "norm found",
                                    "norm of change",
                                    "least left",
                                    "most left"),
                            rows)));
        }
        return parts;
    }
}
