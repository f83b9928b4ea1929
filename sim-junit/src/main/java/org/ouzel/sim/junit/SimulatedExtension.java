package org.ouzel.sim.junit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Invokes a test method once for each of its seeds. */
final class SimulatedExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), Simulated.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        SimulatedMethod method = new SimulatedMethod(
                context.getRequiredTestClass(),
                context.getRequiredTestMethod(),
                AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Simulated.class)
                        .orElseThrow(),
                context::getConfigurationParameter);
        return method.seeds().mapToObj(seed -> new OneSeed(method, seed));
    }

    /** An invocation. */
    private record OneSeed(SimulatedMethod method, long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new SimulatedInvocation(method, seed));
        }
    }
}
