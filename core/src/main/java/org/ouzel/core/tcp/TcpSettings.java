package org.ouzel.core.tcp;

/**
 * What the user chose for one connection. Times are in nanoseconds.
 *
 * @param receiveBuffer where what has come waits for the user
 * @param sendBuffer where what the user gave waits for its acknowledgment
 * @param userTimeout how long data may stay unacknowledged
 * @param header what its packets' IP headers say
 * @param output when what was taken from the user leaves
 * @param times how long it may lie idle
 * @param ecn whether congestion may be told without a loss
 * @param tuning what only those change who know why
 */
public record TcpSettings(
        Buffer receiveBuffer,
        Buffer sendBuffer,
        UserTimeout userTimeout,
        Header header,
        Output output,
        Times times,
        EcnPolicy ecn,
        TcpTuning tuning) {

    /**
     * How much a buffer holds.
     *
     * @param bytes in the beginning
     * @param maxBytes once it has grown as far as it may
     */
    public record Buffer(int bytes, int maxBytes) {
        /** Refuses what has no meaning. */
        public Buffer {
            Bounds.requireAtLeast(1, "bytes", bytes);
            Bounds.requireAtLeast(bytes, "maxBytes", maxBytes);
        }

        /** A buffer that does not grow. */
        public static Buffer of(int bytes) {
            return new Buffer(bytes, bytes);
        }
    }

    /**
     * How long data may stay unacknowledged.
     *
     * @param afterNs so long; 0 for ever
     * @param reported whether that it was longer is reported, not fatal
     */
    public record UserTimeout(long afterNs, boolean reported) {
        /** For ever. */
        public static final UserTimeout NONE = new UserTimeout(0, false);

        /** Refuses what has no meaning. */
        public UserTimeout {
            Bounds.requireNotNegative("afterNs", afterNs);
        }
    }

    /**
     * What IP headers say.
     *
     * @param typeOfService the type of service or traffic class, but for its last two bits, which are ECN's
     * @param timeToLive the TTL or hop limit
     * @param dontFragment the DF bit
     */
    public record Header(int typeOfService, int timeToLive, boolean dontFragment) {
        private static final int MOST_OCTET = 0xff;

        /** What most hosts say. */
        public static final Header USUAL = new Header(0, 64, true);

        /** Refuses what has no meaning. */
        public Header {
            Bounds.require("typeOfService", typeOfService, 0, MOST_OCTET);
            Bounds.require("timeToLive", timeToLive, 1, MOST_OCTET);
        }

        /** The same with another type of service. */
        public Header withTypeOfService(int tos) {
            return new Header(tos, timeToLive, dontFragment);
        }

        /** The same with another TTL. */
        public Header withTimeToLive(int hops) {
            return new Header(typeOfService, hops, dontFragment);
        }

        /** The same with DF or without. */
        public Header withDontFragment(boolean on) {
            return new Header(typeOfService, timeToLive, on);
        }
    }

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

        /** Refuses what has no meaning. */
        public Output {
            Bounds.requireAtLeast(1, "maxPacingBytesPerSecond", maxPacingBytesPerSecond);
            Bounds.requireAtLeast(1, "unsentLowWaterBytes", unsentLowWaterBytes);
        }

        /** The same, where small segments wait or do not. */
        public Output withNagle(boolean on) {
            return new Output(on, maxPacingBytesPerSecond, unsentLowWaterBytes);
        }

        /** The same with another greatest rate. */
        public Output withMaxPacing(long bytesPerSecond) {
            return new Output(nagle, bytesPerSecond, unsentLowWaterBytes);
        }
    }

    /**
     * How long what is idle is left alone.
     *
     * @param keepAliveNs how long a connection may be idle before it is probed; 0 for ever
     * @param quietNs how long unpushed data lies before it is delivered
     * @param finWait2Ns how long FIN-WAIT-2 may be idle
     */
    public record Times(long keepAliveNs, long quietNs, long finWait2Ns) {
        /** Refuses what has no meaning. */
        public Times {
            Bounds.requireNotNegative("keepAliveNs", keepAliveNs);
            Bounds.requireNotNegative("quietNs", quietNs);
            Bounds.requireNotNegative("finWait2Ns", finWait2Ns);
        }

        /** The same with another time before probes. */
        public Times withKeepAlive(long nanos) {
            return new Times(nanos, quietNs, finWait2Ns);
        }

        /** The same with another time for FIN-WAIT-2. */
        public Times withFinWait2(long nanos) {
            return new Times(keepAliveNs, quietNs, nanos);
        }
    }

    /** The same with another receive buffer. */
    public TcpSettings withReceiveBuffer(Buffer changed) {
        return new TcpSettings(changed, sendBuffer, userTimeout, header, output, times, ecn, tuning);
    }

    /** The same with another send buffer. */
    public TcpSettings withSendBuffer(Buffer changed) {
        return new TcpSettings(receiveBuffer, changed, userTimeout, header, output, times, ecn, tuning);
    }

    /** The same with another user timeout. */
    public TcpSettings with(UserTimeout changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, changed, header, output, times, ecn, tuning);
    }

    /** The same with other IP headers. */
    public TcpSettings with(Header changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, userTimeout, changed, output, times, ecn, tuning);
    }

    /** The same with another output. */
    public TcpSettings with(Output changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, userTimeout, header, changed, times, ecn, tuning);
    }

    /** The same with other times. */
    public TcpSettings with(Times changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, userTimeout, header, output, changed, ecn, tuning);
    }

    /** The same with ECN or without. */
    public TcpSettings with(EcnPolicy changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, userTimeout, header, output, times, changed, tuning);
    }

    /** The same with another tuning. */
    public TcpSettings with(TcpTuning changed) {
        return new TcpSettings(receiveBuffer, sendBuffer, userTimeout, header, output, times, ecn, changed);
    }
}
