package org.ouzel.checks.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of the contract that an engine does not satisfy. It is the only reason for which a test of the suite does not run. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(DiffersOn.All.class)
@interface DiffersOn {
    Engine engine();

    Difference what();

    /** Several of them on one test. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        DiffersOn[] value();
    }
}
