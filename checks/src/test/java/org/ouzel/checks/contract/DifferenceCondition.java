package org.ouzel.checks.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterInfo;

/** Skips on an engine the tests that do not hold there, with the sentence of the difference. */
final class DifferenceCondition implements ExecutionCondition {
    private static final ConditionEvaluationResult RUNS = ConditionEvaluationResult.enabled("part of the contract");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(test -> difference(test, engine(context)))
                .map(difference -> ConditionEvaluationResult.disabled(difference.sentence()))
                .orElse(RUNS);
    }

    /** The first reason for which the test does not hold on the engine. */
    static Optional<Difference> difference(Method test, Engine engine) {
        return Arrays.stream(test.getAnnotationsByType(DiffersOn.class))
                .filter(except -> except.engine() == engine.differsAs())
                .map(DiffersOn::what)
                .findFirst();
    }

    /** The engine of the class, also for a test that has parameters of its own. */
    private static Engine engine(ExtensionContext context) {
        ExtensionContext around = context;
        while (around.getTestMethod().isPresent()) {
            around = around.getParent().orElseThrow();
        }
        return ParameterInfo.get(around).getArguments().get(0, Engine.class);
    }
}
