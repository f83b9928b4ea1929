package org.ouzel.checks.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * That whatever an engine does otherwise than the contract says is shown by a test and stands in {@code docs/engines.md}, and that
 * nothing else keeps a test of the contract from running. {@code -Dengines.page=write} writes that page instead of comparing it.
 */
class EnginesTest {
    private static final Path PAGE = Path.of("..", "docs", "engines.md");
    private static final JavaClasses SUITE = new ClassFileImporter().importPackages(EnginesTest.class.getPackageName());

    /** Does not run on the stack, for a reason that nothing shows. */
    static final class Excepted {
        @DiffersOn(engine = Engine.STACK, what = Difference.NO_WAY_TO_ITSELF)
        void doesNotHold() {}

        void holds() {}
    }

    /** Shows what keeps no test from running. */
    static final class Shown {
        @Shows(engine = Engine.STACK, what = Difference.NO_WAY_TO_ITSELF)
        void isSo() {}
    }

    private static DifferenceTable table() {
        List<Class<?>> tests = ReflectionSupport.streamAllClassesInPackage(
                        EnginesTest.class.getPackageName(), type -> true, name -> name.endsWith("Test"))
                .sorted(Comparator.comparing(Class::getName))
                .toList();
        return DifferenceTable.of(tests);
    }

    @Test
    void everyDifferenceIsTheReasonOfAnExceptionAndIsShown() {
        assertThat(table().faults()).isEmpty();
    }

    @Test
    void thePageTellsHowTheEnginesDiffer() throws IOException {
        String page = EnginesPage.of(table());
        if (System.getProperty("engines.page", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/engines.md; `just engines` (-Dengines.page=write) makes it anew")
                .isEqualTo(page);
    }

    @Test
    void aDifferenceThatIsNotShownOrNotUsedIsFound() {
        assertThat(DifferenceTable.of(List.of(Excepted.class)).faults())
                .contains("no test shows NO_WAY_TO_ITSELF of STACK");
        assertThat(DifferenceTable.of(List.of(Shown.class)).faults())
                .contains("NO_WAY_TO_ITSELF is shown of STACK, but no test is excepted for it");
        assertThat(DifferenceTable.of(List.of()).faults()).contains("NO_WAY_TO_ITSELF is used by nobody");
    }

    @Test
    void aTestIsExceptedOnlyWhereItSaysSo() throws NoSuchMethodException {
        Method excepted = Excepted.class.getDeclaredMethod("doesNotHold");
        Method held = Excepted.class.getDeclaredMethod("holds");
        assertThat(DifferenceCondition.difference(excepted, Engine.STACK)).contains(Difference.NO_WAY_TO_ITSELF);
        assertThat(DifferenceCondition.difference(excepted, Engine.STACK_IN_PLACE))
                .contains(Difference.NO_WAY_TO_ITSELF);
        assertThat(DifferenceCondition.difference(excepted, Engine.KERNEL)).isEmpty();
        assertThat(DifferenceCondition.difference(held, Engine.STACK)).isEmpty();
    }

    @Test
    void everyClassOfTheSuiteRunsOnEveryEngine() {
        classes()
                .that()
                .haveSimpleNameEndingWith("ContractTest")
                .should()
                .beAnnotatedWith(OnEveryEngine.class)
                .check(SUITE);
    }

    @Test
    void nothingElseKeepsATestFromRunning() {
        noClasses()
                .that()
                .areAnnotatedWith(OnEveryEngine.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit.jupiter.api.condition..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(org.junit.jupiter.api.Assumptions.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Assumptions.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Disabled.class)
                .check(SUITE);
    }

    /** The contract is the API's: whatever it needs of an engine it has from the pair of hosts. */
    @Test
    void noClassOfTheSuiteKnowsAnEngineFromInside() {
        noClasses()
                .that()
                .areAnnotatedWith(OnEveryEngine.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ouzel.stack", "org.ouzel.stack.link..", "org.ouzel.core..", "org.ouzel.os..")
                .check(SUITE);
    }
}
