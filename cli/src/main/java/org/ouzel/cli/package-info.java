/**
 * The {@code ouzel} command. Read {@link org.ouzel.cli.Main} first, then {@link org.ouzel.cli.EngineOptions}, which opens the
 * host that a command runs on.
 *
 * <p>One class for each command; what a command does to a host stands apart from it and takes any
 * {@link org.ouzel.Host}. Nothing here knows the core.
 */
@NullMarked
package org.ouzel.cli;

import org.jspecify.annotations.NullMarked;
