package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** draft-ietf-ccwg-bbr §4.1: a sample is taken from the sending of a segment to its delivery. */
@Tag("bbr-4.1.2.1.1-1")
class DeliverySamplerTest {
    private static final long MS = 1_000_000;
    private static final long NO_MIN = 0;

    private final DeliverySampler sampler = new DeliverySampler();
    private long position;
    private long inFlight;

    private Transmission send(long bytes, long now) {
        Transmission sent =
                new Transmission(position, position + bytes, (int) bytes, now, sampler.onSend(now, bytes, inFlight));
        position += bytes;
        inFlight += bytes;
        return sent;
    }

    private DeliverySample deliver(long now, Transmission... segments) {
        return deliver(now, NO_MIN, segments);
    }

    private DeliverySample deliver(long now, long minRttNs, Transmission... segments) {
        Delivery delivery = new Delivery();
        for (Transmission sent : segments) {
            delivery.add(sent);
            inFlight -= sent.bytes();
        }
        DeliverySampler.Sample sample = new DeliverySampler.Sample();
        sampler.onDelivery(delivery, now, minRttNs, sample);
        return sample;
    }

    // §4.1.1.2.1: ack_rate = (C.delivered - P.delivered) / (C.delivered_time - P.delivered_time)
    @Test
    void measuresFromTheAcknowledgmentBeforeTheSendingToThatOfTheSegment() {
        Transmission first = send(1000, 0);
        deliver(40 * MS, first, send(1000, 0));
        Transmission later = send(1000, 45 * MS);
        DeliverySample sample = deliver(90 * MS, later);
        // nothing was in flight at 45 ms: the interval begins there
        assertThat(sample.intervalNs()).isEqualTo(45 * MS);
        assertThat(sample.deliveredBytes()).isEqualTo(1000);
        assertThat(sample.priorDeliveredBytes()).isEqualTo(2000);
        assertThat(sample.totalDeliveredBytes()).isEqualTo(3000);
    }

    @Test
    void countsWhatOthersDeliveredInBetween() {
        Transmission first = send(1000, 0);
        Transmission second = send(1000, 10 * MS);
        deliver(40 * MS, first);
        Transmission third = send(1000, 41 * MS);
        deliver(50 * MS, second);
        DeliverySample sample = deliver(80 * MS, third);
        assertThat(sample.deliveredBytes()).isEqualTo(2000);
        assertThat(sample.intervalNs()).isEqualTo(41 * MS); // it was sent 41 ms after the first, and came 40 after 40
        assertThat(sampler.bytesPerSecond()).isEqualTo(Math.round(2000 / 0.041));
    }

    // §4.1.1.2.4: "capping the delivery rate sample to be no higher than the send rate"
    @Test
    void isNeverFasterThanItWasSent() {
        Transmission first = send(1000, 0);
        Transmission[] segments = new Transmission[9];
        for (int i = 0; i < 8; i++) {
            segments[i] = send(1000, (i + 1) * 10L * MS);
        }
        deliver(85 * MS, first);
        segments[8] = send(1000, 90 * MS);
        DeliverySample sample = deliver(95 * MS, segments); // all at once, ten milliseconds after the first
        assertThat(sample.deliveredBytes()).isEqualTo(9000);
        assertThat(sample.intervalNs()).isEqualTo(90 * MS);
    }

    // §4.1.2.3: "if (RS.interval < C.min_rtt) return /* no reliable rate sample */"
    @Test
    void isNoneIfItTookLessThanTheLeastRoundTrip() {
        DeliverySample sample = deliver(9 * MS, 10 * MS, send(1000, 0));
        assertThat(sample.intervalNs()).isZero();
        assertThat(sample.bytesPerSecond()).isZero();
        assertThat(sampler.bytesPerSecond()).isZero();
        assertThat(sampler.deliveredBytes()).isEqualTo(1000);
    }

    // §4.1.2.3: "The connection uses the information from the most recently sent packet"
    @Test
    void isTakenAtTheSegmentSentLastWhicheverWasTheFirstOfTheStream() {
        Transmission first = send(1000, 0);
        Transmission second = send(1000, 5 * MS);
        deliver(30 * MS, second);
        Transmission third = send(1000, 31 * MS);
        DeliverySample sample = deliver(60 * MS, first, third);
        assertThat(sample.priorDeliveredBytes()).isEqualTo(1000);
        assertThat(sample.deliveredBytes()).isEqualTo(2000);
    }

    // §4.1.2.4: "C.app_limited = max(C.delivered + C.inflight, 1)"; cleared when that has been delivered
    @Test
    void isMarkedWhileTheUserHadNoMoreToSend() {
        Transmission before = send(1000, 0);
        sampler.onApplicationLimited(inFlight);
        Transmission after = send(1000, 20 * MS);
        assertThat(deliver(40 * MS, before).applicationLimited()).isFalse();
        assertThat(sampler.isApplicationLimited()).isTrue();
        assertThat(deliver(60 * MS, after).applicationLimited()).isTrue();
        assertThat(sampler.isApplicationLimited()).isFalse();
        assertThat(deliver(100 * MS, send(1000, 61 * MS)).applicationLimited()).isFalse();
    }

    @Test
    void toldToTheUserIsTheLastUnlessTheUserHeldItBack() {
        deliver(10 * MS, send(1000, 0));
        assertThat(sampler.bytesPerSecond()).isEqualTo(100_000);
        sampler.onApplicationLimited(0);
        deliver(30 * MS, send(1000, 10 * MS));
        assertThat(sampler.bytesPerSecond()).isEqualTo(100_000);
        deliver(50 * MS, send(1000, 30 * MS));
        assertThat(sampler.bytesPerSecond()).isEqualTo(50_000);
    }

    @Test
    void countsWhatWasLostInBetween() {
        Transmission sent = send(1000, 0);
        sampler.onLost(700);
        assertThat(deliver(10 * MS, sent).lostBytes()).isEqualTo(700);
        assertThat(deliver(30 * MS, send(1000, 20 * MS)).lostBytes()).isZero();
    }

    @Test
    void knowsHowMuchWasInFlightWithTheSegment() {
        send(1000, 0);
        assertThat(deliver(10 * MS, send(500, 1)).flightBytesWhenSent()).isEqualTo(1500);
    }

    @Test
    void isNoneWhenNothingWasDelivered() {
        send(1000, 0);
        DeliverySample sample = deliver(10 * MS);
        assertThat(sample.intervalNs()).isZero();
        assertThat(sample.bytesPerSecond()).isZero();
        assertThat(sample.totalDeliveredBytes()).isZero();
        assertThat(sample.priorDeliveredBytes()).isZero();
    }
}
