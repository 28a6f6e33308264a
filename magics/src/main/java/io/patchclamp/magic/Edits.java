package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;
import io.patchclamp.steer.SteeringVector;

/** Edits as a user types them. */
final class Edits {
    /** What may stand behind an edit's selector, in one line. */
    static final String FORMS =
            "=2, =zero, =mean, =mean-by-position, =resample, =0.5q, =@REC, +=4*NAME, *=0.5; behind it @prompt, @generated,"
                    + " @event, @-1, @3..7, @/regex/, steps 0..4";

    /** {@code --with}, which runs take that can be edited. */
    static final Option WITH = new Option(
            "with",
            "EDIT",
            "",
            "edits what goes on, as %%clamp and %%inject do; one edit each, in quotes where it has blanks",
            true,
            Values.SELECTOR);

    private Edits() {}

    /** Edits in words: each begins with its selector; tokens, steps and what has blanks in it belong to the one before. */
    static List<Edit> ofWords(List<String> words, Workbench workbench, Model model, Session session) {
        List<String> texts = new ArrayList<>();
        for (String word : words) {
            int last = texts.size() - 1;
            if (last >= 0 && goesOn(texts.get(last), word)) {
                texts.set(last, texts.get(last) + " " + word);
            } else {
                texts.add(word);
            }
        }
        return of(texts, workbench, model, session);
    }

    private static boolean goesOn(String before, String word) {
        boolean unfinished = before.indexOf('=') < 0 || before.matches("(?s).*([=*@]|[ @]steps:?)");
        boolean where = word.startsWith("@/") || word.startsWith("@") && word.indexOf('=') < 0 || word.equals("steps");
        return unfinished || where || word.startsWith("*") && word.indexOf('=') < 0;
    }

    /** Edits, each a text of its own. */
    static List<Edit> of(List<String> texts, Workbench workbench, Model model, Session session) {
        return texts.stream().map(text -> of(text, workbench, model, session)).toList();
    }

    /** A hook's own tokens hold where the edit chooses none. */
    private static Edit of(String typed, Workbench workbench, Model model, Session session) {
        int value = Math.max(0, typed.indexOf('='));
        String places = UnitChoice.spelled(typed.substring(0, value), session, workbench);
        String text = places + typed.substring(value);
        String left = places.replaceFirst("[+*]$", "");
        Optional<TokenChoice> where = workbench.where(left);
        if (where.isEmpty()) {
            workbench.requirePlaces(left);
        }
        Edit edit = Edit.parse(text, model, workbench.hooks(), name -> named(name, session));
        boolean own = !(edit.tokens() instanceof TokenChoice.All) || text.matches("(?s).*@\\s*all\\b.*");
        return where.isEmpty() || own ? edit : edit.at(where.get());
    }

    private static Optional<Object> named(String name, Session session) {
        return session.variable(name).map(value -> {
            if (value instanceof Recording recording) {
                return recording.activations();
            }
            return value instanceof SteeringVector steering ? steering.vector() : value;
        });
    }
}
