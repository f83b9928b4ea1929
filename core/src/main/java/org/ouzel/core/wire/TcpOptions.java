package org.ouzel.core.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The options of a segment, by the kind of segment that carries them: those that only a SYN may carry are not to be had
 * from any other. The bytes are {@link TcpOptionCodec}'s business.
 */
public sealed interface TcpOptions {

    /** The timestamps option (RFC 7323 §3). */
    Optional<Timestamps> timestamps();

    /** Whether there are timestamps. */
    default boolean isStamped() {
        return timestamps().isPresent();
    }

    /** TSval (RFC 7323 §3.2); 0 without timestamps. */
    default int tsValue() {
        Optional<Timestamps> stamps = timestamps();
        return stamps.isPresent() ? stamps.get().value() : 0;
    }

    /** TSecr; 0 without timestamps. */
    default int tsEchoReply() {
        Optional<Timestamps> stamps = timestamps();
        return stamps.isPresent() ? stamps.get().echoReply() : 0;
    }

    /** The same, for who keeps them when the segment is used for another. */
    default TcpOptions kept() {
        return this;
    }

    /** Their length on the wire, whole words. */
    default int length(OptionLayout layout) {
        return OptionWriter.length(this, layout);
    }

    /** The option of accurate ECN (RFC 9768 §3.2.3). */
    Optional<AccurateEcnOption> accurateEcn();

