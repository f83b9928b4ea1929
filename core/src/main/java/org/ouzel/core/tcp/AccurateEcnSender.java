package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.EcnCodepoint;

/**
 * The sending half of accurate ECN (RFC 9768 §3.2): makes of the three bits that the peer tells of its counter, and of its options,
 * how many packets were marked; and sees what the path does to the fields of ECN.
 */
final class AccurateEcnSender implements Kept {
    private static final int ACE_MASK = 0b111;
    private static final int ACE_VALUES = 8;

    /** RFC 9768 §A.2.2: marked segments are taken to be at least so large, of the MSS. */
    private static final int SAFETY_FACTOR = 2;

    /** Where acknowledgments are for more packets than that on average, few of them are missing where many are acknowledged. */
    private static final double FEW_PACKETS = 4;

    private static final double WEIGHT = 1.0 / 8;

    /** What is known of the peer's options. */
    private enum Options {
        /** None has come. */
        ABSENT,
        /** The last acknowledgments had them. */
        PRESENT,
        /** They were zeroed on the way. */
        IGNORED
    }

    private final EcnByteCounts bytes = new EcnByteCounts();
    private long packets = AccurateEcnReceiver.FIRST_PACKETS;
    private Options options = Options.ABSENT;
    private boolean capable = true;
    private boolean responds = true;
    private boolean heard;
    private long echoedUpTo = Long.MIN_VALUE;
    private double packetsAtOnce;

    /** What has happened since the last option: how many packets were told to be marked, and how many to be delivered. */
    private long markedSinceOption;

    private long deliveredSinceOption;

    // ---- The handshake

    /**
     * Our SYN is acknowledged; returns how many marks that tells of: one, or none.
     *
     * <p>RFC 9768 §3.2.2.3: what comes of our SYN, which is not that of an ECN-capable transport, with another codepoint was mangled
     * on the way. What is sent after it is not ECN-capable either then, but its marks are answered.
     *
     * @param asked whether it acknowledges our answer to the peer's SYN, not our own
     */
    int onHandshake(EcnFeedback.Handshake told, boolean asked) {
        Optional<EcnCodepoint> arrived = told.code().echoed();
        boolean marked = arrived.equals(Optional.of(EcnCodepoint.CE));
        capable &= arrived.isEmpty() || arrived.equals(Optional.of(EcnCodepoint.NOT_ECT));
        if (asked && told.code() == EcnCode.NONE) {
            // RFC 9768 §3.2.2.1: "for the rest of the connection the Server MUST NOT set ECT on outgoing packets and
            // MUST NOT respond to AccECN feedback."
            disable();
        }
        // RFC 9768 §3.2.2.2: only a server counts it, for the client does too; a server does not count its marked SYN.
        packets += asked && marked ? 1 : 0;
        test(told.counts());
        told.counts().ifPresent(this::learn);
        return marked ? 1 : 0;
    }

    private void disable() {
        capable = false;
        responds = false;
    }

    // RFC 9768 §3.2.3.2.4: counters of ECT do not begin at zero. Nothing else is asked of their first values.
    private void test(Optional<AccurateEcnOption> first) {
        if (first.isEmpty()) {
            return;
        }
        AccurateEcnOption option = first.get();
        boolean zeroed = option.bytes(EcnCodepoint.ECT_0).equals(OptionalInt.of(0))
                || option.bytes(EcnCodepoint.ECT_1).equals(OptionalInt.of(0));
        options = zeroed ? Options.IGNORED : Options.PRESENT;
    }

    private long learn(AccurateEcnOption option) {
        return options == Options.IGNORED ? 0 : bytes.learn(option);
    }

    // ---- The transfer

