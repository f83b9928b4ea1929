package org.ouzel.core.tcp;

import java.util.function.Consumer;

/**
 * What the user chose for one connection. Times are in nanoseconds.
 *
 * @param receiveBufferBytes the receive buffer that a connection begins with
 * @param sendBufferBytes the send buffer that it begins with
 * @param maxReceiveBufferBytes what the receive buffer may grow to
 * @param maxSendBufferBytes what the send buffer may grow to
 * @param userTimeoutNs how long data may stay unacknowledged; 0 for ever
 * @param reportUserTimeout whether the user timeout is reported, not fatal
 * @param typeOfService the IP header's type of service or traffic class, but for its last two bits, which are ECN's
 * @param timeToLive the IP header's TTL or hop limit
 * @param dontFragment the IP header's DF bit
 * @param output when what was taken from the user leaves
 * @param keepAliveNs how long a connection may be idle before it is probed; 0 for ever
 * @param quietNs how long unpushed data lies before it is delivered
 * @param finWait2Ns how long FIN-WAIT-2 may be idle
 * @param ecn whether congestion may be told without a loss
 * @param tuning what only those change who know why
 */
public record TcpSettings(
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxReceiveBufferBytes,
        int maxSendBufferBytes,
        long userTimeoutNs,
        boolean reportUserTimeout,
        int typeOfService,
        int timeToLive,
        boolean dontFragment,
        Output output,
        long keepAliveNs,
        long quietNs,
        long finWait2Ns,
        EcnPolicy ecn,
        TcpTuning tuning) {

    /**
     * When what was taken from the user leaves, and so when more of it is taken.
     *
     * @param nagle whether small segments wait
     * @param maxPacingBytesPerSecond the greatest rate at which segments leave
     * @param unsentLowWaterBytes how much may be taken that was never sent
     */
    public record Output(boolean nagle, long maxPacingBytesPerSecond, int unsentLowWaterBytes) {
        /** Small segments wait, and nothing else is bounded. */
        public static final Output UNBOUNDED = new Output(true, Long.MAX_VALUE, Integer.MAX_VALUE);

        /** The same, where small segments wait or do not. */
        public Output withNagle(boolean on) {
            return new Output(on, maxPacingBytesPerSecond, unsentLowWaterBytes);
        }
    }

    /** With nothing tuned. */
    public TcpSettings(
            int receiveBufferBytes,
            int sendBufferBytes,
            int maxReceiveBufferBytes,
            int maxSendBufferBytes,
            long userTimeoutNs,
            boolean reportUserTimeout,
            int typeOfService,
            int timeToLive,
            boolean dontFragment,
            Output output,
            long keepAliveNs,
            long quietNs,
            long finWait2Ns,
            EcnPolicy ecn) {
        this(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeoutNs,
                reportUserTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                output,
                keepAliveNs,
                quietNs,
                finWait2Ns,
                ecn,
                TcpTuning.DEFAULT);
    }

    /** The same with another user timeout. */
    public TcpSettings withUserTimeout(long timeoutNs, boolean report) {
        return with(draft -> {
            draft.userTimeoutNs = timeoutNs;
            draft.reportUserTimeout = report;
        });
    }

    /** The same with another type of service. */
    public TcpSettings withTypeOfService(int tos) {
        return with(draft -> draft.typeOfService = tos);
    }

    /** The same with ECN or without. */
    public TcpSettings withEcn(EcnPolicy policy) {
        return with(draft -> draft.ecn = policy);
    }

    /** The same but for what is changed in a draft of it. */
    public TcpSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings that are being changed; the fields are those of {@link TcpSettings}. */
    public static final class Draft {
        /** What the receive buffer holds in the beginning. */
        public int receiveBufferBytes;
        /** What the send buffer holds in the beginning. */
        public int sendBufferBytes;
        /** What the receive buffer may grow to. */
        public int maxReceiveBufferBytes;
        /** What the send buffer may grow to. */
        public int maxSendBufferBytes;
        /** How long data may stay unacknowledged. */
        public long userTimeoutNs;
        /** Whether that is reported, not fatal. */
        public boolean reportUserTimeout;
        /** The type of service. */
        public int typeOfService;
        /** The TTL. */
        public int timeToLive;
        /** The DF bit. */
        public boolean dontFragment;
        /** When what was taken leaves. */
        public Output output;
        /** How long a connection may be idle. */
        public long keepAliveNs;
        /** How long unpushed data lies. */
        public long quietNs;
        /** How long FIN-WAIT-2 may be idle. */
        public long finWait2Ns;
        /** Whether congestion may be told without a loss. */
        public EcnPolicy ecn;
        /** The tuning. */
        public TcpTuning tuning;

        private Draft(TcpSettings of) {
            receiveBufferBytes = of.receiveBufferBytes;
            sendBufferBytes = of.sendBufferBytes;
            maxReceiveBufferBytes = of.maxReceiveBufferBytes;
            maxSendBufferBytes = of.maxSendBufferBytes;
            userTimeoutNs = of.userTimeoutNs;
            reportUserTimeout = of.reportUserTimeout;
            typeOfService = of.typeOfService;
            timeToLive = of.timeToLive;
            dontFragment = of.dontFragment;
            output = of.output;
            keepAliveNs = of.keepAliveNs;
            quietNs = of.quietNs;
            finWait2Ns = of.finWait2Ns;
            ecn = of.ecn;
            tuning = of.tuning;
        }

        private TcpSettings settings() {
            return new TcpSettings(
                    receiveBufferBytes,
                    sendBufferBytes,
                    maxReceiveBufferBytes,
                    maxSendBufferBytes,
                    userTimeoutNs,
                    reportUserTimeout,
                    typeOfService,
                    timeToLive,
                    dontFragment,
                    output,
                    keepAliveNs,
                    quietNs,
                    finWait2Ns,
                    ecn,
                    tuning);
        }
    }
}
