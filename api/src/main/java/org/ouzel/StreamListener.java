package org.ouzel;

/** Called for the events of a stream: the asynchronous notification routine of RFC 9293 §3.9.1.8. */
@FunctionalInterface
public interface StreamListener {
    /**
     * One event. Called one at a time and in order, without a lock, so that any call is safe from here, blocking ones included; on
     * a virtual thread of the stream's own, or, where a host has been made so, on the thread that reads its link. A slow
     * listener does not stall the network: another thread takes over the reading.
     *
     * @param stream the stream that the event is of
     * @param event what happened
     */
    void onEvent(TcpStream stream, StreamEvent event);
}
