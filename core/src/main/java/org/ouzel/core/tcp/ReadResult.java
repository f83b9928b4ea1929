package org.ouzel.core.tcp;

/**
 * What a read gave.
 *
 * @param count how many bytes; 0 if there were none
 * @param urgent whether they begin an urgent region
 * @param mark whether they end one
 */
public record ReadResult(int count, boolean urgent, boolean mark) {
    /** Nothing. */
    static final ReadResult NOTHING = new ReadResult(0, false, false);
}
