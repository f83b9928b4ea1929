package org.ouzel.core.tcp;

import org.ouzel.core.wire.Drops;

/**
 * What all connections of a node share.
 *
 * @param parameters times
 * @param pages where buffers come from
 * @param initialNumbers where initial sequence numbers and timestamp offsets come from
 * @param drops where dropped segments are counted
 * @param workbench what they use one after the other
 */
public record Environment(
        TcpParameters parameters, PagePool pages, InitialNumbers initialNumbers, Drops drops, Workbench workbench) {
    /** With a workbench of its own. */
    public Environment(TcpParameters parameters, PagePool pages, InitialNumbers initialNumbers, Drops drops) {
        this(parameters, pages, initialNumbers, drops, new Workbench());
    }
}
