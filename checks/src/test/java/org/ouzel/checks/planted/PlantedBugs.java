package org.ouzel.checks.planted;

import static org.ouzel.checks.planted.PlantedBug.inCore;
import static org.ouzel.checks.planted.PlantedBug.inStack;
import static org.ouzel.checks.planted.PlantedBug.inTcp;

import java.util.List;
import java.util.stream.Stream;

/** Bugs that TCPs have had, each planted in ours. */
final class PlantedBugs {
    private static final List<PlantedBug> SENDING = List.of(
            inTcp(
                    "retransmission once",
                    "LossRecovery",
                    "return timer.deadline();",
                    "return timer.timeoutsInARow() > 0 ? Deadline.NONE : timer.deadline();",
                    "after a retransmission the timer is not set again"),
            inTcp(
                    "retransmission of other bytes",
                    "Transmitter",
                    "        return outgoing(sent.from, sent.to, (int) sent.bytes(), now);\n",
                    """
                            Outgoing segment = outgoing(sent.from, sent.to, (int) sent.bytes(), now);
                            return segment.payload().length() < 2
                                    ? segment
                                    : new Outgoing(
                                            sent.from,
                                            segment.flags(),
                                            segment.urgentPointer(),
                                            queue.outgoing(sent.from + 1, sent.to).payload());
                    """,
                    "what is sent again is taken from one byte too far on"),
            inTcp(
                    "ECN on what is sent again",
                    "Transmitter",
                    "        return outgoing(sent.from, sent.to, (int) sent.bytes(), now);\n",
                    "        return recovery.response().ecn().onNewData(outgoing(sent.from, sent.to, (int) sent.bytes(), now));\n",
                    "what is sent again is marked as that of an ECN-capable transport"),
            inTcp(
                    "window and one",
                    "PeerWindow",
                    "return end() - scoreboard.nxt();",
                    "return end() - scoreboard.nxt() + 1;",
                    "one byte is sent beyond the peer's window"),
            inTcp(
                    "pacing without end",
                    "Sender",
                    "Math.min(Math.min(recovery.deadline(), probing.deadline()), pacing.deadline())",
                    "Math.min(recovery.deadline(), probing.deadline())",
                    "what the pacer has held back waits for something else to happen"),
            inTcp(
                    "lost, and not sent again",
                    "Scoreboard",
                    "case LOST -> lost = with(lost, sent);",
                    "case LOST -> {}",
                    "what was found lost is not sent again"),
            inTcp(
                    "no probes",
                    "PersistTimer",
                    "if (!isRunning()) {",
                    "if (isRunning()) {",
                    "a closed window is never probed"),
            inTcp(
                    "FIN sent once",
                    "SendPolicy",
                    "return allowed && pacing.mayLeave(mss, now) ?",
                    "return allowed && lost.from < queue.tail() && pacing.mayLeave(mss, now) ?",
                    "a FIN that was lost alone is not sent again"),
            inTcp(
                    "SYN sent once",
                    "SendPolicy",
                    "return syn.isPresent() ? retry(syn.get(), now) : null;",
                    "return null;",
                    "a SYN, or a SYN,ACK, that was lost is not sent again"),
            inTcp(
                    "urgent pointer sent",
                    "UrgentMark",
                    "Math.clamp(end - position, 0, MAX_POINTER)",
                    "Math.clamp(end - position - 1, 0, MAX_POINTER)",
                    "the urgent pointer that is sent points to the last urgent byte, not behind it"),
            inTcp(
                    "SYN counted as data",
                    "Sender",
                    "counters.bytesAcknowledged += queue.dataBytes(before, ack.position());",
                    "counters.bytesAcknowledged += ack.position() - before;",
                    "an acknowledged SYN, or FIN, is told to the user as an acknowledged byte"),
            inTcp(
                    "acknowledgment of what was not sent",
                    "AckArrival",
                    "if (ack > sender.sndNxt() || ack < sender.sndUna()",
                    "if (ack < sender.sndUna()",
                    "an acknowledgment beyond SND.NXT is taken (RFC 5961 §5.2)"),
            inTcp(
                    "path MTU not heard",
                    "Parts",
                    """
                            session.lowerPathMtu(mtu, now);
                            onPathMss();
                    """,
                    "        session.lowerPathMtu(mtu, now);\n",
                    "what a router tells of the path's MTU does not make segments smaller"));

