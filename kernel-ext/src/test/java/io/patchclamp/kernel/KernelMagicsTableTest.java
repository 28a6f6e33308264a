package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.patchclamp.kernel.dependency.DependencyMagics;
import io.patchclamp.kernel.everyday.EverydayMagics;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.MagicTable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Run with {@code -Dpatchclamp.update=true} to bring the README's table up to date. */
class KernelMagicsTableTest {
    @Test
    void theReadmesTableIsTheOneOfTheSpecs() throws IOException {
        List<Magic> magics = new ArrayList<>(DependencyMagics.all(path -> {}));
        magics.add(new TimeMagic());
        magics.addAll(EverydayMagics.all(() -> null));
        List<MagicSpec> specs = magics.stream().map(Magic::spec).toList();
        Path readme = Path.of("..", "README.md");
        String page = Files.readString(readme);
        String updated = MagicTable.update(page, "kernel-magics", specs);
        if (Boolean.getBoolean("patchclamp.update")) {
            Files.writeString(readme, updated);
            page = updated;
        }
        assertThat(page).contains("<!-- kernel-magics:begin -->").contains("<!-- kernel-magics:end -->");
        assertThat(page)
                .as(
                        "stale; update with mvn verify -pl kernel-ext -am -Dtest=KernelMagicsTableTest -Dpatchclamp.update=true")
                .isEqualTo(updated);
    }
}
