package io.patchclamp.kernel;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.patchclamp", importOptions = ImportOption.DoNotIncludeTests.class)
class KernelRoomsTest {
    @ArchTest
    static final ArchRule noRoomOfTheKernelNeedsAnotherInACircle =
            slices().matching("io.patchclamp.kernel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsDoNotKnowTheFrontDoor = noClasses()
            .that()
            .resideInAPackage("io.patchclamp.kernel.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.patchclamp.kernel");

    @ArchTest
    static final ArchRule basekernelIsKnownToTheKernelOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.patchclamp.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.spencerpark..");

    @ArchTest
    static final ArchRule jshellIsKnownToTheKernelOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.patchclamp.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jshell..");

    @ArchTest
    static final ArchRule theKernelStaysOutOfInternalRooms = noClasses()
            .that()
            .resideInAPackage("io.patchclamp.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.patchclamp.internal..");

    @ArchTest
    static final ArchRule onlyTheFrontDoorAndTheWireSpeakZeroMq = noClasses()
            .that()
            .resideOutsideOfPackages("io.patchclamp.kernel.wire..", "io.patchclamp.kernel")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.zeromq..");
}
