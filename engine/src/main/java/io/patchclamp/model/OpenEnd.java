package io.patchclamp.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;

/** Finds where the last message ends in the text, so that the text can be cut there: a tag marks the place. */
final class OpenEnd {
    // as transformers has it: a template that cuts blanks takes the last one away
    private static final String TAG = "CONTINUE_FINAL_MESSAGE_TAG ";

    private final String message;
    private final String owner;

    private OpenEnd(String message, String owner) {
        this.message = message;
        this.owner = owner;
    }

    /** Puts the tag into the last message. */
    static OpenEnd of(List<Map<String, Object>> messages, String source, String owner) {
        Map<String, Object> last = new LinkedHashMap<>(messages.get(messages.size() - 1));
        messages.set(messages.size() - 1, last);
        Object content = last.get("content");
        OpenEnd open;
        if (!source.contains("content") || content == null) {
            throw new PatchclampException(
                    "The last message of the chat has no content that could stay open"
                            + (content == null ? "." : ", as the chat template of " + owner + " reads none."),
                    "chat.assistant(\"…\").ending(Chat.Ending.OPEN)");
        }
        if (content instanceof List<?> parts) {
            List<Object> all = new ArrayList<>(parts);
            open = new OpenEnd(inLastPart(all, owner), owner);
            last.put("content", all);
        } else {
            open = new OpenEnd(String.valueOf(content), owner);
            last.put("content", content + TAG);
        }
        return open;
    }

    private static String inLastPart(List<Object> parts, String owner) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Map<?, ?> part && part.containsKey("text")) {
                Map<Object, Object> tagged = new LinkedHashMap<>(part);
                tagged.put("text", part.get("text") + TAG);
                parts.set(i, tagged);
                return String.valueOf(part.get("text"));
            }
        }
        throw new PatchclampException(
                "The last message for the chat template of " + owner + " has no part with text that could stay open.",
                "chat.assistant(\"…\").ending(Chat.Ending.OPEN)");
    }

    String cut(String text) {
        int at = text.lastIndexOf(TAG.strip());
        if (at < 0 || !text.contains(message.strip())) {
            throw new PatchclampException(
                    "The chat template of " + owner
                            + " does not write the last message as it is, so it cannot stay open.",
                    "Chat.Ending.ANSWER, and the beginning of the answer in the trial's own text");
        }
        String before = text.substring(0, at);
        return text.startsWith(TAG, at) ? before : before.stripTrailing();
    }
}