    /** What the campaign has found in our TCP, and what has been mended: as it was. */
    private static final List<PlantedBug> MENDED = List.of(
            inTcp(
                    "window slides on",
                    "AckArrival",
                    "if (advances || isNewer(",
                    "if (isNewer(",
                    "the window of a retransmission that acknowledges more is not taken (mended)"),
            inTcp(
                    "out of order kept",
                    "Connection",
                    "        receiver.discardOutOfOrder();\n",
                    "",
                    "what came out of order keeps its pages when the connection is reset (mended)"),
            inTcp(
                    "timestamps leap",
                    "TimestampClock",
                    "skippedTicks += Math.max(0, ticks(now) - heardTicks - MOST_AHEAD_TICKS);",
                    "",
                    "a clock set forward by weeks makes every segment an old one (mended)"),
            inStack(
                    "memory asked for once",
                    "Shard",
                    "starving.isEmpty() ? node.nextDeadline() : Math.min(node.nextDeadline(), pages.asksAgainAt())",
                    "node.nextDeadline()",
                    "nobody wakes who waits for memory that was refused (mended)"));

    private static final List<PlantedBug> RECEIVING = List.of(
            inTcp(
                    "ECN echoed once",
                    "ClassicEcnReceiver",
                    "        return echoes ? TcpFlags.ECE : TcpFlags.NONE;\n",
                    """
                            boolean once = echoes;
                            echoes = false;
                            return once ? TcpFlags.ECE : TcpFlags.NONE;
                    """,
                    "one acknowledgment tells of congestion, and not all until CWR has come"),
            inTcp("acknowledged, not stored", "Receiver", """
                            if (stored == from) {
                                return Arrival.NO_MEMORY;
                            }\
                    """, """
                            if (stored == from) {
                                stored = to;
                            }\
                    """, "data for which there was no page is acknowledged"),
            inTcp(
                    "window never reopened",
                    "Receiver",
                    "return wouldOpenBy(mss) ? rcvNxt + free() : windowEnd;",
                    "return wouldOpenBy(mss) && windowEnd > rcvNxt ? rcvNxt + free() : windowEnd;",
                    "a window that has closed is never opened again"),
            inTcp(
                    "FIN before its data",
                    "Receiver",
                    "!finReceived && rcvNxt == finPosition",
                    "!finReceived && finPosition >= 0",
                    "a FIN is taken, and acknowledged, before all data in front of it has come"),
            inTcp(
                    "plain numbers",
                    "Positions",
                    "return reference + (sequence - sequence(reference));",
                    "return Integer.toUnsignedLong(sequence) - Integer.toUnsignedLong(initial);",
                    "sequence numbers are compared as if they never wrapped"),
            inTcp(
                    "hole after an overlap",
                    "Reassembly",
                    "Math.min(before.end, to) : from",
                    "Math.min(before.end + 1, to) : from",
                    "where segments overlap that came out of order, one byte is not stored"),
            inTcp(
                    "overlap not cut",
                    "Receiver",
                    "bytes.write(missing, payload, (int) (missing - position), (int) (end - missing))",
                    "bytes.write(missing, payload, (int) (missing - from), (int) (end - missing))",
                    "what a segment repeats before its new data is delivered in the new data's place"),
            inTcp(
                    "duplicates delivered",
                    "Connection",
                    "long position = receiver.positions().nearest(segment.seq(), receiver.rcvNxt());",
                    """
                            long position = Math.max(
                                    receiver.rcvNxt(), receiver.positions().nearest(segment.seq(), receiver.rcvNxt()));\
                    """,
                    "an old segment is taken for the next one"),
            inTcp(
                    "urgent pointer taken",
                    "TextArrival",
                    "receiver.onUrgent(position + segment.urgentPointer())",
                    "receiver.onUrgent(position + segment.urgentPointer() + 1)",
                    "the urgent pointer that comes is taken to point to the last urgent byte, not behind it"),
            inTcp(
                    "timestamps the wrong way",
                    "TimestampClock",
                    "&& segment.options().tsValue() - recent < 0",
                    "&& segment.options().tsValue() - recent > 0",
                    "newer timestamps are taken for old ones (PAWS)"),
            inTcp(
                    "duplicates not answered",
                    "Admission",
                    "(segment.sequenceLength() > 0 || replyLimit().admit(now))",
                    "segment.sequenceLength() == 0 && replyLimit().admit(now)",
                    "data that came before is not acknowledged again"),
            inTcp(
                    "no delayed acknowledgment",
                    "DueAcknowledgment",
                    "return now ? Deadline.NONE : delayedUntil;",
                    "return Deadline.NONE;",
                    "the timer of delayed acknowledgments is never set"),
            inTcp(
                    "deaf after a close",
                    "State",
                    "return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;",
                    "return this == ESTABLISHED || this == FIN_WAIT_1;",
                    "what the peer sends after our FIN was acknowledged is not taken"),
            inCore(
                    "checksum not checked",
                    "wire/TcpSegment",
                    "InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(bytes, at, length)) != 0",
                    "InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(bytes, at, length)) < 0",
                    "a segment with a wrong checksum is taken"));

