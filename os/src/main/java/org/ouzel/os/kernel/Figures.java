package org.ouzel.os.kernel;

import java.util.Optional;
import org.ouzel.os.sys.TcpInfo;

/**
 * What the kernel tells of a connection at one moment.
 *
 * @param sent bytes of the user's that the kernel has taken
 * @param unacknowledged those of them that the peer has not acknowledged
 * @param unread bytes received and not read
 * @param urgentMode whether urgent data is unread
 * @param settings empty once the connection is over: then it has none, and the kernel is not asked
 */
record Figures(
        TcpInfo info, long sent, long unacknowledged, long unread, boolean urgentMode, Optional<Settings> settings) {

    /**
     * What holds for the connection.
     *
     * @param congestion the congestion control's name
     * @param receiveBuffer in bytes, as the kernel counts them: with its own records
     * @param sendBuffer the same
     */
    record Settings(String congestion, int receiveBuffer, int sendBuffer) {}
}
