package io.patchclamp.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.edit.Receipt;

/** Receipts in a recording's manifest. Numbers are texts: some are NaN or infinite, which JSON has no word for. */
final class ReceiptText {
    private ReceiptText() {}

    static Map<String, Object> of(Receipt receipt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("edit", receipt.edit());
        json.put("touched", String.valueOf(receipt.touched()));
        json.put("changed", String.valueOf(receipt.changed()));
        json.put("tokens", String.valueOf(receipt.tokens()));
        json.put("natural", String.valueOf(receipt.natural()));
        json.put("change", String.valueOf(receipt.change()));
        json.put("min", String.valueOf(receipt.min()));
        json.put("max", String.valueOf(receipt.max()));
        json.put("trials", receipt.trials().stream().map(ReceiptText::trial).toList());
        json.put("warnings", receipt.warnings());
        return json;
    }

    private static Map<String, Object> trial(Receipt.Trial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("touched", String.valueOf(trial.touched()));
        json.put("tokens", trial.tokens());
        json.put("natural", String.valueOf(trial.natural()));
        json.put("change", String.valueOf(trial.change()));
        return json;
    }

    /** Layout version 1 has receipts in the manifest; recordings kept before there were any have none. */
    static List<Receipt> inManifest(Members manifest) {
        return manifest.json.containsKey("receipts")
                ? manifest.objects("receipts").stream().map(ReceiptText::of).toList()
                : List.of();
    }

    static Receipt of(Members json) {
        return RecordingReader.built(json, () -> receipt(json));
    }

    private static Receipt receipt(Members json) {
        return new Receipt(
                json.text("edit"),
                Long.parseLong(json.text("touched")),
                Long.parseLong(json.text("changed")),
                Long.parseLong(json.text("tokens")),
                Double.parseDouble(json.text("natural")),
                Double.parseDouble(json.text("change")),
                Float.parseFloat(json.text("min")),
                Float.parseFloat(json.text("max")),
                json.objects("trials").stream().map(ReceiptText::trial).toList(),
                json.texts("warnings"));
    }

    private static Receipt.Trial trial(Members json) {
        return new Receipt.Trial(
                Long.parseLong(json.text("touched")),
                json.integer("tokens"),
                Double.parseDouble(json.text("natural")),
                Double.parseDouble(json.text("change")));
    }
}
