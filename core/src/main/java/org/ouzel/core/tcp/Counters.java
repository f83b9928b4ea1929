package org.ouzel.core.tcp;

/** What is counted of one connection. */
public final class Counters {
    long segmentsIn;
    long segmentsOut;
    long bytesIn;
    long bytesOut;
    long bytesAcknowledged;
    long segmentsRetransmitted;
    long bytesRetransmitted;
    long duplicateBytesIn;
    long beyondWindowBytesIn;
    long spuriousRetransmissions;
    long timeouts;
    long fastRecoveries;
    long sackBlocksIn;
    long segmentsLost;
    long tailLossProbes;
    long spuriousRecoveries;
    long spuriousTimeouts;
    long duplicateSackBlocksIn;
    long reneges;
    long congestionMarksIn;
    long ecnEchoesIn;
    long ecnResponses;
    long dataSegmentsIn;
    long dataSegmentsOut;
    long segmentsDelivered;

    /** The figures of one moment. */
    public record Snapshot(
            long segmentsIn,
            long segmentsOut,
            long bytesIn,
            long bytesOut,
            long bytesAcknowledged,
            long segmentsRetransmitted,
            long bytesRetransmitted,
            long duplicateBytesIn,
            long beyondWindowBytesIn,
            long spuriousRetransmissions,
            long timeouts,
            long fastRecoveries,
            long sackBlocksIn,
            long segmentsLost,
            long tailLossProbes,
            long spuriousRecoveries,
            long spuriousTimeouts,
            long duplicateSackBlocksIn,
            long reneges,
            long congestionMarksIn,
            long ecnEchoesIn,
            long ecnResponses,
            long dataSegmentsIn,
            long dataSegmentsOut,
            long segmentsDelivered) {}

    Snapshot snapshot() {
        return new Snapshot(
                segmentsIn,
                segmentsOut,
                bytesIn,
                bytesOut,
                bytesAcknowledged,
                segmentsRetransmitted,
                bytesRetransmitted,
                duplicateBytesIn,
                beyondWindowBytesIn,
                spuriousRetransmissions,
                timeouts,
                fastRecoveries,
                sackBlocksIn,
                segmentsLost,
                tailLossProbes,
                spuriousRecoveries,
                spuriousTimeouts,
                duplicateSackBlocksIn,
                reneges,
                congestionMarksIn,
                ecnEchoesIn,
                ecnResponses,
                dataSegmentsIn,
                dataSegmentsOut,
                segmentsDelivered);
    }
}
