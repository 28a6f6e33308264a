package io.patchclamp.trial;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
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
     * The trials that meet an expression over the columns and {@code prompt}: {@code cond == 'city' and len < 8}.
     *
     * <p>{@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >}, {@code >=}, {@code in [1, 2]}, {@code not in}; {@code
     * and}, {@code or}, {@code not} (or {@code &}, {@code |}, {@code !}); parentheses. Texts stand in quotes, a column that
     * is no word in backticks. An empty cell is missing: it equals {@code ''} and is neither less nor greater than anything.
     *
     * @param expression the condition
     * @return fewer trials, in order; {@link #screen} keeps a log of those left out
     * @throws io.patchclamp.fault.PatchclampException if it is no expression (the message marks the place and names the
     *     nearest column), or no trial meets it
     */
    public Trials where(String expression) {
        return screen().where(expression).trials();
    }

    /**
     * The numbers of the trials that meet an expression.
     *
     * @param expression as for {@link #where}
     * @return from 0, ascending; empty if none does
     * @throws io.patchclamp.fault.PatchclampException if it is no expression
     */
    public List<Integer> matching(String expression) {
        Expression condition = condition(expression);
        return IntStream.range(0, items.size())
                .filter(t -> condition.holds(items.get(t)))
                .boxed()
                .toList();
    }

    /**
     * The numbers of the trials that meet an expression, which some must.
     *
     * @param expression as for {@link #where}
     * @return from 0, ascending; at least one
     * @throws io.patchclamp.fault.PatchclampException if it is no expression, or none meets it; the message has the values
     *     that there are
     */
    public List<Integer> meeting(String expression) {
        List<Integer> kept = matching(expression);
        if (kept.isEmpty()) {
            throw new PatchclampException(
                    "No trial is left: none of " + count() + " meets '" + expression.strip() + "'.",
                    "a weaker condition; " + compared(expression));
        }
        return kept;
    }

    private Expression condition(String expression) {
        List<String> names = new ArrayList<>(columns());
        names.add("prompt");
        return ExpressionParser.parse(expression, names);
    }

    /** What there is in the columns that an expression names. */
    private String compared(String expression) {
        return condition(expression)
                .values()
                .flatMap(v -> v instanceof Expression.Value.Column c ? Stream.of(c.name()) : Stream.empty())
                .distinct()
                .map(name -> Levels.listed(
                        name,
                        items.stream()
                                .map(new Expression.Value.Column(name)::text)
                                .toList()))
                .collect(Collectors.joining("; "));
    }

    /**
     * Begins to leave trials out, with a log of which and why.
     *
     * @return all of them, and an empty log
     */
    public Screened screen() {
        return Screened.of(this);
    }

    /**
     * Some of the trials.
     *
     * @param numbers their numbers, from 0, in the order they are wanted, at least one
     * @return these
     */
    public Trials choose(List<Integer> numbers) {
        return new Trials(numbers.stream().map(items::get).toList());
    }

    /**
     * Where the tokenizer puts the events.
     *
     * @param model whose tokenizer
     * @return a span a trial that marks an event; says which are several tokens
     */
    public EventSpans spans(Model model) {
        return EventSpans.of(model, this);
    }

    /**
     * Two parts that share no value of a column: no template, or no word. Columns with up to twelve values are as even in
     * both as whole groups allow. Depends on the seed and the trials, not on their order.
     *
     * @param column what makes a group, such as {@code template}
     * @param fraction how many of the trials go into the first part, about
     * @param seed what the groups are drawn with
     * @return S and T, with warnings about what they still share
     * @throws io.patchclamp.fault.PatchclampException if there is no such column, a trial has no value there, or all have
     *     the same
     */
    public Split split(String column, double fraction, long seed) {
        return new Splitter(this, Optional.empty(), fraction, seed).by(List.of(column));
    }

    /**
     * Two parts that share no value of any of several columns: neither template nor word.
     *
     * @param columns what makes a group; trials that share a value of one of them are in one
     * @param fraction how many of the trials go into the first part, about
     * @param seed what the groups are drawn with
     * @return S and T, with warnings about what they still share
     * @throws io.patchclamp.fault.PatchclampException if there is no such column, a trial has no value there, or all trials
     *     hang together
     */
    public Split split(List<String> columns, double fraction, long seed) {
        return new Splitter(this, Optional.empty(), fraction, seed).by(columns);
    }

    /**
     * Two parts as the other methods make them, where one condition matters most: it is made even before the other columns
     * are looked at.
     *
     * @param columns what makes a group; if there are none, trials stay together whose prompts are nearly the same
     * @param condition the column to be contrasted
     * @param fraction how many of the trials go into the first part, about
     * @param seed what the groups are drawn with
     * @return S and T, with warnings about what they still share
     * @throws io.patchclamp.fault.PatchclampException if there is no such column, a trial has no value there, or all trials
     *     hang together
     */
    public Split split(List<String> columns, String condition, double fraction, long seed) {
        Splitter splitter = new Splitter(this, Optional.of(condition), fraction, seed);
        return columns.isEmpty() ? splitter.byLikeness() : splitter.by(columns);
    }

    /**
     * Two parts such that no prompt of one is nearly one of the other: all words alike but one, or all but the event.
     *
     * @param fraction how many of the trials go into the first part, about
     * @param seed what the groups are drawn with
     * @return S and T, with warnings about what they still share
     * @throws io.patchclamp.fault.PatchclampException if all trials hang together
     */
    public Split split(double fraction, long seed) {
        return new Splitter(this, Optional.empty(), fraction, seed).byLikeness();
    }

    /**
     * How many trials each combination of conditions has.
     *
     * @param columns the conditions to cross, at least one
     * @return counts of all combinations, also empty ones, with warnings
     * @throws io.patchclamp.fault.PatchclampException if there is no such column
     */
    public Balance balance(String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("no columns to cross");
        }
        return Balance.of(this, List.of(columns));
    }

    /**
     * The groups of trials that show the same prompt with the same event.
     *
     * @return numbers from 0; only groups of two or more
     */
    public List<List<Integer>> replicates() {
        return Replicates.of(this);
    }

    /**
     * Refuses trials that repeat a prompt: a model has no noise, n is stimuli. Statistics begin with this.
     *
     * @throws io.patchclamp.fault.PatchclampException if a prompt stands twice
     */
    public void refuseReplicates() {
        Replicates.refuse(this, true);
    }

    /**
     * Refuses trials that repeat a prompt, also where another part of it is marked: for what is read at the end of a prompt
     * or from all of it, the model does the same in both.
     *
     * @throws io.patchclamp.fault.PatchclampException if a prompt stands twice
     */
    public void refuseRepeatedPrompts() {
        Replicates.refuse(unmarked(), false);
    }

    /**
     * The same prompts with no event marked.
     *
     * @return as many trials
     */
    public Trials unmarked() {
        return new Trials(items.stream()
                .map(i -> new Item(i.prompt(), i.columns(), Optional.empty(), i.whole()))
                .toList());
    }

    /**
     * One trial of each prompt.
     *
     * @return the first of each, and a log of the others
     * @throws io.patchclamp.fault.PatchclampException if a prompt stands in two conditions
     */
    public Screened collapsed() {
        return Replicates.collapse(this);
    }

    /**
     * A column's name as the header has it.
     *
     * @param asked its name, in any case
     * @return the name
     * @throws io.patchclamp.fault.PatchclampException if there is none; the message names the nearest
     */
    public String column(String asked) {
        List<String> names = columns();
        String lower = asked.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .orElseThrow(() -> new PatchclampException(
                        "The trials have no column '" + asked + "'; they have "
                                + (names.isEmpty() ? "none, only prompts" : String.join(", ", names)) + ".",
                        names.isEmpty()
                                ? "a table with a header, such as prompt | " + asked
                                : "'" + Nearest.to(asked, names, 1).get(0) + "'"));
    }

    /** Whether several trials share a value of a column: a name or number of each trial is no condition. */
    boolean isCondition(String column) {
        return items.stream().map(i -> i.columns().get(column)).distinct().count() < items.size();
    }

    /**
     * Which prompts are nearly the same: all words alike but one, or all but the event, or linked by such prompts.
     *
     * @return a group's number for each trial, from 0
     */
    public List<Integer> likeness() {
        return Arrays.stream(Likeness.groups(items.stream().map(Likeness::keys).toList()))
                .boxed()
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
