package org.ouzel.sim.campaign;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * What one end of a connection says of ECN (RFC 3168 §6.1), held against what has come to it. Each mark that has come may begin one
 * echo, and each CWR may end one: no more can be said of a TCP that takes later what has come, and need not take all of it.
 */
final class EcnTrack {
    private final String name;
    private final Verdict verdict;
    private boolean isActive;
    private boolean hasSaidSo;
    private boolean hasSaidOtherwise;
    private boolean hasPeerAgreed;
    private boolean echoes;
    private long marksIn;
    private long reductionsIn;
    private long begun;
    private long ended;

    EcnTrack(String name, Verdict verdict) {
        this.name = name;
        this.verdict = verdict;
    }

    void onArrived(TcpSegment segment, EcnCodepoint ecn) {
        if (segment.has(TcpFlags.SYN)) {
            hasPeerAgreed |= segment.has(TcpFlags.ECE) && segment.has(TcpFlags.CWR) != segment.has(TcpFlags.ACK);
            return;
        }
        if (segment.has(TcpFlags.CWR)) {
            reductionsIn++;
        }
        if (ecn == EcnCodepoint.CE && segment.payload().length() > 0) {
            marksIn++;
        }
    }

    /**
     * A segment goes out.
     *
     * @param isNewData whether it carries data that was not sent before, and no probe of a closed window
     * @param isOver whether the connection has come to its end, and what still goes out is TIME-WAIT's
     */
    void onSent(TcpSegment segment, EcnCodepoint ecn, boolean isNewData, boolean isOver) {
        require(
                ecn == EcnCodepoint.NOT_ECT || (ecn == EcnCodepoint.ECT_0 && isNewData && mayUse()),
                "is not to be sent as " + ecn,
                segment);
        if (segment.has(TcpFlags.SYN)) {
            onSyn(segment);
        } else if (!segment.has(TcpFlags.RST)) {
            require(!segment.has(TcpFlags.CWR) || (isNewData && mayUse()), "has CWR, and no new data", segment);
            if (!isOver) {
                onEcho(segment);
            }
        }
    }

    private void onSyn(TcpSegment syn) {
        isActive |= !syn.has(TcpFlags.ACK);
        boolean isSetup = syn.has(TcpFlags.ECE) && syn.has(TcpFlags.CWR) != syn.has(TcpFlags.ACK);
        require(isSetup || !syn.has(TcpFlags.ECE), "neither asks for ECN nor does not", syn);
        hasSaidSo |= isSetup;
        hasSaidOtherwise |= !isSetup;
    }

    private boolean mayUse() {
        return hasSaidSo && !hasSaidOtherwise && (hasPeerAgreed || !isActive);
    }

    private void onEcho(TcpSegment segment) {
        boolean echo = segment.has(TcpFlags.ECE);
        begun += echo && !echoes ? 1 : 0;
        ended += echoes && !echo ? 1 : 0;
        echoes = echo;
        require(begun <= marksIn, "echoes congestion of which nothing has come", segment);
        require(ended <= reductionsIn, "echoes no more, though no CWR has come", segment);
        require(!echo || hasSaidSo, "echoes what was not agreed on", segment);
    }

    private void require(boolean holds, String fault, TcpSegment segment) {
        verdict.require(Property.ECN, holds, () -> name + " " + fault + ": " + segment);
    }
}
