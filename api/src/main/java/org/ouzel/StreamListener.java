package org.ouzel;

/** Called for the events of a stream: the asynchronous notification routine of RFC 9293 §3.9.1.8. */
@FunctionalInterface
public interface StreamListener {
    /**
     * One event. Called on a virtual thread of the stream's own, one event at a time and in order, so that any call is
     * safe from here, blocking ones included; a slow listener never stalls the network.
     *
     * @param stream the stream that the event is of
     * @param event what happened
     */
    void onEvent(TcpStream stream, StreamEvent event);
}
