package org.ouzel.sim.campaign;

import org.ouzel.StreamOptions;
import org.ouzel.sim.campaign.Terrain.Place;

/** One connection of a scenario: both ends, and what goes each way. */
final class Exchange {
    private final long number;
    private final Place caller;
    private final Script script;
    private final End client;
    private final End server;

    /**
     * A connection yet to be.
     *
     * @param number its number among all of the scenario; what is sent begins with it
     * @param caller where the client is
     */
    Exchange(Verdict verdict, long number, Place caller, Script script, StreamOptions serverOptions) {
        String name = "#" + number + " " + script.name();
        Flow up = new Flow(verdict, name + " up", number << 1);
        Flow down = new Flow(verdict, name + " down", number << 1 | 1);
        this.number = number;
        this.caller = caller;
        this.script = script;
        this.client = new End(name + " client", script.clientOptions(), up, down);
        this.server = new End(name + " server", serverOptions, down, up);
    }

    /** The number of the exchange whose client's content has the number; -1 if that is none's. */
    static long numberOf(long content) {
        return (content & 1) == 0 ? content >>> 1 : -1;
    }

    long number() {
        return number;
    }

    Place caller() {
        return caller;
    }

    Script script() {
        return script;
    }

    End client() {
        return client;
    }

    End server() {
        return server;
    }

    /** Whether the events of its streams are listened to: of some, since a program may also not care. */
    boolean isCounted() {
        return number % 3 == 0;
    }

    /** How many bytes were read and found right. */
    long verified() {
        return client.in().read() + server.in().read();
    }
}
