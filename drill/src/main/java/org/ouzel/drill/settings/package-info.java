/**
 * What a host begins with, and how it is changed by name: a {@link org.ouzel.drill.settings.Profile} is the habits of a kind of
 * host, {@link org.ouzel.drill.settings.Switches} are what differs from it, and a {@link
 * org.ouzel.drill.settings.SettingsShell} does what the commands of scripts say, above all those that set Linux's and FreeBSD's
 * settings. Nothing that is not understood is passed over.
 */
@NullMarked
package org.ouzel.drill.settings;

import org.jspecify.annotations.NullMarked;
