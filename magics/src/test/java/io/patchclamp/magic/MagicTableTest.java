package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Run with {@code -Dpatchclamp.update=true} to bring the README's table up to date. */
class MagicTableTest {
    private final List<MagicSpec> specs = Magics.standard().specs();

    @Test
    void theReadmesTableIsTheOneOfTheSpecs() throws IOException {
        Path readme = Path.of("..", "README.md");
        assumeTrue(Files.exists(readme), "no README");
        String page = Files.readString(readme);
        String updated = MagicTable.update(page, "magics", specs);
        if (Boolean.getBoolean("patchclamp.update")) {
            Files.writeString(readme, updated);
            page = updated;
        }

        assertThat(page).contains("<!-- magics:begin -->").contains("<!-- magics:end -->");
        assertThat(page)
                .as("stale; update with mvn verify -pl magics -am -Dtest=MagicTableTest -Dpatchclamp.update=true")
                .isEqualTo(updated);
    }

    @Test
    void aTableHasARowForEachMagic() {
        assertThat(MagicTable.markdown(specs).lines()).hasSize(specs.size() + 2);
        assertThat(MagicTable.markdown(specs)).contains("| `%lsmagic` | All magics, one line each. |");
    }

    @Test
    void onlyWhatIsBetweenTheMarksChanges() {
        String page = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb";

        assertThat(MagicTable.update(page, "x", List.of()))
                .isEqualTo("a\n<!-- x:begin -->\n| magic | what you get |\n|---|---|\n<!-- x:end -->\nb");
        assertThat(MagicTable.update(page, "y", List.of())).isEqualTo(page);
    }
}
