package io.patchclamp;

import java.util.List;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The rooms and their one way of imports. */
@AnalyzeClasses(packages = "io.patchclamp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Each room may import only those before it. */
    private static final List<String> ROOMS = List.of(
            "fault",
            "progress",
            "array",
            "stats",
            "provenance",
            "model",
            "trial",
            "metric",
            "edit",
            "generate",
            "record",
            "epoch",
            "geometry",
            "lens",
            "attribute",
            "sweep",
            "steer",
            "lesion",
            "phantom");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("io.patchclamp.(*)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule internalRoomsHaveNoCycles =
            slices().matching("io.patchclamp.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyOneRoomKnowsDjl = noClasses()
            .that()
            .resideOutsideOfPackage("io.patchclamp.internal.djl")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyTheFrontDoorOpensModels = classes()
            .that()
            .resideInAnyPackage("io.patchclamp.internal.load", "io.patchclamp.internal.decoder")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.patchclamp", "io.patchclamp.internal.load", "io.patchclamp.internal.decoder");

    @ArchTest
    static final ArchRule filesTensorsAndTokensKnowNoModel = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.patchclamp.internal.djl",
                    "io.patchclamp.internal.format",
                    "io.patchclamp.internal.hub",
                    "io.patchclamp.internal.json",
                    "io.patchclamp.internal.token",
                    "io.patchclamp.internal.vocabulary")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.patchclamp.model..",
                    "io.patchclamp.trial..",
                    "io.patchclamp.edit..",
                    "io.patchclamp.generate..",
                    "io.patchclamp.record..");

    @ArchTest
    static void roomsImportOnlyTheRoomsBefore(com.tngtech.archunit.core.domain.JavaClasses all) {
        for (int i = 0; i < ROOMS.size(); i++) {
            String[] later = ROOMS.subList(i + 1, ROOMS.size()).stream()
                    .map(r -> "io.patchclamp." + r + "..")
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("io.patchclamp." + ROOMS.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .check(all);
            }
        }
    }
}
