package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;

/** A stream as an output stream, as the wire shows it. */
@Timeout(60)
class ViewWireTest {
    @Test
    void pushesByTheOutputStreamsFlushAndWaitsForNothing() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(StreamOptions.DEFAULT);
            OutputStream out = stream.outputStream();
            out.write('a');
            assertThat(peer.nextText().text()).isEqualTo("a");
            out.write(bytes(".bc.").array(), 1, 2);
            out.write(new byte[0]);
            out.flush();
            out.flush();
            assertThat(peer.nextText().text()).isEqualTo("bc");
            assertThat(stream.status().sequence().unacknowledgedBytes()).isEqualTo(3);
            assertThatThrownBy(() -> out.write(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            stream.abort();
            assertThatThrownBy(() -> out.write(1)).isInstanceOf(StreamEndedException.class);
            assertThatThrownBy(out::flush).isInstanceOf(StreamEndedException.class);
            assertThatThrownBy(() -> stream.inputStream().read()).isInstanceOf(StreamEndedException.class);
        }
    }
}
