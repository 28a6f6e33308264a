package io.patchclamp.kernel;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

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

    /** Two of one name, and a notebook can use neither by it. */
    @ArchTest
    static void noTwoTypesThatNotebooksImportHaveOneName(JavaClasses all) {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (JavaClass type : all) {
            boolean imported = Startup.IMPORTS.contains("import " + type.getPackageName() + ".*;");
            if (imported && type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                rooms.computeIfAbsent(type.getSimpleName(), n -> new TreeSet<>())
                        .add(type.getPackageName());
            }
        }
        assertThat(rooms).hasSizeGreaterThan(100);
        assertThat(rooms.entrySet().stream().filter(e -> e.getValue().size() > 1))
                .isEmpty();
    }
}
