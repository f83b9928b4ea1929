package org.ouzel.checks.rfc;

/**
 * One sentence of a document that asks for something.
 *
 * @param id what a test's tag and an exception call it: {@code MUST-15}, or {@code 9438-4.6-1}
 * @param section the section, such as {@code 3.7.1}
 * @param sentence the document's own words, without the number that RFC 9293 puts behind them
 * @param exact whether they were compared with the document
 */
record Requirement(String id, Level level, String section, String sentence, boolean exact) {}
