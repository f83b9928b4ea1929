package org.ouzel.cli;

/** What {@code listen} and {@code connect} have in common in their help. */
final class PipeHelp {
    static final String FIGURES =
            "Figures of --json: bytes_in, bytes_out, urgent_in (urgent regions received), seconds,"
                    + " segments_in, segments_out, retransmitted_segments.";
    static final String EXIT_STATUS = "Exit status: 0 if both sides closed, 1 if the connection failed, 2 wrong usage.";

    private PipeHelp() {}
}