    private static final List<PlantedBug> ENDING = List.of(
            inStack(
                    "end for a reset",
                    "Receiving",
                    "                    return receiveInTurn(from, deadline, until == Until.ANY_BYTE ? 1 : fill, room);\n",
                    """
                                        try {
                                            return receiveInTurn(from, deadline, until == Until.ANY_BYTE ? 1 : fill, room);
                                        } catch (org.ouzel.StreamEndedException reset) {
                                            return Received.end();
                                        }
                    """,
                    "a receive says that the peer has closed when the connection was reset"),
            inStack("close too soon", "Sending", """
                    case CLOSED, FIN_WAIT_2, TIME_WAIT -> true;
                                case LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT\
                    """, """
                    case CLOSED, FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT -> true;
                                case LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT\
                    """, "a close returns before the FIN is acknowledged"),
            inTcp("silent abort", "Connection", """
                            session.reply(acknowledgesResets() ? assembly.acknowledgingReset(now) : assembly.reset(now));
                            receiver.discard();
                    """, "        receiver.discard();\n", "an abort sends no reset"),
            inTcp(
                    "reset anywhere",
                    "Admission",
                    "return position == receiver.rcvNxt() ? Outcome.RESET",
                    "return position >= receiver.rcvNxt() ? Outcome.RESET",
                    "a reset is taken anywhere in the window (RFC 5961 §3.2)"),
            inTcp(
                    "another reason",
                    "Connection",
                    "return end(new Ending.RemoteAbort());",
                    "return end(new Ending.UserTimeout(session.settings().userTimeout().afterNs()));",
                    "a reset is told as a timeout"),
            inStack(
                    "told twice",
                    "stream/Notices",
                    "            tell(new StreamEvent.Terminated(reason));\n",
                    """
                                tell(new StreamEvent.Terminated(reason));
                                tell(new StreamEvent.Terminated(reason));
                    """,
                    "the end of a connection is told twice"),
            inTcp(
                    "endless TIME-WAIT",
                    "TimeWait",
                    "this.until = end(now);",
                    "this.until = Deadline.NONE;",
                    "TIME-WAIT has no end"),
            inTcp(
                    "pages kept at the end",
                    "Connection",
                    """
                            sender.discard();
                            receiver.discardOutOfOrder();
                    """,
                    "        receiver.discardOutOfOrder();\n",
                    "the send buffer of a connection that has failed is not given back"),
            inTcp(
                    "last page kept",
                    "PagedBytes",
                    "giveBelow(endPage);",
                    "giveBelow(endPage - 1);",
                    "the last page of a buffer is not given back"),
            inCore(
                    "no reset for strangers",
                    "node/Node",
                    "reset.ifPresent(answer -> writer.segment(tuple, answer));",
                    "assert reset != null;",
                    "a segment of a connection that is not there is not answered by a reset"));

