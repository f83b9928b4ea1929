package org.ouzel.sim.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of programs on a simulated network, in virtual time, invoked once for each of many seeds. It has one parameter of type
 * {@link org.ouzel.sim.Simulation}, lays the network, plans what goes wrong, and starts the programs; the simulation is run when it
 * returns. To assert something afterwards it calls {@link org.ouzel.sim.Simulation#run run()} itself.
 *
 * {@snippet :
 * @Simulated(seeds = 50)
 * void theRequestPassesAPartition(Simulation simulation) {
 *     Simulation.Pair hosts = simulation.pair(NETWORK);
 *     simulation.plan(Hazard.partition(hosts.cable(), Duration.ofSeconds(1), Duration.ofMinutes(3)));
 *     simulation.start("server", () -> serve(hosts.right()));
 *     simulation.start("client", () -> assertThat(request(hosts.left())).isEqualTo("done"));
 * }
 * }
 *
 * <p><b>Failures.</b> What the test or one of its programs throws comes as the cause of a {@link SimulatedTestFailure}. It tells the
 * seed, the command that repeats the test with it, which of the {@linkplain org.ouzel.sim.Simulation#plan planned hazards} matter, and
 * the last events before the failure. To find the hazards that matter the method is called again and again with fewer of them, as
 * long as it fails with an exception of the same class: at most 200 times, for at most 20 seconds. The events are those of the last of
 * these runs. A {@code @Timeout} counts all of this; its interrupt ends the search.
 *
 * <p><b>Set-up.</b> Methods like those with {@code @BeforeEach} and {@code @AfterEach} run once for each seed; the runs that find out
 * about a failure call the test method alone, on the same instance and with the same other arguments. So what a test keeps in fields
 * it must reset itself: best it keeps everything in local variables.
 *
 * <p><b>Configuration.</b> System properties, or configuration parameters of the JUnit Platform:
 *
 * <ul>
 *   <li>{@code ouzel.seed} – the seeds to run, separated by commas, in place of those of the annotations; the build tool has to pass
 *       it on to the tests, as Maven does
 *   <li>{@code ouzel.replay} – how failures tell to repeat a test, with {@code {class}}, {@code {method}} and {@code {seed}} in it,
 *       such as {@code ./gradlew test --tests {class}.{method} -Douzel.seed={seed}}; for Maven unless told otherwise
 *   <li>{@code ouzel.captures} – the folder for captures, as {@link #captures}
 * </ul>
 */
@Documented
@TestTemplate
@ExtendWith(SimulatedExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // for JUnit alone
public @interface Simulated {
    /** How many seeds, one after the other, at least 1. */
    int seeds() default 100;

    /** The first of them. */
    long firstSeed() default 1;

    /**
     * A folder that gets a folder for each failure, with a pcapng file of each cable. With {@link Seed} or {@code ouzel.seed}, runs
     * that pass are captured too. Empty for none.
     */
    String captures() default "";
}
