package dev.pawse.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String[] LIBRARIES = {
        "org.slf4j..", "org.yaml.snakeyaml..", "com.cronutils..", "tools.jackson.core..", "org.jspecify.."
    };
    private static final JavaClasses OURS = ours();

    private static final ArchRule NO_THREADS = noClasses()
            .that(not(belongToAnyOf(BlockingExecutors.class)))
            .should()
            .callConstructorWhere(target(owner(assignableTo(Thread.class))))
            .orShould()
            .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
            .orShould()
            .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Executors.class,
                    ThreadPoolExecutor.class,
                    ScheduledThreadPoolExecutor.class,
                    ForkJoinPool.class,
                    Timer.class);

    @Test
    void theClassesWereFound() {
        assertThat(OURS.contain(Pawse.class)).isTrue();
        assertThat(OURS.contain(dev.pawse.spi.Provider.class)).isTrue();
        assertThat(OURS.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void thePortsKnowNobody() {
        classes()
                .that()
                .resideInAPackage("dev.pawse.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.pawse.spi..", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void theEngineKnowsThePortsAndItsLibrariesOnly() {
        String[] allowed = new String[LIBRARIES.length + 4];
        System.arraycopy(LIBRARIES, 0, allowed, 4, LIBRARIES.length);
        allowed[0] = "dev.pawse.core";
        allowed[1] = "dev.pawse.spi..";
        allowed[2] = "java..";
        allowed[3] = "javax.net.ssl..";

        classes()
                .that()
                .resideInAPackage("dev.pawse.core")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(OURS);
    }

    @Test
    void noLibraryShowsInWhatOthersCall() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .areNotAssignableTo(Cron.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml.snakeyaml..", "com.cronutils..", "tools.jackson.core..")
                .check(OURS);
    }

    @Test
    void onlyOneClassMakesThreads() {
        NO_THREADS.check(OURS);
    }

    @Test
    void aClassThatMakesThreadsWouldBeFound() {
        JavaClasses bad = new ClassFileImporter().importClasses(MakesThreads.class, UsesExecutors.class);

        assertThatThrownBy(() -> NO_THREADS.check(bad))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("MakesThreads")
                .hasMessageContaining("UsesExecutors");
    }

    @Test
    void onlyTheHooksStartProcesses() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ProcessGroup.class.getName())
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(OURS);
    }

    @Test
    void nobodyReadsTheEnvironment() {
        noClasses()
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(OURS);
    }

    @Test
    void nobodyPrintsOrEndsTheProcess() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(OURS);
    }

    private static JavaClasses ours() {
        // The names of other people's classes are all that is asked for; to read those takes most of the time.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.pawse.spi", "dev.pawse.core");
    }

    /** What the rule is there to find. */
    static final class MakesThreads {
        private MakesThreads() {}

        static void make() {
            new Thread(() -> {}).start();
        }
    }

    /** What the rule is there to find. */
    static final class UsesExecutors {
        private UsesExecutors() {}

        static ExecutorService make() {
            return Executors.newCachedThreadPool();
        }
    }
}
