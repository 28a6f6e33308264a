package io.patchclamp.magic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Selector;

/** {@code %hook}. */
final class HookMagic implements Magic {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final MagicSpec SPEC = new MagicSpec(
            "hook",
            Kind.LINE,
            "Names an electrode, used as @NAME in any selector; shows what it matches and what recording that costs.",
            List.of(
                    Argument.word("NAME", "letters, digits and _", Values.TEXT),
                    Argument.words("SELECTOR", "sites and units", Values.SELECTOR)),
            List.of(
                    Option.of(
                            "where",
                            "TOKENS",
                            "",
                            "the tokens it holds at in edits, paths and %%record: event, last, prompt, generated, -1, 3..7, /regex/;"
                                    + " every token if not given",
                            Values.TEXT),
                    MagicSpec.MODEL),
            "%hook last L-1.mlp.neurons[0..99]",
            "Selection last = model.select(\"L-1.mlp.neurons[0..99]\")",
            Hook.class);

    private final Workbench workbench;

    HookMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String name = call.argument("NAME").orElseThrow().replaceFirst("^@", "");
        String selector = UnitChoice.spelled(call.argument("SELECTOR").orElseThrow(), session, workbench);
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "'" + name + "' cannot be the name of a hook.",
                    "letters, digits and _, not beginning with a digit; then @NAME stands for the selector");
        }
        Optional<TokenChoice> where = call.option("where").map(TokenChoice::parse);
        workbench.requirePlaces(selector);
        Model model = workbench.model(call, session);
        Map<String, String> hooks = new HashMap<>(workbench.hooks());
        hooks.put(name, selector);
        Selection selection = Selector.parse(selector, hooks).in(model.sites());
        workbench.hooks().put(name, selector);
        workbench.wheres().remove(name);
        where.ifPresent(tokens -> workbench.wheres().put(name, tokens));
        return new Hook(name, selector, where.map(TokenChoice::describe).orElse("all"), model.name(), selection);
    }
}
