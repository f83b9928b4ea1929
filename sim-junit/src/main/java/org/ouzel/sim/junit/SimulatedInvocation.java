package org.ouzel.sim.junit;

import java.io.Closeable;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.SimulationSettings;

/** Gives a test method the simulation of one seed, runs it, and finds out about its failure. */
final class SimulatedInvocation implements ParameterResolver, InvocationInterceptor {
    private final SimulatedMethod method;
    private final Simulation simulation;

    /** What a test does with its simulation. */
    private interface Body {
        void run() throws Throwable;
    }

    SimulatedInvocation(SimulatedMethod method, long seed) {
        this.method = method;
        SimulationSettings plain = SimulationSettings.of(seed);
        this.simulation =
                new Simulation(method.captures(seed).map(plain::withCaptures).orElse(plain));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Simulation.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable().equals(method.method())) {
            return simulation;
        }
        throw new ParameterResolutionException("only a @Simulated method has a Simulation, not "
                + parameter.getDeclaringExecutable() + ": after a failure the method is called again, with others");
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> context,
            ExtensionContext extensionContext)
            throws Throwable {
        Optional<Throwable> failure = failureOf(simulation, invocation::proceed);
        if (failure.isPresent()) {
            throw failure.get() instanceof TestAbortedException
                    ? failure.get()
                    : new Examination(method, settings -> replayed(settings, context)).of(simulation, failure.get());
        }
    }

    private Examination.Replay replayed(SimulationSettings settings, ReflectiveInvocationContext<Method> context) {
        Simulation other = new Simulation(settings);
        Object[] arguments = context.getArguments().stream()
                .map(argument -> argument instanceof Simulation ? other : argument)
                .toArray();
        Object target = context.getTarget().orElseThrow();
        Optional<Throwable> failure =
                failureOf(other, () -> ReflectionSupport.invokeMethod(method.method(), target, arguments));
        return new Examination.Replay(other, failure);
    }

    /** Does what a test does, runs the simulation if that has not done so, and leaves nothing of it behind. */
    private static Optional<Throwable> failureOf(Simulation simulation, Body body) {
        try (Closeable _ = simulation::end) {
            body.run();
            if (!simulation.hasRun()) {
                simulation.run();
            }
            return Optional.empty();
        } catch (Throwable failure) {
            return Optional.of(failure);
        }
    }
}
