package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.node.Node;
import org.ouzel.core.node.Unfinished;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.InitialNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.Payload;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Sockets;
import org.ouzel.drill.posix.SystemCalls;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.posix.Udp;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.Ip;

/** Ouzel's own TCP in virtual time: the same script does the same each time, to the nanosecond. */
public final class SimTarget implements Target {
    /** Where the script begins: so that no clock is at its very beginning. */
    private static final long BEGIN_NS = 1_000_000_000L;

    private static final long KEY = 0x0d2e1L;

    private final Network network;
    private final TimeLimit limit;
    private final Node node;
    private final Udp udp;
    private final Sockets sockets;
    private final Edge edge;
    private final Shell shell;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private final List<Ended> ended = new ArrayList<>();
    private SystemSettings settings;
    private boolean begun;
    private long beginNs = BEGIN_NS;
    private long now;

    /** Makes what commands of the shell are run by. */
    public interface Shells {
        /** The shell of a host whose settings can be changed. */
        Shell of(SimTarget target);
    }

    /**
     * A host.
     *
     * @param limit for how long time may pass, since a host whose timers never come to rest has no end in virtual time
     * @param settings what its sockets begin with, given what they share
     */
    public SimTarget(Network network, TimeLimit limit, SettingsOf settings, Shells shells) {
        this.network = network;
        this.limit = limit;
        Interface by = new Interface("drill", network.mtu(), List.of(prefix(network)));
        Drops drops = new Drops();
        Interfaces interfaces = new Interfaces(List.of(by));
        this.node = new Node(interfaces, drops, new SipHash(KEY, 1), this::onSent);
        this.udp = new Udp(interfaces, this::onSent);
        this.settings = settings.with(new Environment(TcpParameters.DEFAULT, new Pages(), new Numbers(), drops));
        this.sockets = new Sockets(node, udp, () -> this.settings);
        this.edge = new Edge(network.tunnels(), new Settings());
        this.shell = shells.of(this);
    }

    /** What the sockets of a host begin with. */
    public interface SettingsOf {
        /** The settings, with what all connections share. */
        SystemSettings with(Environment environment);
    }

    private static IpPrefix prefix(Network network) {
        return new IpPrefix(network.local(), network.prefixLength());
    }

    private void onSent(int interfaceIndex, MemorySegment headers, Payload payload, Unfinished unfinished) {
        MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
        packet.asSlice(0, headers.byteSize()).copyFrom(headers);
        payload.copyTo(packet, headers.byteSize());
        sent.add(new Sent(now, packet));
    }

    /** What sockets that are made now begin with. */
    public SystemSettings settings() {
        return settings;
    }

    /** Forgets the cookies of peers, and which of them have taken no data with a SYN. */
    public void forgetPeers() {
        node.forgetPeers();
    }

    /** The connections and their states, TIME-WAIT included. */
    public SortedMap<FourTuple, State> connections() {
        return node.states();
    }

    /** The names of the sockets that listen. */
    public List<Address> listening() {
        return sockets.listening();
    }

    /** Changes what sockets that are made from now on begin with. */
    public void change(UnaryOperator<SystemSettings> how) {
        settings = how.apply(settings);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public long now() {
        return now;
    }

    private long inside() {
        return beginNs + now;
    }

    @Override
    public void inject(MemorySegment packet) {
        begun = true;
        Optional<MemorySegment> plain = edge.in(packet);
        if (plain.isPresent() && !udp.onPacket(plain.get(), inside())) {
            node.onPacket(0, plain.get(), inside());
        }
        retry();
    }

    @Override
    public Answer call(Call call) {
        begun = true;
        Answer answer = sockets.begin(call, inside());
        retry();
        return answer;
    }

    private void retry() {
        for (SystemCalls.Completion completion : sockets.retry(inside())) {
            ended.add(new Ended(now, completion));
        }
    }

    @Override
    public boolean pass(long until) throws TimeIsUp {
        begun = true;
        while (sent.isEmpty() && ended.isEmpty()) {
            limit.check();
            if (!step(until)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lets so much time pass, whatever happens meanwhile; it is told afterwards. What passes before the first event is no time of the
     * script.
     *
     * @throws TimeIsUp if the script has taken all the real time that it may
     */
    public void sleep(long ns) throws TimeIsUp {
        limit.check();
        if (!begun) {
            beginNs += ns;
            return;
        }
        long until = now + ns;
        while (step(until)) {
            limit.check();
        }
    }

    /** Goes to the next deadline, or to the given time if that comes first; returns whether it was a deadline. */
    private boolean step(long until) {
        long next = Math.min(node.nextDeadline(), sockets.nextDeadline()) - beginNs;
        if (next > until) {
            now = Math.max(now, until);
            return false;
        }
        now = Math.max(now, next);
        node.onTimer(inside());
        retry();
        return true;
    }

    @Override
    public Optional<Sent> takeSent() {
        return Optional.ofNullable(sent.poll()).map(packet -> new Sent(packet.at(), edge.out(packet.bytes())));
    }

    @Override
    public List<Ended> takeEnded() {
        List<Ended> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    @Override
    public Shell shell() {
        return shell;
    }

    @Override
    public void close() {}

    /** What the host has been told of TCP in UDP. */
    private final class Settings implements TcpInUdp {
        @Override
        public OptionalInt localPort() {
            int port = settings.limits().udpTunnelingPort();
            return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
        }

        @Override
        public OptionalInt remotePort(Ip ip, Ports ports) {
            return sockets.remoteUdpPort(
                    new FourTuple(ip.source(), ports.source(), ip.destination(), ports.destination()));
        }
    }

    /** Memory without end. */
    private static final class Pages implements PagePool {
        @Override
        public Optional<MemorySegment> take() {
            return Optional.of(MemorySegment.ofArray(new byte[PAGE_BYTES]));
        }

        @Override
        public void give(MemorySegment page) {}

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }
    }

    /** Numbers that are not near anything, and the same in each run. */
    private static final class Numbers implements InitialNumbers {
        private final SipHash key = new SipHash(KEY, 2);

        @Override
        public int sequence(FourTuple tuple, long now) {
            return (int) key.hash(tuple.localPort(), tuple.remotePort(), now, 0);
        }

        @Override
        public int timestampOffset(FourTuple tuple) {
            return 0;
        }
    }
}
