package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;

/**
 * What the cookies of Fast Open are made with, and known again by (RFC 7413 §4.1.2): a cookie is a keyed hash of the addresses of
 * the peer that it was given to and of the host that gave it. Nothing is kept of the peer.
 *
 * <p>The hash, its order of bytes and what it is of are those of Linux, so that hosts of both kinds may share an address and a key.
 *
 * @param primary the key that cookies are made with
 * @param backup the key that they were made with before: its cookies are taken for a while, so that keys can be changed
 */
public record FastOpenKeys(SipHash primary, Optional<SipHash> backup) {
    /** What a cookie is. */
    public enum Match {
        /** None of ours, or that of another peer. */
        NONE,
        /** Made with the key that holds. */
        CURRENT,
        /** Made with the key that held before. */
        FORMER
    }

    /** One key alone. */
    public static FastOpenKeys of(SipHash key) {
        return new FastOpenKeys(key, Optional.empty());
    }

    /** The cookie for the remote end of a connection. */
    public OpaqueBytes cookie(FourTuple tuple) {
        return cookie(primary, tuple);
    }

    /** What a cookie is that has come from the remote end of a connection. */
    public Match match(OpaqueBytes cookie, FourTuple tuple) {
        if (cookie.equals(cookie(tuple))) {
            return Match.CURRENT;
        }
        boolean former = backup.isPresent() && cookie.equals(cookie(backup.get(), tuple));
        return former ? Match.FORMER : Match.NONE;
    }

    private static OpaqueBytes cookie(SipHash key, FourTuple tuple) {
        long hash = key.hash(words(tuple.remoteAddress(), tuple.localAddress()));
        List<Byte> bytes = new ArrayList<>(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes.add((byte) (hash >>> shift));
        }
        return new OpaqueBytes(bytes);
    }

    /** The bytes of both addresses, as they stand in a SYN's IP header, in words of which the first byte is the lowest. */
    private static long[] words(IpAddress peer, IpAddress own) {
        return peer instanceof Ipv4Address
                ? new long[] {Long.reverseBytes(peer.low() << Integer.SIZE | own.low())}
                : new long[] {
                    Long.reverseBytes(peer.high()),
                    Long.reverseBytes(peer.low()),
                    Long.reverseBytes(own.high()),
                    Long.reverseBytes(own.low())
                };
    }
}
