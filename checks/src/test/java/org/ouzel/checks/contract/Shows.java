package org.ouzel.checks.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test, of one engine alone, which shows what the engine does instead of what {@link DiffersOn} excepts it from. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Shows {
    Engine engine();

    Difference what();
}
