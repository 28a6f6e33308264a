package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.model.Tokens;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateTokensTest {
    /** A trial of tokens as they are shown; ids are hashes of them. */
    private static RecordedTrial trial(boolean whole, String shown) {
        List<String> visible = List.of(shown.split(" "));
        StringBuilder text = new StringBuilder();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (String token : visible) {
            starts.add(text.length());
            text.append(token.matches("⟨[a-z_]+⟩") ? "<|" + token.substring(1, token.length() - 1) + "|>" : token);
            ends.add(text.length());
        }
        List<Integer> ids = visible.stream().map(String::hashCode).toList();
        List<Integer> rows = IntStream.range(0, ids.size()).boxed().toList();
        return new RecordedTrial(
                new Trials.Item(text.toString(), Map.of(), Optional.empty(), whole),
                new Tokens(text.toString(), ids, visible, starts, ends),
                List.of(),
                visible,
                "",
                rows,
                rows.stream().map(r -> 0).toList());
    }

    private static List<String> left(boolean whole, String... shown) {
        List<RecordedTrial> trials =
                java.util.Arrays.stream(shown).map(s -> trial(whole, s)).toList();
        BitSet[] marks = TemplateTokens.of(trials);
        List<String> left = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            BitSet out = marks[t];
            RecordedTrial trial = trials.get(t);
            left.add(String.join(
                    " ",
                    IntStream.range(0, trial.visible().size())
                            .filter(i -> !out.get(i))
                            .mapToObj(trial.visible()::get)
                            .toList()));
        }
        return left;
    }

    @Test
    void ofAPlainTextOnlySpecialTokensGo() {
        assertThat(left(false, "⟨s⟩ The ·cat ⟨0xE5⟩ ⟨U+200B⟩ ⏎ sat ⟨eos⟩"))
                .containsExactly("The ·cat ⟨0xE5⟩ ⟨U+200B⟩ ⏎ sat");
        assertThat(left(false, "The ·cat", "The ·cat ·sat")).containsExactly("The ·cat", "The ·cat ·sat");
    }

    @Test
    void ofAChatItsHeadersGoAndWhatAllChatsBeginWith() {
        String system = "⟨im_start⟩ system ⏎ You ·are ·kind ⟨im_end⟩ ⏎ ";
        assertThat(left(
                        true,
                        system + "⟨im_start⟩ user ⏎ The ·cat ⟨im_end⟩ ⏎ ⟨im_start⟩ ass istant ⏎",
                        system + "⟨im_start⟩ user ⏎ The ·dog ·ran ⏎ off ⟨im_end⟩ ⏎ ⟨im_start⟩ ass istant ⏎"))
                .containsExactly("The ·cat", "The ·dog ·ran ⏎ off");
        assertThat(left(true, "⟨s⟩ Tell ·me ·now ·what ·it ·is ⏎ please ⟨end⟩"))
                .containsExactly("Tell ·me ·now ·what ·it ·is ⏎ please");
        assertThat(left(true, "⟨head⟩ user ⟨tail⟩ ⏎⏎ Hi ·you ⟨eot⟩ ⟨head⟩ assistant ⟨tail⟩ ⏎⏎"))
                .containsExactly("Hi ·you");
    }

    @Test
    void aBracketThatIsWrittenIsNoSpecialToken() {
        assertThat(left(false, "a ⟨B2⟩ c")).containsExactly("a ⟨B2⟩ c");
    }
}
