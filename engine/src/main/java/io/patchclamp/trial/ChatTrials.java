package io.patchclamp.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Chat;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;

/** Writes prompts as user turns. */
final class ChatTrials {
    /** Stand around the event while its place in the written chat is looked for; of no meaning in Unicode. */
    private static final String BEGIN = "\uE0F1";

    private static final String END = "\uE0F2";

    private final Model model;

    private ChatTrials(Model model) {
        this.model = model;
    }

    static Trials of(Trials trials, Model model) {
        ChatTrials writing = new ChatTrials(model);
        return new Trials(trials.items().stream().map(writing::written).toList());
    }

    private Item written(Item item) {
        if (item.whole()) {
            throw new PatchclampException(
                    "The prompt '" + item.prompt() + "' is a written chat already.",
                    "these trials without inChat or --chat");
        }
        Map<String, String> columns = new LinkedHashMap<>(item.columns());
        columns.replaceAll((name, text) -> name.equalsIgnoreCase("clean") ? chat(text) : text);
        String text = chat(item.prompt());
        return new Item(text, columns, item.event().map(event -> moved(item.prompt(), event, text)), true);
    }

    private String chat(String prompt) {
        return model.chat(Chat.of(prompt)).text();
    }

    private Span moved(String prompt, Span event, String text) {
        return byMarks(prompt, event, text)
                .or(() -> bySearch(prompt, event, text))
                .orElseThrow(() -> new PatchclampException(
                        "The event '" + prompt.substring(event.start(), event.end())
                                + "' cannot be found in what the chat template makes of the prompt: " + text,
                        "a prompt without [[…]], or Trials.chats(model, …) with the event looked up in its text"));
    }

    /** The event's place, found by marks around it; none if the marks change what else is written. */
    private Optional<Span> byMarks(String prompt, Span event, String text) {
        String marked = chat(prompt.substring(0, event.start())
                + BEGIN
                + prompt.substring(event.start(), event.end())
                + END
                + prompt.substring(event.end()));
        int start = marked.indexOf(BEGIN);
        int end = marked.indexOf(END);
        boolean same = marked.replace(BEGIN, "").replace(END, "").equals(text);
        boolean once = start == marked.lastIndexOf(BEGIN) && end == marked.lastIndexOf(END);
        return same && once && start >= 0 && end > start
                ? Optional.of(new Span(start, end - BEGIN.length()))
                : Optional.empty();
    }

    /** Where the prompt stands, perhaps without the blanks at its ends; none if it stands there twice. */
    private static Optional<Span> bySearch(String prompt, Span event, String text) {
        String bare = prompt.strip();
        int at = text.indexOf(bare);
        if (at < 0 || at != text.lastIndexOf(bare)) {
            return Optional.empty();
        }
        int cut = prompt.indexOf(bare);
        int start = Math.max(0, Math.min(event.start() - cut, bare.length()));
        int end = Math.max(0, Math.min(event.end() - cut, bare.length()));
        return start < end ? Optional.of(new Span(at + start, at + end)) : Optional.empty();
    }
}
