package io.patchclamp.trial;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.model.Chat;
import io.patchclamp.model.Model;
import tech.tablesaw.api.Table;

/**
 * Stimuli in the order they are shown.
 *
 * @param items one a trial, at least one
 */
public record Trials(List<Item> items) {
    public Trials {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("no trials");
        }
    }

    /**
     * One stimulus.
     *
     * @param prompt the text shown, event marks removed
     * @param columns conditions and numbers as text, in the order of the header
     * @param event where the marked part of the prompt is, if a part was marked with {@code [[…]]}
     * @param whole whether the prompt brings its own beginning, as a written chat does: then no beginning-of-text token
     *     is put before it
     */
    public record Item(String prompt, Map<String, String> columns, Optional<Span> event, boolean whole) {
        /**
         * A stimulus that is a plain text.
         *
         * @param prompt the text shown, event marks removed
         * @param columns conditions and numbers as text, in the order of the header
         * @param event where the marked part of the prompt is, if there is one
         */
        public Item(String prompt, Map<String, String> columns, Optional<Span> event) {
            this(prompt, columns, event, false);
        }

        public Item {
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(event, "event");
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /**
     * A part of a text.
     *
     * @param start its first UTF-16 unit
     * @param end one past its last UTF-16 unit
     */
    public record Span(int start, int end) {}

    /**
     * Prompts without conditions.
     *
     * @param prompts the texts, as they are: no marks are read
     * @return one trial a prompt
     */
    public static Trials of(String... prompts) {
        return new Trials(Arrays.stream(prompts)
                .map(p -> new Item(p, Map.of(), Optional.empty()))
                .toList());
    }

    /**
     * Reads the body of a cell. Each line that is not empty is one prompt, with the spaces it has at its ends. If the
     * first line is a header, names separated by {@code |} with spaces around it, the body is a table: the column
     * {@code prompt} is the text, the others are conditions; cells lose the spaces at their ends, unless a condition
     * stands in double quotes ({@code " Paris"}), which go and leave the spaces.
     *
     * <p>{@code [[…]]} around a part of a prompt marks the event and is removed from the text. {@code \n} is a newline,
     * {@code \\} a backslash, {@code \|} a bar that separates nothing, {@code \[[} and {@code \]]} brackets that mark
     * nothing; every other backslash stands for itself. Lines that start with {@code #} are comments; {@code \#} at the
     * start of a line is a number sign.
     *
     * @param body the text
     * @return one trial a prompt
     * @throws io.patchclamp.fault.PatchclampException if there is no prompt, a mark is not closed, or the table is not
     *     one; the message has the number of the line in the body
     */
    public static Trials parse(String body) {
        return StimulusBody.parse(Objects.requireNonNull(body, "body"));
    }

    /**
     * Reads a file of trials: {@code .csv} (comma-separated, quoted as RFC 4180 has it, first line the names) or
     * {@code .jsonl} (one object of text, numbers and truth values a line, all with the same names). The column
     * {@code prompt} is the text, the others are conditions. Nothing is trimmed and no backslash is special, except
     * before {@code [[} and {@code ]]}: {@code [[…]]} marks the event as in {@link #parse}.
     *
     * @param file the file, UTF-8
     * @return one trial a row
     * @throws io.patchclamp.fault.LoadException if it cannot be read or is of neither kind
     * @throws io.patchclamp.fault.PatchclampException if its rows are no trials; the message has the number of the line
     */
    public static Trials read(Path file) {
        return TrialFile.read(Objects.requireNonNull(file, "file"));
    }

    /**
     * Reads a Tablesaw table: its column {@code prompt} is the text, the others are conditions. Events are marked with
     * {@code [[…]]} as in {@link #read}, or, where there are columns {@code event_start} and {@code event_end}, given
     * by these; then no marks are read.
     *
     * @param table the table, not changed
     * @return one trial a row
     * @throws io.patchclamp.fault.PatchclampException if the table has no column {@code prompt} or no row
     */
    public static Trials from(Table table) {
        return TrialTable.from(Objects.requireNonNull(table, "table"));
    }

    /**
     * These prompts as a model hears them: each one user turn in the model's chat template, with the beginning of the
     * answer after it. Events move along. A column {@code clean}, the other text of a pair, is written the same way.
     *
     * @param model whose chat template
     * @return as many trials, which {@link #table} cannot tell from plain texts
     * @throws io.patchclamp.fault.PatchclampException if the model has no chat template, or it refuses a prompt, or
     *     does not write it as it is where an event is marked in it
     */
    public Trials inChat(Model model) {
        return ChatTrials.of(this, model);
    }

    /**
     * Conversations as trials.
     *
     * @param model whose chat template writes them
     * @param chats one a trial, at least one
     * @return the trials
     * @throws io.patchclamp.fault.PatchclampException if the model has no chat template, or it refuses one
     */
    public static Trials chats(Model model, Chat... chats) {
        return new Trials(Arrays.stream(chats)
                .map(chat -> new Item(model.chat(chat).text(), Map.of(), Optional.empty(), true))
                .toList());
    }

    /**
     * These trials as a table: {@code prompt}, then the conditions, as numbers where all of a column's cells are; then,
     * if there are events, {@code event_start} and {@code event_end} in UTF-16 units of the prompt.
     *
     * @return a fresh table, one row a trial; {@link #from} makes the same trials of it, but for how numbers are written
     */
    public Table table() {
        return TrialTable.of(this);
    }

    /**
     * The conditions' names.
     *
     * @return in the order of the header; empty if the trials are prompts alone
     */
    public List<String> columns() {
        return items.stream()
                .flatMap(i -> i.columns().keySet().stream())
                .distinct()
                .toList();
    }

    /**
     * How many trials there are.
     *
     * @return at least 1
     */
    public int count() {
        return items.size();
    }
}
