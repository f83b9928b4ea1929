package org.ouzel.drill.run;

import java.util.OptionalInt;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.Ip;

/** What a host has been told of TCP in UDP by its own settings, as FreeBSD has them. */
public interface TcpInUdp {
    /** It has been told nothing: it does as its script does. */
    TcpInUdp UNTOLD = new TcpInUdp() {
        @Override
        public OptionalInt localPort() {
            return OptionalInt.empty();
        }

        @Override
        public OptionalInt remotePort(Ip ip, Ports ports) {
            return OptionalInt.empty();
        }
    };

    /** The one port of UDP on which it takes TCP, and from which it sends it; empty if none was chosen. */
    OptionalInt localPort();

    /** The port of UDP that a connection goes to which the host has opened; empty if none was chosen. */
    OptionalInt remotePort(Ip ip, Ports ports);
}
