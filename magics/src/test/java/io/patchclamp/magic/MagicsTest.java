package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MagicsTest {
    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @Test
    void aTakenNameCannotBeRegistered() {
        assertThatThrownBy(() -> magics.register(new LsmagicMagic(magics)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the name %lsmagic is taken by");
    }

    @Test
    void anUnknownMagicNamesTheNearest() {
        assertThatThrownBy(() -> magics.run("hlep", "", Optional.empty(), session))
                .isInstanceOf(UsageException.class)
                .hasMessage("No magic is named '%hlep'.\nTry: %help; %lsmagic lists all");
        assertThatThrownBy(() -> magics.run("help", "lsmagc", Optional.empty(), session))
                .hasMessage("No magic is named '%lsmagc'.\nTry: %lsmagic; %lsmagic lists all");
    }

    @Test
    void aBodyWhereNoneIsTakenIsAnError() {
        assertThatThrownBy(() -> magics.run("lsmagic", "", Optional.of("x"), session))
                .hasMessage("%%lsmagic takes no body.\n"
                        + "Try: %lsmagic with one percent sign; it is typed %lsmagic [--as NAME]");
    }

    @Test
    void theNameToBindIsRead() {
        assertThat(magics.asName("lsmagic", "--as all")).contains("all");
        assertThat(magics.asName("lsmagic", "")).isEmpty();
        assertThatThrownBy(() -> magics.asName("lsmagic", "--as 3x")).isInstanceOf(UsageException.class);
    }

    @Test
    void helpTakesNamesWithPercentSigns() throws Exception {
        Object help = magics.run("help", "%lsmagic", Optional.empty(), session);

        assertThat(help).isEqualTo(new Help(magics.spec("lsmagic").orElseThrow()));
        assertThat(magics.help("%%lsmagic?")).isEqualTo(magics.help("lsmagic")).isPresent();
        assertThat(magics.help("nothing")).isEmpty();
    }

    @Test
    void namesAndOptionsAreCompleted() {
        assertThat(texts("%ls", 3, false)).containsExactly("lsmagic");
        assertThat(texts("%lsmagic --", 11, false)).containsExactly("--as");
        assertThat(texts("%help ls", 8, false)).containsExactly("lsmagic");
        assertThat(magics.complete("%help ls", 8, false, session))
                .first()
                .satisfies(c -> assertThat(List.of(c.start(), c.end())).containsExactly(6, 8));
    }

    private List<String> texts(String line, int cursor, boolean cell) {
        return magics.complete(line, cursor, cell, session).stream()
                .map(Completion::text)
                .toList();
    }
}
