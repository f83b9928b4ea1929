package org.ouzel.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may use whom, and what the core may not do at all. */
class ArchitectureTest {
    private static final JavaClasses OUZEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.ouzel");

    private static final String CORE = "org.ouzel.core..";
    private static final String WIRE = "org.ouzel.core.wire..";
    private static final String IP = "org.ouzel.core.ip..";
    private static final String TCP = "org.ouzel.core.tcp..";
    private static final String CONGESTION = "org.ouzel.core.tcp.congestion..";
    private static final String STACK = "org.ouzel.stack..";
    private static final String LINK = "org.ouzel.stack.link..";
    private static final String AROUND = "org.ouzel.stack.around..";
    private static final String STREAM = "org.ouzel.stack.stream..";
    private static final String OS = "org.ouzel.os..";
    private static final String SCRIPT = "org.ouzel.drill.script..";
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify.annotations..";

    private static final ArchRule CORE_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage(CORE)
            .or()
            .haveSimpleName("UsesTheClock")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** Breaks the rule above, to show that it can be broken. */
    static final class UsesTheClock {
        long now() {
            return System.nanoTime();
        }
    }

    @Test
    void theApiStandsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("org.ouzel")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.ouzel", JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void theCoreStandsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CORE, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void theStackStandsOnTheApiTheCoreAndTheJdk() {
        classes()
                .that()
                .resideInAPackage(STACK)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(STACK, "org.ouzel", CORE, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void aLinkKnowsNoHostAndNoProtocol() {
        classes()
                .that()
                .resideInAPackage(LINK)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(LINK, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void whatAllStreamsHaveInCommonKnowsNoEngine() {
        classes()
                .that()
                .resideInAPackage(STREAM)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(STREAM, AROUND, "org.ouzel", JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void nativeCodeKnowsOnlyTheApiTheLinksAndWhatAllStreamsHaveInCommon() {
        classes()
                .that()
                .resideInAPackage(OS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(OS, "org.ouzel", LINK, STREAM, AROUND, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void theLanguageOfScriptsKnowsNoOneWhoRunsThem() {
        classes()
                .that()
                .resideInAPackage(SCRIPT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SCRIPT, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void onlyThePackageOfNativeCodeCallsTheSystem() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ouzel.os.sys..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.lang.foreign.Linker.class)
                .check(OUZEL);
    }

    /** But for whoever reads a link: he waits for packets, there as at a device. */
    @Test
    void allWaitingOfTheStackIsInOneClass() {
        noClasses()
                .that()
                .resideInAPackage("org.ouzel.stack..")
                .and()
                .resideOutsideOfPackage(LINK)
                .and()
                .doNotHaveSimpleName("LockGate")
                .should()
                .callMethod(java.util.concurrent.locks.Condition.class, "await")
                .orShould()
                .callMethod(java.util.concurrent.locks.Condition.class, "awaitNanos", long.class)
                .orShould()
                .callMethod(Object.class, "wait")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(OUZEL);
    }

    @Test
    void whatStandsInPacketsKnowsNothingOfProtocols() {
        classes()
                .that()
                .resideInAPackage(WIRE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(WIRE, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void ipKnowsOnlyPackets() {
        classes()
                .that()
                .resideInAPackage(IP)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(IP, WIRE, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void tcpKnowsOnlyPacketsAndCongestionControl() {
        classes()
                .that()
                .resideInAPackage(TCP)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(TCP, WIRE, JDK, NULLNESS)
                .check(OUZEL);
    }

    @Test
    void aCongestionControlNeverSeesTheConnection() {
        classes()
                .that()
                .resideInAPackage(CONGESTION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CONGESTION, "java.lang..", "java.util..", NULLNESS)
                .check(OUZEL);
    }

    @Test
    void theCoreHasNoClockOfItsOwn() {
        CORE_HAS_NO_CLOCK.check(OUZEL);
        JavaClasses offender = new ClassFileImporter().importClasses(UsesTheClock.class);
        assertThat(CORE_HAS_NO_CLOCK.evaluate(offender).hasViolation()).isTrue();
    }

    /** The watchdog of the processes, and a campaign that is given so many minutes, alone know of the computer's time. */
    @Test
    void aSimulationKnowsNoTimeButItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("org.ouzel.sim..")
                .and()
                .haveNameNotMatching("org\\.ouzel\\.sim\\.(Processes|campaign\\.Campaign|junit\\.).*")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(Math.class, "exp", double.class)
                .orShould()
                .callMethod(Math.class, "log", double.class)
                .orShould()
                .callMethod(Math.class, "pow", double.class, double.class)
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current")
                .check(OUZEL);
    }

    @Test
    void theCoreHasNoThreadLockRandomnessOrInputOutput() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.concurrent.locks..",
                        "java.util.concurrent.atomic..",
                        "java.util.random..",
                        "java.time..",
                        "java.security..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "sun.misc..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.net.Socket.class)
                .check(OUZEL);
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(CORE)
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(OUZEL);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(CORE)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(OUZEL);
    }
}
