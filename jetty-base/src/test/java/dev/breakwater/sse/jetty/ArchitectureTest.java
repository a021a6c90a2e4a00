package dev.breakwater.sse.jetty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String CONTAINER = "dev.breakwater.sse.jetty.container..";

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.breakwater.sse.jetty");

    @Test
    void containersPart_goesIntoAStockJettyWithTheCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(CONTAINER)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours, but for the core's come-back answer, or the servlet API's",
                        type -> type.getPackageName().startsWith("dev.breakwater")
                                        && !type.getPackageName().endsWith("jetty.container")
                                        && !type.getPackageName().equals("dev.breakwater.sse.admission")
                                || type.getPackageName().startsWith("jakarta.servlet")))
                .check(all);
    }

    @Test
    void application_isKnownThroughItsInitializerOnly() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are inside the application",
                        type -> type.getPackageName().startsWith("dev.breakwater.sse.webapp")
                                && !type.getSimpleName().equals("BreakwaterInitializer")))
                .check(all);
    }

    @Test
    void program_isNobodysLibrary() {
        classes()
                .that()
                .resideOutsideOfPackages(CONTAINER, "dev.breakwater.sse.jetty.doctor..")
                .and()
                .doNotHaveSimpleName("Main")
                .should()
                .notBePublic()
                .check(all);
    }
}
