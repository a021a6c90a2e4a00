package dev.breakwater.sse.jaxrs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms of this module. */
final class ArchitectureTest {
    private static final String ROOT = "dev.breakwater.sse.jaxrs";

    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_ofThisModule_haveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(module);
    }

    @Test
    void jersey_isKnownWhereSinksAreOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".events..", ROOT + ".problem..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.glassfish..")
                .check(module);
    }

    /** Or an application on another implementation could not load it. */
    @Test
    void jersey_isNotKnownToWhatOtherImplementationsUse() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".stream..", ROOT + ".foreign..")
                .or()
                .belongToAnyOf(
                        JaxrsHub.class,
                        ForeignSinks.class,
                        ForeignSink.class,
                        BroadcastSink.class,
                        BoundedBroadcaster.class,
                        EventEncoder.class,
                        Writers.class,
                        ComeBackException.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.glassfish..")
                .check(module);
    }

    @Test
    void problems_knowNeitherSinksNorEvents() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".problem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".events..")
                .check(module);
    }

    @Test
    void packages_ofThisModule_areNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(module);
    }
}
