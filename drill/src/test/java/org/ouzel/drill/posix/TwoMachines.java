package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Predicate;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.node.Node;
import org.ouzel.core.node.Unfinished;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.KeyedNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpSegment;

/** Two machines with sockets, and a cable between them that takes five milliseconds each way, in virtual time. */
final class TwoMachines {
    static final long MS = 1_000_000;
    static final int PORT = 80;
    static final long DELAY_MS = 5;

    private final PriorityQueue<Flight> cable = new PriorityQueue<>();
    private final Pages pages = new Pages();
    private long flights;

    final List<TcpSegment> trace = new ArrayList<>();
    final Host client = new Host("192.0.2.1", "2001:db8::1", 1);
    final Host server = new Host("192.0.2.2", "2001:db8::2", 2);
    long now = MS;

    /** Which segments the cable loses. */
    Predicate<TcpSegment> loses = segment -> false;

    private record Flight(long at, long order, Host to, MemorySegment packet) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Knows how many pages are lent. */
    private static final class Pages implements PagePool {
        private int lent;

        @Override
        public Optional<MemorySegment> take() {
            lent++;
            return Optional.of(MemorySegment.ofArray(new byte[PAGE_BYTES]));
        }

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void give(MemorySegment page) {
            lent--;
        }
    }

    /** One machine. */
    final class Host {
        final String v4;
        final String v6;
        final Node node;
        final Udp udp;
        final Sockets sockets;
        SystemSettings settings;

        /** What calls that waited have ended with, by their tickets, in the order in which they did. */
        final Map<Long, Answer> ended = new LinkedHashMap<>();

        Host(String v4, String v6, long seed) {
            this.v4 = v4;
            this.v6 = v6;
            Interface by =
                    new Interface("cable", 1500, List.of(IpPrefix.parse(v4 + "/24"), IpPrefix.parse(v6 + "/64")));
            Drops drops = new Drops();
            Interfaces interfaces = new Interfaces(List.of(by));
            node = new Node(interfaces, drops, new SipHash(seed, 2), this::output);
            udp = new Udp(interfaces, this::output);
            KeyedNumbers numbers = new KeyedNumbers(new SipHash(seed, 3), new SipHash(seed, 4));
            TcpParameters parameters = TcpParameters.DEFAULT.withMaxSegmentLifetime(1000 * MS);
            settings = SystemSettings.plain(
                    new Environment(parameters, pages, numbers, drops), new Random(seed)::nextLong);
            sockets = new Sockets(node, udp, () -> settings);
        }

        private void output(int index, MemorySegment headers, Payload payload, Unfinished unfinished) {
            MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
            packet.asSlice(0, headers.byteSize()).copyFrom(headers);
            payload.copyTo(packet, headers.byteSize());
            send(this, packet);
        }

        private void onPacket(MemorySegment packet) {
            if (!udp.onPacket(packet, now)) {
                node.onPacket(0, packet, now);
            }
        }

        Answer call(Call call) {
            Answer answer = sockets.begin(call, now);
            retryAll();
            return answer;
        }

        /** Makes a call that succeeds at once. */
        long ok(Call call) {
            return value(call(call));
        }

        /** Makes a call that fails at once. */
        Errno errno(Call call) {
            return TwoMachines.errno(call(call));
        }

        /** Makes a call and lets time pass until it has ended. */
        Answer await(Call call) {
            return end(call(call));
        }

        /** Lets time pass until a call has ended; returns its answer. */
        Answer end(Answer begun) {
            if (!(begun instanceof Answer.Pending pending)) {
                return begun;
            }
            while (!ended.containsKey(pending.ticket())) {
                assertThat(nextEvent()).as("nothing happens any more").isNotEqualTo(Long.MAX_VALUE);
                step();
            }
            return ended.get(pending.ticket());
        }

        /** Whether a call that waited has ended. */
        boolean isEnded(Answer begun) {
            return ended.containsKey(((Answer.Pending) begun).ticket());
        }

        int socket() {
            return (int) ok(new Call.Socket(Address.AF_INET, 1, 0));
        }

        int socket6() {
            return (int) ok(new Call.Socket(Address.AF_INET6, 1, 0));
        }

        void nonBlocking(int fd) {
            ok(new Call.Fcntl(fd, Abi.F_SETFL, Abi.O_NONBLOCK));
        }

        void set(int fd, int level, int name, long value) {
            ok(new Call.SetSockOpt(fd, level, name, new OptionValue.Numeric(value), 4));
        }

