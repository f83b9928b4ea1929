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

    /** As {@link Kept#keep}. */
    void keep(Ledger ledger) {
        segmentsIn = ledger.entry(segmentsIn);
        segmentsOut = ledger.entry(segmentsOut);
        bytesIn = ledger.entry(bytesIn);
        bytesOut = ledger.entry(bytesOut);
        bytesAcknowledged = ledger.entry(bytesAcknowledged);
        segmentsRetransmitted = ledger.entry(segmentsRetransmitted);
        bytesRetransmitted = ledger.entry(bytesRetransmitted);
        duplicateBytesIn = ledger.entry(duplicateBytesIn);
        beyondWindowBytesIn = ledger.entry(beyondWindowBytesIn);
        spuriousRetransmissions = ledger.entry(spuriousRetransmissions);
        timeouts = ledger.entry(timeouts);
        fastRecoveries = ledger.entry(fastRecoveries);
        sackBlocksIn = ledger.entry(sackBlocksIn);
        segmentsLost = ledger.entry(segmentsLost);
        tailLossProbes = ledger.entry(tailLossProbes);
        spuriousRecoveries = ledger.entry(spuriousRecoveries);
        spuriousTimeouts = ledger.entry(spuriousTimeouts);
        duplicateSackBlocksIn = ledger.entry(duplicateSackBlocksIn);
        reneges = ledger.entry(reneges);
        congestionMarksIn = ledger.entry(congestionMarksIn);
        ecnEchoesIn = ledger.entry(ecnEchoesIn);
        ecnResponses = ledger.entry(ecnResponses);
        dataSegmentsIn = ledger.entry(dataSegmentsIn);
        dataSegmentsOut = ledger.entry(dataSegmentsOut);
        segmentsDelivered = ledger.entry(segmentsDelivered);
    }
}
