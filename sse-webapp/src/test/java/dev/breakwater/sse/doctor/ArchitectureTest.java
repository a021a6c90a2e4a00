package dev.breakwater.sse.doctor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the doctor's rooms: its rules and its plan serve the page and the terminal alike. */
final class ArchitectureTest {
    private static final String ROOT = "dev.breakwater.sse.doctor";

    private final JavaClasses doctor = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_ofTheDoctor_haveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(doctor);
    }

    @Test
    void rulesAndPlan_knowNeitherServletsNorTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".probe")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "dev.breakwater.sse.webapp..", "dev.breakwater.sse.servlet..")
                .check(doctor);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.breakwater.sse.webapp..", "org.glassfish..")
                .check(doctor);
    }
}
