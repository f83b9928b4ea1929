package org.ouzel.core.node;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FastOpenAnswer;
import org.ouzel.core.tcp.FastOpenAttempt;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenLesson;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.FastOpenTuning.Asking;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/**
 * Fast opens of one node (RFC 7413): what it remembers of its peers for active ones (§4.1.3), where the oldest makes room, and what it
 * makes of requests for passive ones.
 */
final class FastOpens {
    /** Of how many peers something is remembered. */
    static final int MAX_PEERS = 1024;

    /** A pause doubles so often at the most. */
    private static final int MOST_DOUBLINGS = 6;

    /** A hundred years. */
    private static final long LONGEST_PAUSE_NS = 100L * 365 * 86_400 * 1_000_000_000L;

    private final FastOpenKeys keys;
    private final SequencedMap<Ends, Known> peers = new LinkedHashMap<>();
    private final SequencedMap<Service, Pause> pauses = new LinkedHashMap<>();

    /** RFC 7413 §4.1.3: a cookie is good for a pair of addresses, since the server has made it of both. */
    private record Ends(IpAddress local, IpAddress remote) {
        static Ends of(FourTuple tuple) {
            return new Ends(tuple.localAddress(), tuple.remoteAddress());
        }
    }

    /** RFC 7413 §4.1.3.1: what fails at one port may do at another, where a service allows it. */
    private record Service(IpAddress local, IpAddress remote, int remotePort) {
        static Service of(FourTuple tuple) {
            return new Service(tuple.localAddress(), tuple.remoteAddress(), tuple.remotePort());
        }
    }

    /**
     * What is known of a peer.
     *
     * @param refusals how many requests for a cookie in a row had none for an answer, and no cookie is known
     */
    private record Known(Optional<FastOpen> cookie, int mss, int refusals) {
        /** The second request is made by the experimental option, where that is tried; from then on it is not again. */
        boolean isForExperiment() {
            return refusals == 1;
        }
    }

    private record Pause(long until, int times) {}

    /**
     * Nothing is remembered.
     *
     * @param keys what cookies are made with
     */
    FastOpens(FastOpenKeys keys) {
        this.keys = keys;
    }

    // ---- Active opens

    /** How an open of a block tries to be fast. */
    FastOpenAttempt attempt(FourTuple tuple, Tcb tcb, long now) {
        return attempt(tuple, asking(tcb), now);
    }

    /** How an open with this name tries to be fast. */
    FastOpenAttempt attempt(FourTuple tuple, Asking asking, long now) {
        Pause pause = pauses.get(Service.of(tuple));
        if (pause != null && now < pause.until()) {
            return FastOpenAttempt.NONE;
        }
        Known known = peers.get(Ends.of(tuple));
        int mss = known == null ? 0 : known.mss();
        if (asking.withoutCookie()) {
            return new FastOpenAttempt(Optional.empty(), true, mss);
        }
        if (known == null || known.cookie().isEmpty()) {
            return FastOpenAttempt.asking(asking.triesExperiment() && known != null && known.isForExperiment());
        }
        return new FastOpenAttempt(known.cookie(), true, mss);
    }

    private static Asking asking(Tcb tcb) {
        return tcb.settings().tuning().fastOpen().asking();
    }

    /** Takes note of what an open of a block has found out, if it has. */
    void learn(Tcb tcb, long now) {
        Optional<FastOpenLesson> lesson = tcb.takeFastOpenLesson();
        if (lesson.isPresent()) {
            tcb.tuple().ifPresent(tuple -> learn(tuple, lesson.get(), asking(tcb), now));
        }
    }

    /** Takes note of what an open with this name has found out. */
    void learn(FourTuple tuple, FastOpenLesson lesson, Asking asking, long now) {
        if (lesson.mss() > 0) {
            remember(peers, Ends.of(tuple), after(peers.get(Ends.of(tuple)), lesson));
        }
        // RFC 7413 §4.1.3.1: that the data was not acknowledged, or nothing was, is remembered. A new cookie says that
        // it was the old one that was not good.
        switch (lesson.outcome()) {
            case TAKEN -> pauses.remove(Service.of(tuple));
            case NOT_TAKEN -> {
                if (lesson.cookie().isEmpty()) {
                    pause(tuple, asking, now);
                }
            }
            case UNANSWERED -> pause(tuple, asking, now);
            case WITHOUT_DATA -> {}
        }
    }

    private static Known after(@Nullable Known before, FastOpenLesson lesson) {
        Optional<FastOpen> cookie = lesson.cookie().or(() -> before == null ? Optional.empty() : before.cookie());
        boolean refused = cookie.isEmpty() && lesson.outcome() == FastOpenLesson.Outcome.WITHOUT_DATA;
        int refusals = before == null ? 0 : before.refusals();
        return new Known(cookie, lesson.mss(), cookie.isPresent() ? 0 : refusals + (refused ? 1 : 0));
    }

    private void pause(FourTuple tuple, Asking asking, long now) {
        if (asking.pauseNs() == 0) {
            return;
        }
        Pause before = pauses.get(Service.of(tuple));
        int times = before == null ? 0 : Math.min(before.times() + 1, MOST_DOUBLINGS);
        long lastsNs = Math.min(asking.pauseNs(), LONGEST_PAUSE_NS >> times) << times;
        remember(pauses, Service.of(tuple), new Pause(now + lastsNs, times));
    }

    private static <K, V> void remember(SequencedMap<K, V> map, K key, V value) {
        map.remove(key);
        map.put(key, value);
        if (map.size() > MAX_PEERS) {
            map.pollFirstEntry();
        }
    }

    /** Remembers nothing any more. */
    void forget() {
        peers.clear();
        pauses.clear();
    }

    // ---- Passive opens

    /** What is made of a request that may be a fast one (RFC 7413 §4.2.2, §5.1). */
    FastOpenAnswer answer(Member member, FourTuple tuple, TcpSegment request, long now) {
        FastOpenTuning.Taking taking =
                member.tcb().settings().tuning().fastOpen().taking();
        Backlog backlog = member.handshakeFor();
        int pending = backlog == null ? 0 : backlog.fastOpens().count(now);
        boolean hasData = request.payload().length() > 0;
        return pending < taking.pending() && request.options() instanceof Handshake options
                ? FastOpenAnswer.to(tuple, options.fastOpen(), hasData, taking, keys)
                : FastOpenAnswer.NONE;
    }

    /** A member that was fast counts until its handshake is over. */
    static void count(Member member) {
        Backlog backlog = member.handshakeFor();
        if (backlog != null && member.tcb().isOpenEarly()) {
            backlog.fastOpens().begin(member.tcb());
            member.fastOpenFor(backlog);
        }
    }
}