    /**
     * An acknowledgment has come; returns how many packets it tells to have been marked that are to be answered for.
     *
     * @param delivered how many packets it tells to have been delivered
     * @param echoedAtNs when at the earliest the segment was sent whose timestamp it echoes, if it does
     */
    int onCounters(EcnFeedback.Counters told, int delivered, long echoedAtNs, int mss) {
        testFirst(told);
        boolean newer = echoedAtNs > echoedUpTo;
        echoedUpTo = Math.max(echoedUpTo, echoedAtNs);
        // RFC 9768 §A.1: what acknowledges no new data, and no new time, may have been overtaken by a later one.
        if (delivered == 0 && !newer) {
            return 0;
        }
        int least = (told.ace() - (int) packets) & ACE_MASK;
        Optional<AccurateEcnOption> option = options == Options.IGNORED ? Optional.empty() : told.counts();
        long markedBytes = option.map(this::learn).orElse(0L);
        int marked = marked(least, delivered, option.isPresent(), markedBytes, mss);
        options = option.isPresent() ? Options.PRESENT : options;
        packets += marked;
        noteConsistency(marked, delivered, option.isPresent(), markedBytes);
        packetsAtOnce += (delivered - packetsAtOnce) * WEIGHT;
        return responds ? marked : 0;
    }

    // RFC 9768 §3.2.2.4: a field that is zero at first was zeroed on the way, or is none.
    private void testFirst(EcnFeedback.Counters told) {
        if (heard) {
            return;
        }
        heard = true;
        if (told.ace() == 0) {
            disable();
        }
        if (options == Options.ABSENT) {
            test(told.counts());
        }
    }

    /**
     * How many packets were marked: the least that the field allows, or the most, if acknowledgments may be missing. RFC 9768
     * §3.2.2.5.2: "it SHOULD deem whether it cycled by taking the safest likely case under the prevailing conditions." The algorithm
     * is that of §A.2.1 and §A.2.2.
     */
    private int marked(int least, int delivered, boolean hasOption, long markedBytes, int mss) {
        // It counts what the scoreboard does not, such as control packets: the field is believed.
        if (least >= delivered) {
            return least;
        }
        int safest = delivered - (delivered - least) % ACE_VALUES;
        if (hasOption && options == Options.PRESENT) {
            long more = Math.ceilDiv(markedBytes, mss) - least;
            if (more > 0) {
                // So many bytes are not in so few packets: the field has gone round.
                return (int) Math.min(least + Math.ceilDiv(more, ACE_VALUES) * ACE_VALUES, safest);
            }
            if (markedBytes * SAFETY_FACTOR < (long) mss * safest) {
                return least;
            }
        }
        return packetsAtOnce > FEW_PACKETS ? least : safest;
    }

    // RFC 9768 §3.2.3.2.5: where the bytes have grown and the packets have not, though the field cannot have gone
    // round, something on the way changes it: "the Data Sender MUST disable sending ECN-capable packets for the
    // remainder of the half-connection".
    private void noteConsistency(int marked, int delivered, boolean hasOption, long markedBytes) {
        markedSinceOption += marked;
        deliveredSinceOption += delivered;
        if (hasOption) {
            capable &= markedBytes == 0 || markedSinceOption > 0 || deliveredSinceOption >= ACE_VALUES;
            markedSinceOption = 0;
            deliveredSinceOption = 0;
        }
    }

    // ---- What others ask

    /** Whether nothing speaks against sending data as that of an ECN-capable transport. */
    boolean isCapable() {
        return capable;
    }

    /** s.cep. */
    long packets() {
        return packets;
    }

    EcnByteCounts bytes() {
        return bytes;
    }

    @Override
    public void keep(Ledger ledger) {
        bytes.keep(ledger);
        packets = ledger.entry(packets);
        options = ledger.entry(options, Options.values());
        capable = ledger.entry(capable);
        responds = ledger.entry(responds);
        heard = ledger.entry(heard);
        echoedUpTo = ledger.entry(echoedUpTo);
        packetsAtOnce = ledger.entry(packetsAtOnce);
        markedSinceOption = ledger.entry(markedSinceOption);
        deliveredSinceOption = ledger.entry(deliveredSinceOption);
    }
}
