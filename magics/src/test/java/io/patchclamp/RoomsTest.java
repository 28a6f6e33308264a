package io.patchclamp;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.patchclamp", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String[] HERE = {"io.patchclamp.magic..", "io.patchclamp.view..", "io.patchclamp.figure.."};

    @ArchTest
    static final ArchRule noWireAndNoShell = noClasses()
            .that()
            .resideInAnyPackage(HERE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.jshell..", "io.github.spencerpark..", "org.zeromq..", "io.patchclamp.kernel..");

    @ArchTest
    static final ArchRule theEnginesInternalRoomsStayItsOwn = noClasses()
            .that()
            .resideInAnyPackage(HERE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.patchclamp.internal..", "ai.djl..");

    @ArchTest
    static final ArchRule importsPointOneWay = noClasses()
            .that()
            .resideInAnyPackage("io.patchclamp.view..", "io.patchclamp.figure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.patchclamp.magic..");

    @ArchTest
    static final ArchRule figuresKnowNoViews = noClasses()
            .that()
            .resideInAPackage("io.patchclamp.figure..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.patchclamp.view..");

    @ArchTest
    static final ArchRule nothingPrints = noClasses()
            .that()
            .resideInAnyPackage(HERE)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.patchclamp.(magic|view|figure)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aMagicIsItsOwnClass = classes()
            .that()
            .haveSimpleNameEndingWith("Magic")
            .and()
            .areNotInterfaces()
            .should()
            .bePackagePrivate();
}
