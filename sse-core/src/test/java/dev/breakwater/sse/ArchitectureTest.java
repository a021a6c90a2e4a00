package dev.breakwater.sse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between the rooms: what may know of what. */
class ArchitectureTest {
    private static final String ROOT = "dev.breakwater.sse";
    private static final String SERVLET = ROOT + ".servlet..";
    private static final String BUDGET = ROOT + ".budget..";

    private static JavaClasses core;

    @BeforeAll
    static void importClasses() {
        core = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertThat(core.size()).as("classes found").isGreaterThan(30);
    }

    private static void check(ArchRule rule) {
        rule.check(core);
    }

    @Test
    void packages_dependOnEachOther_inOneDirectionOnly() {
        check(slices().matching("dev.breakwater.(**)").should().beFreeOfCycles());
    }

    @Test
    void core_knowsNothingOfRest() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("jakarta.ws.rs.."));
    }

    @Test
    void servletTypes_stayWhereServletsAre() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(SERVLET, BUDGET)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet.."));
    }

    @Test
    void eventTopicLogStoreAndDelivery_knowNeitherTheHubNorServlets() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".event..", ROOT + ".topic..", ROOT + ".log..", ROOT + ".store..", ROOT + ".delivery..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT).or(resideInAnyPackage(SERVLET, BUDGET))));
    }

    @Test
    void hub_knowsNothingOfServlets() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVLET));
    }

    @Test
    void log_isDownstreamOfTheStoreAndUpstreamOfDelivery() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".log..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".store..", ROOT + ".delivery.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".delivery.."));
    }

    /** What an application that takes this library must have besides: a container, and nothing else. */
    @Test
    void core_needsTheJdkAndServletsOnly() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(
                        "java..",
                        "javax..",
                        "jdk.jfr..",
                        ROOT + "..",
                        "jakarta.servlet..",
                        "org.jspecify.annotations..")));
    }

    @Test
    void logging_isSystemLogger() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.slf4j..",
                        "org.apache.commons.logging..",
                        "org.apache.logging..",
                        "org.jboss.logging.."));
    }

    @Test
    void standardStreams_areNotWrittenTo() {
        check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    @Test
    void nobodySleeps() {
        check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
    }

    @Test
    void packages_areNullMarked() {
        Set<JavaPackage> packages = core.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
        assertThat(packages)
                .allSatisfy(one -> assertThat(one.isAnnotatedWith(NullMarked.class))
                        .as(one.getName())
                        .isTrue());
    }

    @Test
    void internalsOfDelivery_areNotPublic() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + ".delivery..")
                .and()
                .haveNameMatching(
                        ".*\\.(Shard|Newcomers|Audience|Batch|Deadlines|Inbox|Signalled|TimerWheel|StreamSubscription)")
                .should()
                .bePackagePrivate());
    }
}
