package org.ouzel.drill.script;

/**
 * Something that happens, or is to happen.
 *
 * @param position where its time is written
 * @param time when
 * @param action what
 * @param source the first line of the script that it is written on, without the blanks around
 */
public record Event(Position position, EventTime time, Action action, String source) {}
