package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.stack.link.CaptureFile.Packet;

@Timeout(60)
class CaptureLinkTest {
    private static final int MTU = 1500;
    private static final int IN = 1;
    private static final int OUT = 2;

    private final MemoryLink.Wire wire = MemoryLink.wire(MTU);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("packets.pcapng");
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }

    private static byte[] ofLength(int length) {
        byte[] packet = new byte[length];
        for (int i = 0; i < length; i++) {
            packet[i] = (byte) (i * 7 + length);
        }
        return packet;
    }

    /** Every remainder of four, the empty packet and the largest. */
    @Test
    void packetsOfEveryPaddingAreReadBackAsTheyWere() throws IOException {
        List<byte[]> sent = new ArrayList<>();
        try (CaptureLink link = new CaptureLink(wire.left(), file())) {
            for (int length : new int[] {0, 1, 2, 3, 4, 5, 20, 39, 40, 41, 1497, 1498, 1499, 1500}) {
                sent.add(ofLength(length));
                assertThat(Packets.write(link, sent.getLast())).isTrue();
            }
        }
        CaptureFile capture = CaptureFile.read(file());
        assertThat(capture.interfaceName()).isEqualTo("left");
        assertThat(capture.packets())
                .extracting(Packet::bytes)
                .isEqualTo(sent.stream().map(CaptureLinkTest::boxed).toList());
        assertThat(capture.packets()).allMatch(packet -> packet.flags() == OUT);
    }

    @Test
    void bothDirectionsStandInTheirOrderWithTheirTimes() throws IOException {
        Instant before = Instant.now();
        CaptureLink link = new CaptureLink(wire.left(), file());
        link.write(
                MemorySegment.ofArray(new byte[] {1, 2}),
                List.of(MemorySegment.ofArray(new byte[] {3}), MemorySegment.ofArray(new byte[] {4, 5})));
        Packets.write(wire.right(), Packets.numbered(7));
        assertThat(Packets.readAll(link)).containsExactly(Packets.numbered(7));
        assertThat(Packets.readAll(wire.right())).containsExactly(new byte[] {1, 2, 3, 4, 5});
        link.close();
        assertThat(link.failure()).isEmpty();
        List<Packet> packets = CaptureFile.read(file()).packets();
        assertThat(packets).extracting(Packet::flags).containsExactly(OUT, IN);
        assertThat(packets.get(0).bytes()).isEqualTo(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5));
        assertThat(packets.get(1).bytes()).isEqualTo(boxed(Packets.numbered(7)));
        assertThat(packets).extracting(Packet::timeNs).isSorted();
        // The wall clock may be set while the test runs: about the hour is what can be said.
        assertThat(Instant.ofEpochSecond(0, packets.get(0).timeNs()))
                .isBetween(before.minusSeconds(3600), before.plusSeconds(3600));
    }

    /** More than the buffer holds, from readers and writers at once: each block is whole. */
    @Test
    void threadsTakeTurnsAtTheFile() throws Exception {
        int count = 5000;
        CaptureLink link = new CaptureLink(wire.left(), file());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Future<List<byte[]>> drained = threads.submit(() -> Packets.read(wire.right(), count));
            Future<List<byte[]>> read = threads.submit(() -> Packets.read(link, count));
            Future<Integer> in = threads.submit(() -> writeAll(wire.right(), count));
            Future<Integer> out = threads.submit(() -> writeAll(link, count));
            int losses = out.get();
            in.get();
            assertThat(read.get()).hasSize(count);
            assertThat(drained.get()).hasSize(count);
            link.close();
            List<Packet> packets = CaptureFile.read(file()).packets();
            assertThat(numbersOf(packets, IN)).isEqualTo(numbersOf(count));
            assertThat(packets.stream().filter(packet -> packet.flags() == OUT)).hasSize(count + losses);
            assertThat(numbersOf(packets, OUT).stream().distinct().toList()).isEqualTo(numbersOf(count));
        }
    }

    /** How many writes found no room and were done again. */
    private static int writeAll(Link link, int count) throws IOException {
        int losses = 0;
        for (int number = 0; number < count; number++) {
            byte[] packet = Packets.numbered(number);
            while (!Packets.write(link, packet)) {
                losses++;
                Thread.onSpinWait();
            }
        }
        return losses;
    }

    private static List<List<Byte>> numbersOf(int count) {
        List<List<Byte>> packets = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            packets.add(boxed(Packets.numbered(number)));
        }
        return packets;
    }

    private static List<List<Byte>> numbersOf(List<Packet> packets, int flags) {
        return packets.stream()
                .filter(packet -> packet.flags() == flags)
                .map(Packet::bytes)
                .toList();
    }

    @Test
    void aPacketThatFindsNoRoomHasLeftAllTheSame() throws IOException {
        try (CaptureLink link = new CaptureLink(wire.left(), file())) {
            for (int number = 0; number <= MemoryLink.QUEUE; number++) {
                assertThat(Packets.write(link, Packets.numbered(number))).isEqualTo(number < MemoryLink.QUEUE);
            }
        }
        assertThat(CaptureFile.read(file()).packets()).hasSize(MemoryLink.QUEUE + 1);
    }

    @Test
    void aFileThatExistsIsBegunAnew() throws IOException {
        Files.write(file(), ofLength(5000));
        new CaptureLink(wire.left(), file()).close();
        assertThat(CaptureFile.read(file()).packets()).isEmpty();
    }

    @Test
    void aFileThatCannotBeOpenedIsSaidAtOnceAndLeavesTheLinkOpen() {
        Path nowhere = folder.resolve("missing").resolve("packets.pcapng");
        assertThatThrownBy(() -> new CaptureLink(wire.left(), nowhere)).isInstanceOf(NoSuchFileException.class);
        assertThat(wire.left().read(FrameBatch.of(wire.left().capabilities()), 0))
                .isTrue();
    }

    @Test
    void aChannelIsWrittenFromWhereItStandsAndClosed() throws IOException {
        FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        CaptureLink link = new CaptureLink(wire.left(), channel);
        Packets.write(link, Packets.numbered(1));
        link.close();
        link.close();
        assertThat(channel.isOpen()).isFalse();
        assertThat(link.failure()).isEmpty();
        assertThat(CaptureFile.read(file()).packets()).hasSize(1);
    }

    /** A disk that takes so many bytes, and no more. */
    private static final class FullDisk implements WritableByteChannel {
        private int room;
        private int refusals;
        private boolean open = true;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (from.remaining() > room) {
                refusals++;
                throw new IOException("disk full, refusal " + refusals);
            }
            int count = from.remaining();
            from.position(from.limit());
            room -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            open = false;
            throw new IOException("and cannot be closed");
        }
    }

    @Test
    void aFailingDiskEndsTheCaptureAndNotTheLink() throws IOException {
        FullDisk disk = new FullDisk(100_000);
        CaptureLink link = new CaptureLink(wire.left(), disk);
        for (int number = 0; number < 200; number++) {
            assertThat(Packets.write(link, ofLength(MTU))).isTrue();
        }
        assertThat(link.failure()).get().extracting(Throwable::getMessage).isEqualTo("disk full, refusal 1");
        Packets.write(wire.right(), Packets.numbered(1));
        assertThat(Packets.readAll(link)).containsExactly(Packets.numbered(1));
        assertThat(Packets.readAll(wire.right())).hasSize(200);
        link.close();
        assertThat(disk.isOpen()).isFalse();
        assertThat(disk.refusals).isEqualTo(1);
        assertThat(link.failure().orElseThrow())
                .hasMessage("disk full, refusal 1")
                .hasSuppressedException(new IOException("and cannot be closed"));
    }

    @Test
    void whatFailsAtTheEndIsToldAfterTheClose() throws IOException {
        CaptureLink link = new CaptureLink(wire.left(), new FullDisk(10));
        Packets.write(link, Packets.numbered(1));
        assertThat(link.failure()).isEmpty();
        link.close();
        assertThat(link.failure()).get().extracting(Throwable::getMessage).isEqualTo("disk full, refusal 1");
    }

    /** A channel would be closed by the interrupt. */
    @Test
    void anInterruptedWriterDoesNotEndTheCapture() throws IOException {
        CaptureLink link = new CaptureLink(wire.left(), file());
        Thread.currentThread().interrupt();
        for (int number = 0; number < 200; number++) {
            Packets.write(link, ofLength(MTU));
        }
        assertThat(Thread.interrupted()).isTrue();
        link.close();
        assertThat(link.failure()).isEmpty();
        assertThat(CaptureFile.read(file()).packets()).hasSize(200);
    }

    @Test
    void afterTheCloseNothingIsWritten() throws IOException {
        CaptureLink link = new CaptureLink(wire.left(), file());
        link.close();
        Packets.write(link, Packets.numbered(1));
        assertThat(link.read(FrameBatch.of(link.capabilities()), 0)).isFalse();
        assertThat(link.failure()).isEmpty();
        assertThat(CaptureFile.read(file()).packets()).isEmpty();
    }

    /** An independent reader: Wireshark's. */
    @Test
    void tsharkReadsTheFile() throws Exception {
        try (CaptureLink link = new CaptureLink(wire.left(), file())) {
            Packets.write(link, ipv4(20));
            Packets.write(wire.right(), ipv4(21));
            assertThat(Packets.readAll(link)).hasSize(1);
            Packets.write(link, ipv4(MTU));
        }
        boolean present = onThePath("tshark");
        if (!"required".equals(System.getProperty("ouzel.interop"))) {
            assumeTrue(present, "tshark is not on the PATH");
        }
        assertThat(present).as("tshark on the PATH").isTrue();
        assertThat(tshark(
                        "-T",
                        "fields",
                        "-e",
                        "frame.len",
                        "-e",
                        "frame.packet_flags_direction",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "ip.src"))
                .containsExactly(
                        "20\t0x00000002\tleft\t192.0.2.1",
                        "21\t0x00000001\tleft\t192.0.2.1",
                        "1500\t0x00000002\tleft\t192.0.2.1");
        assertThat(tshark()).hasSize(3);
    }

    private static byte[] ipv4(int length) {
        byte[] packet = new byte[length];
        ByteBuffer.wrap(packet)
                .putInt(0x4500 << 16 | length)
                .putInt(0)
                .putInt(0x40fd_0000)
                .putInt(0xc000_0201)
                .putInt(0xc000_0202);
        return packet;
    }

    private static boolean onThePath(String command) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
    }

    private List<String> tshark(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        List<String> lines = process.inputReader().readAllLines();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        return lines;
    }
}
