package org.ouzel.checks.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.receive;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.HostPair;

/** A stream as an input stream, an output stream and a channel. */
@OnEveryEngine
class ViewContractTest {
    private final HostPair hosts;

    ViewContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    void isAnInputStreamAnOutputStreamAndAChannel() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Boolean> echo = Call.run(() -> {
            streams.server().inputStream().transferTo(streams.server().outputStream());
            streams.server().close();
        });
        streams.client().outputStream().write("by output".getBytes(US_ASCII));
        streams.client().outputStream().flush();
        byte[] heard = streams.client().inputStream().readNBytes(9);
        assertThat(new String(heard, US_ASCII)).isEqualTo("by output");
        assertThat(streams.client().channel().write(bytes("by channel"))).isEqualTo(10);
        ByteBuffer into = ByteBuffer.allocate(10);
        while (into.hasRemaining()) {
            streams.client().channel().read(into);
        }
        assertThat(US_ASCII.decode(into.flip()).toString()).isEqualTo("by channel");
        streams.client().channel().close();
        assertThat(streams.client().inputStream().read()).isEqualTo(-1);
        echo.get();
    }

    @Test
    void readsUrgentDataInItsPlaceAsSoonAsAByteIsThere() throws Exception {
        StreamOptions patient = StreamOptions.DEFAULT.withWaits(Duration.ofDays(1), Duration.ofSeconds(60));
        HostPair.Streams streams =
                hosts.connect(hosts.client().newStream(), hosts.server().newStream(patient));
        InputStream in = streams.server().inputStream();
        streams.client().sendAcknowledged(bytes("a\u007f"));
        assertThat(in.available()).isEqualTo(2);
        assertThat(in.read()).isEqualTo('a');
        assertThat(in.read()).isEqualTo(0x7f);
        streams.client().sendAcknowledged(ByteBuffer.wrap(new byte[] {(byte) 0xff}));
        assertThat(in.read()).isEqualTo(0xff);
        streams.client().sendAcknowledged(bytes("stop"), SendFlag.URGENT);
        streams.client().sendAcknowledged(bytes("after"));
        assertThat(new String(in.readNBytes(9), US_ASCII)).isEqualTo("stopafter");
        assertThat(in.available()).isZero();
        assertThat(in.read(new byte[0])).isZero();
        assertThatThrownBy(() -> in.read(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        in.close();
        streams.client().send(bytes("x"));
        assertThat(in.read()).isEqualTo('x');
        streams.client().close();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read()).isEqualTo(-1);
        streams.server().send(bytes("sent"), SendFlag.PUSH);
        assertThat(text(streams.client().receive())).isEqualTo("sent");
    }

    @Test
    void closesTheStreamByItsOutputStream() throws Exception {
        HostPair.Streams streams = hosts.connect();
        try (OutputStream out = streams.client().outputStream()) {
            out.write("all".getBytes(US_ASCII));
        }
        assertThat(receive(streams.server(), 3)).isEqualTo("all");
        assertThat(streams.server().receive().isEnd()).isTrue();
        assertThatThrownBy(() -> streams.client().outputStream().write(1)).hasMessage("connection closing");
    }

    @Test
    void isAChannelThatKnowsWhenItIsClosed() throws Exception {
        HostPair.Streams streams = hosts.connect();
        ByteChannel channel = streams.client().channel();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
        assertThat(channel.write(ByteBuffer.allocate(0))).isZero();
        streams.server().close();
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
        assertThat(streams.server().receive().isEnd()).isTrue();
        assertThat(streams.client().closeReason()).contains(new CloseReason.Graceful());
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.BUFFERS_HAVE_A_LEAST_SIZE)
    void endsOnlyTheInterruptedReadOrWrite() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(1000, 1000);
        HostPair.Streams streams = hosts.connect(small);
        Call<Integer> read =
                Call.of(() -> streams.client().inputStream().read()).waits();
        Call<Boolean> write = Call.run(() -> streams.client().outputStream().write(new byte[5000]))
                .waits();
        read.interrupt();
        write.interrupt();
        assertThat(read.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(write.failure()).isInstanceOfSatisfying(InterruptedIOException.class, interrupted -> assertThat(
                        interrupted.bytesTransferred)
                .isBetween(1000, 2000));
        assertThat(streams.client().channel().isOpen()).isTrue();
        streams.server().send(bytes("x"), SendFlag.PUSH);
        assertThat(streams.client().inputStream().read()).isEqualTo('x');
    }
}
