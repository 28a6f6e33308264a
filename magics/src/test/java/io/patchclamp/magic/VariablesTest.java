package io.patchclamp.magic;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VariablesTest {
    private final FakeSession session = new FakeSession();

    @Test
    void aVariableOfTheRightTypeIsTaken() {
        session.variables.put("n", 3);

        assertThat(Variables.need(session, "n", Integer.class)).isEqualTo(3);
    }

    @Test
    void aMissingVariableNamesTheNearestOfTheRightType() {
        session.variables.put("rec", 3);
        session.variables.put("res", "text");

        assertThatThrownBy(() -> Variables.need(session, "recc", Integer.class))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no Java variable 'recc'.\nTry: rec, which is an Integer");
        assertThatThrownBy(() -> Variables.need(session, "recc", Long.class))
                .hasMessage("There is no Java variable 'recc'.\nTry: make a Long first, and keep it with --as recc");
    }

    @Test
    void anExpressionIsToBeNamedFirst() {
        session.variables.put("rec", 3);
        assertThatThrownBy(() -> Variables.need(session, "loc.split().t()", Integer.class))
                .hasMessage("There is no Java variable 'loc.split().t()'.\n"
                        + "Try: a name: var it = loc.split().t(); in a cell before this one, then 'it' here; or rec");
    }

    @Test
    void aVariableOfAnotherTypeSaysWhichItIs() {
        session.variables.put("a", 3);
        session.variables.put("b", 4);
        session.variables.put("text", "x");

        assertThatThrownBy(() -> Variables.needAny(session, "text", List.of(Integer.class, Long.class)))
                .hasMessage("The Java variable 'text' is a String, not an Integer or a Long.\n"
                        + "Try: a, b, each of which is an Integer or a Long");
    }
}
