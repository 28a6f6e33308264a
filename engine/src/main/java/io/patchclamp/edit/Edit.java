package io.patchclamp.edit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Trials;

/**
 * An intervention, as data: what is done, where, at which tokens, in which steps of a generation. It does nothing until
 * a run takes it; then an {@link Intervention} binds it to the run's trials.
 *
 * <p><b>Order.</b> A forward pass meets its places in order, so that an edit sees what edits at earlier places left. At
 * one place edits apply in the order they were given, each to what the one before left. Where a later edit forces
 * ({@link Change#forces}) what an earlier one had changed at the same token, the later one wins, and both receipts say so.
 *
 * <p><b>Signs.</b> Where the selection has a polarity ({@code +} or {@code -}), only numbers of that sign are changed,
 * each as the edits before this one left it.
 *
 * <p><b>Generation.</b> Positions are those of a token in its own text. What an edit did to the keys and values of a
 * token stays in the cache of its run, as it would be computed again without one; no other run sees it.
 *
 * <p><b>Taps.</b> A recording shows what the run went on with, after all edits; {@code :before} shows what the model had
 * computed at this place, before any of them.
 *
 * @param where sites and units
 * @param change what is done there
 * @param tokens at which tokens
 * @param steps in which steps of a generation
 */
public record Edit(Selection where, Change change, TokenChoice tokens, Steps steps) {
    public Edit {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(steps, "steps");
        for (Electrode electrode : where.electrodes()) {
            if (electrode.before()) {
                throw new PatchclampException(
                        "'" + electrode.site().name() + "' is what was there before any edit: it can be read only.",
                        "the same without ':before'");
            }
        }
        change.check(where);
    }

    /**
     * An edit of every token, in every step.
     *
     * @param where sites and units
     * @param change what is done there
     * @return the edit
     * @throws PatchclampException if the change cannot be made there
     */
    public static Edit of(Selection where, Change change) {
        return new Edit(where, change, new TokenChoice.All(), Steps.ALL);
    }

    /**
     * Reads an edit.
     *
     * <pre>
     * edit   = selector ( "=" to | "+=" [ number "*" ] vector | "+=" number | "*=" number ) { where } ;
     * to     = number | number "q" [ probability ] [ "(" recording ")" ] | "zero" | mean | resample | patch ;
     * mean   = ( "mean" | "mean-by-position" ) [ "(" recording ")" ] ;
     * resample = "resample" [ "(" [ recording ] [ "," ] [ "seed" number ] ")" ] ;
     * patch  = "@" recording [ "(" ( "start" | "end" | "event" | "trial" number | from ">" to ) { "," … } ")" ] ;
     * where  = "@" tokens | [ "@" ] "steps" a..b ;
     * tokens = "all" | "event" | "last" | "prompt" | "generated" | position | a..b | "/" regex "/" ;
     * </pre>
     *
     * <p>{@code +=} always adds: to clamp numbers above zero, a blank parts the polarity from the sign ({@code SEL+ =0}).
     *
     * @param text such as {@code L5.mlp.neurons[3]=0 @prompt}
     * @param model whose sites the selector names
     * @param hooks selectors by the names that stand for them behind {@code @} on the left
     * @param names vectors ({@code float[]}, {@code double[]}, {@link io.patchclamp.array.NamedArray} of one axis) and
     *     {@link Activations} by name
     * @return the edit
     * @throws PatchclampException if it is none; the message marks the place
     */
    public static Edit parse(
            String text, Model model, Map<String, String> hooks, Function<String, Optional<Object>> names) {
        return new EditParser(text, model, hooks, names).parse();
    }

    /**
     * Reads an edit that names no vectors, recordings or hooks.
     *
     * @param text such as {@code L5.mlp.neurons[3]=0 @prompt}
     * @param model whose sites the selector names
     * @return the edit
     * @throws PatchclampException if it is none; the message marks the place
     */
    public static Edit parse(String text, Model model) {
        return parse(text, model, Map.of(), name -> Optional.empty());
    }

    /**
     * At which tokens it holds.
     *
     * @param tokens the choice, made anew in each trial
     * @return a changed copy
     */
    public Edit at(TokenChoice tokens) {
        return new Edit(where, change, tokens, steps);
    }

    /**
     * In which steps of a generation it holds.
     *
     * @param steps 0 reads the prompt, each further one reads one generated token
     * @return a changed copy
     */
    public Edit during(Steps steps) {
        return new Edit(where, change, tokens, steps);
    }

    /**
     * By which stimuli the units of some edits were chosen, and from which the vectors that they add were learnt, as far as
     * that is known of them.
     *
     * @param edits what is forced
     * @param model who has the units
     * @param said stimuli of which it is said
     * @return both, each once
     */
    public static List<Trials.Item> chosenBy(List<Edit> edits, Model model, List<Trials.Item> said) {
        Ledger ledger = Ledger.of(model);
        Stream<Trials.Item> units = edits.stream().flatMap(e -> ledger.chosenBy(model.provenance(), e.where).stream());
        Stream<Trials.Item> vectors = edits.stream()
                .flatMap(e -> e.change instanceof Inject added
                        ? Stream.of(added.vector().toArray())
                        : Stream.empty())
                .flatMap(v -> ledger.learntFrom(model.provenance(), v).stream());
        return Stream.of(said.stream(), units, vectors)
                .flatMap(s -> s)
                .distinct()
                .toList();
    }

    /**
     * The edit in one line, for provenance.
     *
     * @return such as {@code L5.mlp.neurons[3]=2.0 @prompt}
     */
    public String describe() {
        String at = tokens instanceof TokenChoice.All ? "" : " @" + tokens.describe();
        String selector = where.selector();
        // a polarity or a star before the sign would be read as a part of it
        String gap = selector.endsWith("+") || selector.endsWith("*") ? " " : "";
        return selector + gap + change.describe() + at + (steps.equals(Steps.ALL) ? "" : " steps " + steps);
    }

    /**
     * Notes edits in a provenance.
     *
     * @param made how a result was made so far
     * @param edits what was changed, in the order it was applied
     * @return the provenance with all edits under one key; unchanged if there are none
     */
    public static Provenance noted(Provenance made, List<Edit> edits) {
        return edits.isEmpty()
                ? made
                : made.with("edits", edits.stream().map(Edit::describe).collect(Collectors.joining("; ")));
    }
}
