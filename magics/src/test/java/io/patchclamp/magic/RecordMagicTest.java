package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What {@code %%record} keeps. */
class RecordMagicTest {
    private static final String TINY = Path.of("..", "engine", "src", "test", "resources", "parity", "grouped")
            .toAbsolutePath()
            .normalize()
            .toString();

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @Test
    void aHooksTokensAreThoseThatAreRecordedUnlessOthersAreGiven() throws Exception {
        run("model", "'" + TINY + "'", null);
        run("hook", "end L1.mlp.out --where last", null);
        assertThat(rows("--at @end")).containsExactly(List.of(3), List.of(2));
        assertThat(rows("--at @end --tokens 0..1")).containsExactly(List.of(0, 1), List.of(0, 1));
        assertThat(rows("--at L1.mlp.out --tokens /[bz]/")).containsExactly(List.of(1), List.of(2));
        assertThatThrownBy(() -> rows("--at '@end, embed'"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("'@end' holds at some tokens (-1)");
        assertThatThrownBy(() -> rows("--tokens sometimes")).hasMessageContaining("\nTry: ");
    }

    private List<List<Integer>> rows(String line) throws Exception {
        Recording recording = (Recording) run("record", line, "abcd\nxyz");
        return recording.trials().stream().map(RecordedTrial::rows).toList();
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }
}
