package org.ouzel.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param in the standard input
 * @param out the standard output: what was asked for
 * @param err the standard error: what people should know besides
 * @param terminal whether someone watches {@code err} on a terminal
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    /** The process's own. The launcher knows whether there is a terminal: the JDK cannot tell it of standard error. */
    static Console ofProcess() {
        return new Console(System.in, System.out, System.err, Boolean.getBoolean("ouzel.terminal"));
    }
}
