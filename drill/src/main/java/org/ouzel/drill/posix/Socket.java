package org.ouzel.drill.posix;

import java.util.Optional;

/** A socket, of whichever type. */
sealed interface Socket extends Description permits TcpSocket, UdpSocket {
    /** Whether calls do not wait. */
    boolean isNonBlocking();

    /** Calls wait from now on, or do not. */
    void nonBlocking(boolean chosen);

    /** The name that {@code getsockname} tells. */
    Address localName();

    /** The name that {@code getpeername} tells, if there is a peer. */
    Optional<Address> remoteName();
}