        OptionValue get(int fd, int level, int name) {
            Answer answer = call(new Call.GetSockOpt(fd, level, name, 4));
            return ((Output.Option) ((Answer.Result) answer).output()).value();
        }

        long number(int fd, int level, int name) {
            return ((OptionValue.Numeric) get(fd, level, name)).value();
        }

        long ioctl(int fd, int request) {
            Answer.Result result = (Answer.Result) call(new Call.Ioctl(fd, request));
            return ((Output.Numeric) result.output()).value();
        }

        int poll(int fd, int events) {
            Answer.Result result = (Answer.Result) call(new Call.Poll(List.of(new PollEntry(fd, events, 0)), 0));
            return ((Output.Polled) result.output()).entries().getFirst().revents();
        }

        /** A listening socket on {@link #PORT}. */
        int listen(int backlog) {
            int fd = socket();
            ok(new Call.Bind(fd, Address.of(IpAddress.parse("0.0.0.0"), PORT)));
            ok(new Call.Listen(fd, backlog));
            return fd;
        }
    }

    private void send(Host from, MemorySegment packet) {
        Host to = from == client ? server : client;
        Optional<TcpSegment> segment = parse(packet);
        segment.ifPresent(trace::add);
        if (segment.isEmpty() || !loses.test(segment.get())) {
            cable.add(new Flight(now + DELAY_MS * MS, flights++, to, packet));
        }
    }

    private static Optional<TcpSegment> parse(MemorySegment packet) {
        try {
            IpHeader header = IpHeader.parse(packet);
            MemorySegment body = packet.asSlice(header.headerLength(), header.totalLength() - header.headerLength());
            return header.protocol() == TcpSegment.PROTOCOL
                    ? Optional.of(TcpSegment.parse(body, header.source(), header.destination()))
                    : Optional.empty();
        } catch (MalformedPacket malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** A packet that comes out of the cable now. */
    void inject(Host to, MemorySegment packet) {
        to.onPacket(packet);
        retryAll();
    }

    private void retryAll() {
        for (Host machine : List.of(client, server)) {
            for (SystemCalls.Completion completion : machine.sockets.retry(now)) {
                machine.ended.put(completion.ticket(), completion.answer());
            }
        }
    }

    private long nextEvent() {
        long next = cable.isEmpty() ? Long.MAX_VALUE : cable.peek().at;
        for (Host machine : List.of(client, server)) {
            next = Math.min(next, Math.min(machine.node.nextDeadline(), machine.sockets.nextDeadline()));
        }
        return next;
    }

    private void step() {
        now = Math.max(now, nextEvent());
        if (!cable.isEmpty() && cable.peek().at <= now) {
            Flight flight = cable.remove();
            flight.to.onPacket(flight.packet);
        } else {
            client.node.onTimer(now);
            server.node.onTimer(now);
        }
        retryAll();
    }

    /** Lets so much time pass. */
    void pass(long ms) {
        long end = now + ms * MS;
        while (nextEvent() <= end) {
            step();
        }
        now = end;
    }

    // ---- A connection

    int listener;
    int left;
    int right;

    /** The client's {@link #left} and the server's {@link #right} are the ends of a connection, blocking. */
    static TwoMachines connected() {
        TwoMachines machines = new TwoMachines();
        machines.connect();
        return machines;
    }

    void connect() {
        listener = server.listen(5);
        left = client.socket();
        join();
    }

    /** Connects a socket of the client's, with the options that it has. */
    void join() {
        assertThat(value(client.await(new Call.Connect(left, Address.of(IpAddress.parse(server.v4), PORT)))))
                .isZero();
        right = (int) value(server.await(new Call.Accept(listener, 0)));
        pass(100);
    }

    /** Where the server listens. */
    Address there() {
        return Address.of(IpAddress.parse(server.v4), PORT);
    }

    int connections() {
        return client.node.connections() + server.node.connections();
    }

    int pages() {
        return pages.lent;
    }

    // ---- Answers

    static long value(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Result.class);
        Answer.Result result = (Answer.Result) answer;
        assertThat(result.errno()).isEmpty();
        return result.value();
    }

    static Errno errno(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Result.class);
        assertThat(((Answer.Result) answer).value()).isEqualTo(-1);
        return ((Answer.Result) answer).errno().orElseThrow();
    }

    static String text(Answer answer) {
        value(answer);
        MemorySegment bytes =
                switch (((Answer.Result) answer).output()) {
                    case Output.Data data -> data.bytes();
                    case Output.Message message -> message.bytes();
                    default -> throw new AssertionError(answer);
                };
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    }

    static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    }
}
