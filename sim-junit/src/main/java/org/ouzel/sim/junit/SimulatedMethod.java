package org.ouzel.sim.junit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.ouzel.sim.Simulation;

/**
 * A test method that is simulated, and what was said of how.
 *
 * @param testClass the class whose instance it is called on
 * @param method the method
 * @param settings its annotation
 * @param configuration the configuration parameters
 */
record SimulatedMethod(
        Class<?> testClass, Method method, Simulated settings, Function<String, Optional<String>> configuration) {
    private static final String REPLAY_WITH_MAVEN = "mvn test -Dtest='{class}#{method}' -Douzel.seed={seed}";

    /** Rejects what cannot be simulated. */
    SimulatedMethod {
        long simulations = Arrays.stream(method.getParameterTypes())
                .filter(Simulation.class::equals)
                .count();
        if (simulations != 1) {
            throw new ExtensionConfigurationException(name(method) + " is @Simulated and so has one parameter of type "
                    + Simulation.class.getName() + ", not " + simulations);
        }
        if (settings.seeds() < 1) {
            throw new ExtensionConfigurationException(
                    name(method) + " is @Simulated with " + settings.seeds() + " seeds; it needs at least 1");
        }
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getName() + "#" + method.getName();
    }

    /** The seeds to run it with. */
    LongStream seeds() {
        return chosen().orElseGet(
                        () -> LongStream.range(0, settings.seeds()).map(index -> settings.firstSeed() + index));
    }

    /** The seeds that somebody asked for, to see what happens with them. */
    private Optional<LongStream> chosen() {
        Optional<LongStream> configured = configuration
                .apply("ouzel.seed")
                .map(seeds -> Arrays.stream(seeds.split(",", -1)).mapToLong(SimulatedMethod::parsed));
        return configured.or(
                () -> AnnotationSupport.findAnnotation(method, Seed.class).map(seed -> LongStream.of(seed.value())));
    }

    private static long parsed(String seed) {
        try {
            return Long.parseLong(seed.strip());
        } catch (NumberFormatException malformed) {
            throw new ExtensionConfigurationException(
                    "ouzel.seed takes seeds separated by commas, not \"" + seed + "\"", malformed);
        }
    }

    /** Where captures of a failure with this seed go. */
    Optional<Path> capturesOfFailure(long seed) {
        return configuration
                .apply("ouzel.captures")
                .or(() -> Optional.of(settings.captures()))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, plainName() + "." + method.getName() + "-seed-" + seed));
    }

    /** Where captures go even if it does not fail. */
    Optional<Path> captures(long seed) {
        return chosen().isPresent() ? capturesOfFailure(seed) : Optional.empty();
    }

    private String plainName() {
        String name = testClass.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The command that runs it with one seed. */
    String replayCommand(long seed) {
        return configuration
                .apply("ouzel.replay")
                .orElse(REPLAY_WITH_MAVEN)
                .replace("{class}", testClass.getName())
                .replace("{method}", method.getName())
                .replace("{seed}", Long.toString(seed));
    }
}