    private static final List<PlantedBug> WAKING = List.of(
            inTcp("end not signalled", "Connection", """
                            session.signal(Signal.PEER_CLOSED);
                            session.signal(Signal.READABLE);
                    """, "", "a reader that waits is not told of the peer's FIN"),
            inStack(
                    "room not signalled",
                    "StackStream",
                    "case ACKNOWLEDGED, BELOW_LOW_WATER -> endpoint.onChange();",
                    "case ACKNOWLEDGED, BELOW_LOW_WATER -> {}",
                    "a writer that waits is not told that there is room again"),
            inStack(
                    "pages not awaited",
                    "Sending",
                    """
                                // There was room but no page for it.
                                shard().onPagesFree(tcb());
                    """,
                    "",
                    "a writer that waits for a page is not told when there is one"));

    /** The campaign does not find these yet: what it would have to draw or to check is told in docs/planted-bugs.md. */
    private static final List<PlantedBug> ESCAPING = List.of(
            inTcp(
                    "old window",
                    "AckArrival",
                    "return sndWl1 < position || (sndWl1 == position && sndWl2 <= ack);",
                    "return true;",
                    "a segment that was overtaken brings its old window back (SND.WL1, SND.WL2)"),
            inTcp(
                    "scaled window of a SYN",
                    "AckArrival",
                    "sender.onWindow(syn.window(), now); // RFC",
                    "sender.onWindow((long) syn.window() << negotiated.sendScale(), now); // RFC",
                    "the window of a SYN is scaled (RFC 7323 §2.2)"),
            inTcp(
                    "SYN,ACK sent once",
                    "Connection",
                    "            session.send(assembly.departing(next, now), out);",
                    """
                                if (state != State.SYN_RECEIVED || session.counters().timeouts == 0) {
                                    session.send(assembly.departing(next, now), out);
                                }\
                    """,
                    "a SYN,ACK that was lost is not sent again"),
            inTcp(
                    "no window update",
                    "Connection",
                    "state.canReceive() && receiver.isWorthTelling(sender.mss())",
                    "false",
                    "the peer is not told when the user has read, until it probes"),
            inTcp(
                    "data beyond the window",
                    "Receiver",
                    "finPosition >= 0 ? Math.min(finPosition, windowEnd) : windowEnd)",
                    "finPosition >= 0 ? finPosition : Long.MAX_VALUE)",
                    "data beyond the window that was offered is taken"),
            inTcp(
                    "last FIN not answered",
                    "TimeWait",
                    "ackDue = true;",
                    "ackDue = false;",
                    "in TIME-WAIT a FIN that comes again is not acknowledged again"),
            inTcp(
                    "life not noticed",
                    "KeepAlive",
                    """
                            heardAt = now;
                            unanswered = 0;\
                    """,
                    "        heardAt = now;",
                    "keep-alive probes count as unanswered though they were answered"),
            inTcp(
                    "reset in TIME-WAIT",
                    "TimeWait",
                    "            over = settings.tuning().habits().answers().resetEndsTimeWait() && segment.seq() == rcvNxt;",
                    "            over = true;",
                    "a reset ends TIME-WAIT (RFC 1337)"),
            inTcp(
                    "window larger than the room",
                    "Receiver",
                    "return wouldOpenBy(mss) ? rcvNxt + free() : windowEnd;",
                    "return wouldOpenBy(mss) ? rcvNxt + capacity.bytes() : windowEnd;",
                    "a window is offered as if all had been read"));

    private PlantedBugs() {}

    /** Those that the campaign does not find. */
    static List<PlantedBug> escaping() {
        return ESCAPING;
    }

    /** Those that the campaign must find. */
    static List<PlantedBug> found() {
        return Stream.of(SENDING, RECEIVING, ENDING, WAKING, MENDED)
                .flatMap(List::stream)
                .toList();
    }
}
