package org.ouzel.bench.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** What it costs to read and to write headers, and to sum bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
public class Packets {
    private static final IpAddress FROM = IpAddress.parse("192.0.2.1");
    private static final IpAddress TO = IpAddress.parse("192.0.2.2");
    private static final int LARGE = 1 << 16;
    private static final int FULL = 1460;

    private final MemorySegment large = Arena.global().allocate(LARGE, Long.BYTES);
    private final MemorySegment full = large.asSlice(0, FULL);
    private final MemorySegment packet = Arena.global().allocate(Machines.MTU, Long.BYTES);
    private final TcpSegment segment = new TcpSegment(
            1,
            2,
            3,
            4,
            TcpFlags.ACK,
            5,
            0,
            Transfer.of(new Timestamps(6, 7)),
            Payload.of(large.asSlice(0, Machines.SEGMENT_BYTES)));

    /** The benchmark's own. */
    public Packets() {}

    /** Makes the packet that is read. */
    @Setup
    public void fill() {
        write();
        segment.payload().copyTo(packet, (long) Machines.MTU - Machines.SEGMENT_BYTES);
    }

    /** The headers of a full segment, with the checksum of all of it. */
    @Benchmark
    public MemorySegment write() {
        int length = segment.headerLength() + segment.payload().length();
        IpHeader header = IpHeader.of(FROM, TO, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, length);
        header.write(packet);
        segment.writeHeader(packet.asSlice(header.headerLength()), FROM, TO);
        return packet;
    }

    /** The same packet is read, and its checksum checked. */
    @Benchmark
    public TcpSegment parse() throws MalformedPacket {
        IpHeader header = IpHeader.parse(packet);
        return TcpSegment.parse(packet.asSlice(header.headerLength()), header.source(), header.destination());
    }

    /** The same, and its checksum is not checked. */
    @Benchmark
    public TcpSegment parseChecked() throws MalformedPacket {
        IpHeader header = IpHeader.parse(packet);
        return TcpSegment.parseChecked(packet.asSlice(header.headerLength()));
    }

    /** The sum of a segment's bytes. */
    @Benchmark
    public long sum1460() {
        return InternetChecksum.sum(full);
    }

    /** The sum of as much as goes at once where the link cuts it. */
    @Benchmark
    public long sum65536() {
        return InternetChecksum.sum(large);
    }
}
