package org.ouzel.sim.net;

/** What a cable is plugged into: packets handed to it arrive at whoever has it, and what that sends goes to what it is connected to. */
public interface Jack extends PacketSink {
    /** Says where to what is sent through it goes from now on. */
    void connect(PacketSink to);
}
