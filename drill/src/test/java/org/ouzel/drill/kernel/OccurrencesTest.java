package org.ouzel.drill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.SystemCalls.Completion;
import org.ouzel.drill.run.Target;

class OccurrencesTest {
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[] {1, 2, 3});
    private final IOException broken = new IOException("the device is gone");

    private final Occurrences occurrences = new Occurrences();

    private static Occurrence packet(long at) {
        return new Occurrence.Packet(at, PACKET);
    }

    @Test
    void packetsOfBeforeTheBeginningAreNoMatterOfTheScript() throws IOException {
        occurrences.add(packet(System.nanoTime()));
        occurrences.await(0);
        occurrences.add(packet(System.nanoTime()));
        occurrences.begin();
        assertThat(occurrences.areNone()).isTrue();
        assertThat(occurrences.takeSent()).isEmpty();
    }

    @Test
    void aDeviceThatBrokeBeforeTheBeginningIsBroken() {
        occurrences.add(new Occurrence.Broken(broken));
        occurrences.begin();
        assertThatThrownBy(() -> occurrences.await(0)).isSameAs(broken);
    }

    @Test
    void whatWasToldBeforeTheDeviceBrokeComesFirst() {
        occurrences.begin();
        occurrences.add(packet(System.nanoTime()));
        occurrences.add(new Occurrence.Broken(broken));
        assertThat(occurrences.areNone()).isFalse();
        assertThat(occurrences.takeSent()).isPresent();
        assertThat(occurrences.areNone()).isTrue();
        assertThatThrownBy(() -> occurrences.await(0)).isSameAs(broken);
    }

    @Test
    void timesCountFromTheBeginning() {
        assertThat(occurrences.now()).isZero();
        long before = System.nanoTime();
        occurrences.begin();
        occurrences.begin();
        long after = System.nanoTime();
        Completion completion = new Completion(7, Answer.Result.of(0));
        occurrences.add(packet(after + 1000));
        occurrences.add(new Occurrence.End(after + 2000, completion));
        assertThat(occurrences.takeSent().orElseThrow().at()).isBetween(1000L, 1000 + after - before);
        assertThat(occurrences.takeEnded()).singleElement().satisfies(ended -> {
            assertThat(ended.at()).isBetween(2000L, 2000 + after - before);
            assertThat(ended.completion()).isEqualTo(completion);
        });
        assertThat(occurrences.takeEnded()).isEmpty();
        assertThat(occurrences.now()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void whoAwaitsIsWokenByWhatHappens() throws Exception {
        occurrences.begin();
        Thread teller = Thread.ofPlatform().start(() -> occurrences.add(packet(System.nanoTime())));
        occurrences.await(Long.MAX_VALUE);
        assertThat(occurrences.takeSent()).map(Target.Sent::bytes).contains(PACKET);
        teller.join();
    }
}