    /**
     * The options of a SYN.
     *
     * @param mss the largest segment that the sender takes (RFC 9293 §3.7.1)
     * @param windowScale the shift of the sender's windows, 0 to 14 (RFC 7323 §2)
     * @param sackPermitted whether the sender takes selective acknowledgments (RFC 2018)
     * @param timestamps the timestamps
     * @param fastOpen a cookie, or the request for one (RFC 7413)
     * @param userTimeout the advised user timeout (RFC 5482)
     * @param authentication the authentication option's content, not looked into (RFC 5925)
     * @param accurateEcn the counts of accurate ECN (RFC 9768), which mean nothing on a SYN that answers none
     */
    record Handshake(
            OptionalInt mss,
            OptionalInt windowScale,
            boolean sackPermitted,
            Optional<Timestamps> timestamps,
            Optional<FastOpen> fastOpen,
            Optional<UserTimeoutOption> userTimeout,
            Optional<OpaqueBytes> authentication,
            Optional<AccurateEcnOption> accurateEcn)
            implements TcpOptions {
        /** No option. */
        public static final Handshake NONE = new Handshake(
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        /** The options that every open offers. */
        public static Handshake offer(
                int mss, OptionalInt windowScale, boolean sackPermitted, Optional<Timestamps> timestamps) {
            return new Handshake(
                    OptionalInt.of(mss),
                    windowScale,
                    sackPermitted,
                    timestamps,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** The same with a cookie, a request for one, or neither. */
        public Handshake withFastOpen(Optional<FastOpen> option) {
            return new Handshake(
                    mss, windowScale, sackPermitted, timestamps, option, userTimeout, authentication, accurateEcn);
        }

        /** The same with counts of accurate ECN. */
        public Handshake with(AccurateEcnOption counts) {
            return new Handshake(
                    mss,
                    windowScale,
                    sackPermitted,
                    timestamps,
                    fastOpen,
                    userTimeout,
                    authentication,
                    Optional.of(counts));
        }
    }

    /**
     * The options of a segment of an open connection. Those of a segment that is lent are lent with it: they change with the next, but
     * for those that {@link #kept} gives.
     */
    final class Transfer implements TcpOptions {
        /** No option. */
        public static final Transfer NONE = of(Optional.empty(), List.of());

        private boolean stamped;
        private int value;
        private int echoReply;
        private final List<SackBlock> sackBlocks;
        private final Optional<UserTimeoutOption> userTimeout;
        private final Optional<OpaqueBytes> authentication;
        private final Optional<AccurateEcnOption> accurateEcn;

        /**
         * Options.
         *
         * @param timestamps the timestamps
         * @param sackBlocks what has been received beyond the acknowledgment (RFC 2018)
         * @param userTimeout the advised user timeout (RFC 5482)
         * @param authentication the authentication option's content, not looked into (RFC 5925)
         * @param accurateEcn the counts of accurate ECN (RFC 9768)
         */
        public Transfer(
                Optional<Timestamps> timestamps,
                List<SackBlock> sackBlocks,
                Optional<UserTimeoutOption> userTimeout,
                Optional<OpaqueBytes> authentication,
                Optional<AccurateEcnOption> accurateEcn) {
            timestamps.ifPresent(stamps -> stamp(stamps.value(), stamps.echoReply()));
            this.sackBlocks = sackBlocks;
            this.userTimeout = userTimeout;
            this.authentication = authentication;
            this.accurateEcn = accurateEcn;
        }

        private Transfer(Transfer of, List<SackBlock> blocks, Optional<AccurateEcnOption> counts) {
            this.stamped = of.stamped;
            this.value = of.value;
            this.echoReply = of.echoReply;
            this.sackBlocks = blocks;
            this.userTimeout = of.userTimeout;
            this.authentication = of.authentication;
            this.accurateEcn = counts;
        }

        /** Timestamps alone. */
        public static Transfer of(Timestamps timestamps) {
            return of(Optional.of(timestamps), List.of());
        }

        /** Timestamps, where they are agreed on, and SACK blocks. */
        public static Transfer of(Optional<Timestamps> timestamps, List<SackBlock> sackBlocks) {
            return new Transfer(timestamps, sackBlocks, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Timestamps alone, which change with every segment that they are lent with. */
        static Transfer blank() {
            return of(new Timestamps(0, 0));
        }

        /** Other timestamps from now on: of those that are lent alone. */
        void stamp(int tsValue, int tsEchoReply) {
            stamped = true;
            value = tsValue;
            echoReply = tsEchoReply;
        }

        @Override
        public Optional<Timestamps> timestamps() {
            return stamped ? Optional.of(new Timestamps(value, echoReply)) : Optional.empty();
        }

        @Override
        public boolean isStamped() {
            return stamped;
        }

        @Override
        public int tsValue() {
            return value;
        }

        @Override
        public int tsEchoReply() {
            return echoReply;
        }

        /** What has been received beyond the acknowledgment (RFC 2018). */
        public List<SackBlock> sackBlocks() {
            return sackBlocks;
        }

        /** The advised user timeout (RFC 5482). */
        public Optional<UserTimeoutOption> userTimeout() {
            return userTimeout;
        }

        /** The authentication option's content, not looked into (RFC 5925). */
        public Optional<OpaqueBytes> authentication() {
            return authentication;
        }

        @Override
        public Optional<AccurateEcnOption> accurateEcn() {
            return accurateEcn;
        }

        /** Whether there is nothing but timestamps. */
        boolean isStampsAlone() {
            return stamped
                    && sackBlocks.isEmpty()
                    && userTimeout.isEmpty()
                    && authentication.isEmpty()
                    && accurateEcn.isEmpty();
        }

        /** The same with other SACK blocks. */
        public Transfer with(List<SackBlock> blocks) {
            return new Transfer(this, blocks, accurateEcn);
        }

        /** The same with counts of accurate ECN. */
        public Transfer with(AccurateEcnOption counts) {
            return new Transfer(this, sackBlocks, Optional.of(counts));
        }

        @Override
        public Transfer kept() {
            return new Transfer(this, sackBlocks, accurateEcn);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Transfer that
                    && timestamps().equals(that.timestamps())
                    && sackBlocks.equals(that.sackBlocks)
                    && userTimeout.equals(that.userTimeout)
                    && authentication.equals(that.authentication)
                    && accurateEcn.equals(that.accurateEcn);
        }

        @Override
        public int hashCode() {
            return Objects.hash(timestamps(), sackBlocks, userTimeout, authentication, accurateEcn);
        }

        @Override
        public String toString() {
            return "Transfer[" + timestamps() + ", " + sackBlocks + ", " + userTimeout + ", " + authentication + ", "
                    + accurateEcn + "]";
        }
    }

    /**
     * The options of a reset.
     *
     * @param timestamps the timestamps
     * @param authentication the authentication option's content, not looked into (RFC 5925)
     */
    record Reset(Optional<Timestamps> timestamps, Optional<OpaqueBytes> authentication) implements TcpOptions {
        /** No option. */
        public static final Reset NONE = new Reset(Optional.empty(), Optional.empty());

        /** A reset has none: it acknowledges nothing that anybody would count. */
        @Override
        public Optional<AccurateEcnOption> accurateEcn() {
            return Optional.empty();
        }
    }

    /**
     * The timestamps option's two fields.
     *
     * @param value TSval
     * @param echoReply TSecr
     */
    record Timestamps(int value, int echoReply) {}

    /**
     * A block of received bytes.
     *
     * @param left the first sequence number
     * @param right the sequence number behind the last
     */
    record SackBlock(int left, int right) {}

    /**
     * An advised user timeout.
     *
     * @param minutes whether the value counts minutes, not seconds
     * @param value 0 to 32767
     */
    record UserTimeoutOption(boolean minutes, int value) {}

    /**
     * The Fast Open option (RFC 7413 §4.1.1).
     *
     * <pre>
     *                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     *                                 |      Kind     |    Length     |
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     * ~                            Cookie                             ~
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     * </pre>
     *
     * @param cookie the cookie: an even number of bytes, 4 to 16, or none, which asks for one
     * @param experimental whether the option is the one for experiments (kind 254, RFC 6994) that came before its own kind
     */
    record FastOpen(OpaqueBytes cookie, boolean experimental) {
        /** The least bytes of a cookie. */
        public static final int LEAST_COOKIE = 4;

        /** The most bytes of a cookie. */
        public static final int MOST_COOKIE = 16;

        /** Refuses a cookie of a length that there is not. */
        public FastOpen {
            if (!isCookieLength(cookie.bytes().size())) {
                throw new IllegalArgumentException(
                        "a cookie of " + cookie.bytes().size() + " bytes");
            }
        }

        /** Asks for a cookie. */
        public static FastOpen request(boolean experimental) {
            return new FastOpen(OpaqueBytes.NONE, experimental);
        }

        /** Whether a cookie, or the want of one, may have this length. */
        public static boolean isCookieLength(int bytes) {
            return bytes == 0 || (bytes >= LEAST_COOKIE && bytes <= MOST_COOKIE && bytes % 2 == 0);
        }

        /** Whether there is no cookie in it, because it asks for one. */
        public boolean isRequest() {
            return cookie.bytes().isEmpty();
        }
    }

    /** Bytes that are carried, not understood. */
    record OpaqueBytes(List<Byte> bytes) {
        /** No bytes. */
        public static final OpaqueBytes NONE = new OpaqueBytes(List.of());

        /** Keeps the bytes from change. */
        public OpaqueBytes {
            bytes = List.copyOf(bytes);
        }
    }
}
