package org.ouzel.core.tcp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A row of the state tables: it holds in each of the states, with sequence numbers that begin low and with ones that cross
 * 2^32. The test is given a {@link StateFixture} in that state.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(InStates.Fixtures.class)
@interface InStates {
    /** The states. */
    StateFixture.Place[] value();

    /** Makes the fixtures. */
    final class Fixtures extends AnnotationBasedArgumentsProvider<InStates> {
        @Override
        protected Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context, InStates row) {
            return Arrays.stream(row.value()).flatMap(place -> Arrays.stream(StateFixture.Start.values())
                    .map(start -> Arguments.of(new StateFixture(place, start))));
        }
    }
}
