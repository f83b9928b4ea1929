package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A capture of which one thread reads, another writes and a third closes the link. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CaptureLinkThreadsTest {
    private static final int PACKETS = 20_000;
    private static final int CLOSES = 100;
    private static final int OUT = 2;

    /** Not waited for at the end: what fails may keep one from its. */
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static int number(CaptureFile.Packet packet) {
        byte[] bytes = new byte[Packets.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = packet.bytes().get(i);
        }
        assertThat(bytes).isEqualTo(Packets.numbered(Packets.number(bytes)));
        return Packets.number(bytes);
    }

    /** The peer sends each packet back as soon as it has come. */
    @Test
    void noAnswerStandsBeforeWhatItAnswers() throws Exception {
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        CaptureLink link = new CaptureLink(wire.left(), folder.resolve("answers.pcapng"));
        Future<Boolean> echo = threads.submit(() -> echo(wire.right()));
        Future<List<byte[]>> read = threads.submit(() -> Packets.read(link, PACKETS));
        for (int number = 0; number < PACKETS; number++) {
            while (!Packets.write(link, Packets.numbered(number))) {
                Thread.onSpinWait();
            }
        }
        assertThat(read.get()).hasSize(PACKETS);
        wire.right().close();
        assertThat(echo.get()).isTrue();
        link.close();
        Map<Integer, Integer> answers = new HashMap<>();
        for (CaptureFile.Packet packet :
                CaptureFile.read(folder.resolve("answers.pcapng")).packets()) {
            int number = number(packet);
            if (packet.flags() == OUT) {
                answers.putIfAbsent(number, 0);
            } else {
                assertThat(answers).as("packet %d was sent", number).containsKey(number);
                answers.merge(number, 1, Integer::sum);
            }
        }
        assertThat(answers).hasSize(PACKETS);
        assertThat(answers.values()).containsOnly(1);
    }

    private static boolean echo(Link end) throws IOException {
        FrameBatch batch = FrameBatch.of(end.capabilities());
        while (end.read(batch, Long.MAX_VALUE)) {
            for (int i = 0; i < batch.size(); i++) {
                byte[] packet = Packets.bytes(batch.frame(i));
                while (!Packets.write(end, packet)) {
                    Thread.onSpinWait();
                }
            }
        }
        return true;
    }

    /** The file is whole, and has each packet whose write had returned. */
    @Test
    void theFileIsCompleteWheneverTheLinkIsClosed() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < CLOSES; round++) {
            Path file = folder.resolve(round + ".pcapng");
            CaptureLink link = new CaptureLink(MemoryLink.wire(1500).left(), file);
            AtomicInteger written = new AtomicInteger();
            Future<Boolean> writer = threads.submit(() -> {
                for (int number = 0; number < MemoryLink.QUEUE; number++) {
                    Packets.write(link, Packets.numbered(number));
                    written.set(number + 1);
                }
                return true;
            });
            int before = random.nextInt(MemoryLink.QUEUE);
            while (written.get() < before) {
                Thread.onSpinWait();
            }
            int returned = written.get();
            link.close();
            Set<Integer> there = new HashSet<>();
            CaptureFile.read(file).packets().forEach(packet -> there.add(number(packet)));
            assertThat(there).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(returned);
            assertThat(link.failure()).as("seed %d", seed).isEmpty();
            assertThat(writer.get()).as("seed %d", seed).isTrue();
        }
    }
}
