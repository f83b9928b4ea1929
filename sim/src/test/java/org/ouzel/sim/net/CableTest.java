package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.sim.net.Lab.MS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CableTest {
    private static final WireSettings FAST = WireSettings.IDEAL.withDelay(Duration.ofMillis(2));
    private static final WireSettings SLOW = WireSettings.IDEAL.withDelay(Duration.ofMillis(30));

    private final Timeline timeline = new Timeline();
    private final List<MemorySegment> atA = new ArrayList<>();
    private final List<MemorySegment> atB = new ArrayList<>();

    private Cable connected(WireSettings aToB, WireSettings bToA) {
        Cable cable = new Cable(timeline, aToB, bToA, Lab.SEED);
        cable.connect(atA::add, atB::add);
        return cable;
    }

    private void run() {
        while (timeline.step()) {
            // Until nothing happens any more.
        }
    }

    @Test
    void bothWaysLeadToTheOtherEndEachInItsOwnTime() {
        Cable cable = connected(FAST, SLOW);
        cable.fromA().packet(Packets.numbered(1, 10));
        cable.fromB().packet(Packets.numbered(2, 10));
        timeline.step();
        assertThat(timeline.now()).isEqualTo(2 * MS);
        assertThat(atB).extracting(Packets::number).containsExactly(1);
        run();
        assertThat(timeline.now()).isEqualTo(32 * MS - 2 * MS);
        assertThat(atA).extracting(Packets::number).containsExactly(2);
    }

    @Test
    void theTwoWaysDrawApart() {
        WireSettings lossy = FAST.withFaults(Faults.NONE.withLoss(0.5));
        Cable cable = connected(lossy, lossy);
        for (int number = 0; number < 1000; number++) {
            cable.fromA().packet(Packets.numbered(number, 10));
            cable.fromB().packet(Packets.numbered(number, 10));
        }
        run();
        assertThat(atA)
                .extracting(Packets::number)
                .isNotEqualTo(atB.stream().map(Packets::number).toList());
        assertThat(cable.counts().entered()).isEqualTo(2000);
        assertThat(cable.counts().left()).isEqualTo(atA.size() + atB.size());
    }

    @Test
    void aCutIsOneOfBothWays() {
        Cable cable = connected(FAST, SLOW);
        cable.cut();
        cable.fromA().packet(Packets.numbered(1, 10));
        cable.fromB().packet(Packets.numbered(2, 10));
        cable.mend();
        cable.cutAt(MS, Duration.ofMillis(1));
        cable.fromA().packet(Packets.numbered(3, 10));
        run();
        assertThat(cable.counts().cut()).isEqualTo(3);
        assertThat(cable.counts().left()).isZero();
    }

    @Test
    void nobodyAtTheEndIsAMistake() {
        Cable cable = new Cable(timeline, FAST, Lab.SEED);
        cable.fromA().packet(Packets.numbered(1, 10));
        assertThatThrownBy(this::run).isInstanceOf(IllegalStateException.class);
    }

    /** An enhanced packet block: its time, its flags and the packet's own bytes. */
    private record Captured(long timeNs, int flags, List<Byte> bytes) {}

    private static List<Captured> captured(ByteBuffer file) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        List<Captured> packets = new ArrayList<>();
        int start = 0;
        for (; start < file.capacity(); start += file.getInt(start + 4)) {
            if (file.getInt(start) != 6) {
                continue;
            }
            long timeNs = ((long) file.getInt(start + 12) << 32) | Integer.toUnsignedLong(file.getInt(start + 16));
            int length = file.getInt(start + 20);
            byte[] bytes = new byte[length];
            file.get(start + 28, bytes);
            int flagsAt = start + 28 + (length + 3) / 4 * 4 + 4;
            packets.add(new Captured(timeNs, file.getInt(flagsAt), boxed(bytes)));
        }
        assertThat(start).isEqualTo(file.capacity());
        return packets;
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }

    private static List<Byte> boxed(MemorySegment packet) {
        return boxed(packet.toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void aCaptureAtOneEndHasVirtualTimes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.pcapng");
        MemorySegment there = Packets.v4(0, 1, 99);
        MemorySegment back = Packets.v6(0, 50);
        try (WireCapture capture = WireCapture.to(file, "A")) {
            Cable cable = connected(FAST, SLOW);
            cable.fromA().observe(capture.sent());
            cable.fromB().observe(capture.arrived());
            timeline.at(5_000_000_123L, () -> cable.fromA().packet(there));
            timeline.at(5_000_000_200L, () -> cable.fromB().packet(back));
            run();
        }
        assertThat(captured(ByteBuffer.wrap(Files.readAllBytes(file))))
                .containsExactly(
                        new Captured(5_000_000_123L, 2, boxed(there)), new Captured(5_030_000_200L, 1, boxed(back)));
    }

    @Test
    void aClosedCaptureNotesNothingMore() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        WireCapture capture = WireCapture.to(file, "A");
        Cable cable = connected(FAST, SLOW);
        cable.fromA().observe(capture.sent());
        capture.close();
        cable.fromA().packet(Packets.numbered(1, 10));
        capture.close();
        assertThat(captured(ByteBuffer.wrap(file.toByteArray()))).isEmpty();
    }

    @Test
    void aFullDiskEndsTheCaptureAndNotTheNetwork() {
        WireCapture capture = WireCapture.to(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("disk full");
                    }
                },
                "A");
        Cable cable = connected(FAST, SLOW);
        cable.fromA().observe(capture.sent());
        for (int number = 0; number < 20; number++) {
            cable.fromA().packet(Packets.numbered(number, 60_000));
        }
        run();
        assertThat(atB).hasSize(20);
        assertThatThrownBy(capture::close).isInstanceOf(IOException.class).hasMessage("disk full");
    }
}
