package dev.breakwater.sse.webapp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms of this module. */
final class ArchitectureTest {
    private static final String ROOT = "dev.breakwater.sse.webapp";

    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_ofThisModule_haveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(module);
    }

    @Test
    void rooms_areKnownToTheRootOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(module);
    }

    @Test
    void librariesOfARoom_areUsedThereOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".settings")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.smallrye..")
                .check(module);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".metrics")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(module);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.glassfish..")
                .check(module);
    }
}
