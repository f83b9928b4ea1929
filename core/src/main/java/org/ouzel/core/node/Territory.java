package org.ouzel.core.node;

import org.ouzel.core.tcp.FourTuple;

/**
 * Which connections are a node's, where several nodes have the same addresses and each packet comes to one of them. Called by the node, with
 * whatever guards that held.
 */
public interface Territory {
    /** That of a node that has its addresses for itself. */
    Territory WHOLE = new Territory() {
        @Override
        public int nodes() {
            return 1;
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public boolean holds(FourTuple name) {
            return true;
        }

        @Override
        public boolean picks(int port) {
            return true;
        }

        @Override
        public void onWaiting(FourTuple filter) {}

        @Override
        public void onWaitingNoLonger(FourTuple filter) {}

        @Override
        public void onFree(FourTuple name) {}
    };

    /** How many nodes have these addresses. */
    int nodes();

    /** Which of them this is, counted from 0. */
    int index();

    /** Whether packets of the connection with this name come to this node. */
    boolean holds(FourTuple name);

    /** Whether this node, of all, may pick the port where it is free for it to wait on. */
    boolean picks(int port);

    /** A passive open waits here for one connection that fits: requests for it are to come to this node. */
    void onWaiting(FourTuple filter);

    /** It waits no longer. Told once for each time that it has come to wait. */
    void onWaitingNoLonger(FourTuple filter);

    /**
     * No connection of this node has the name any longer, TIME-WAIT included. Not told where a connection goes to TIME-WAIT, nor where a
     * request takes the name over from what rests under it.
     */
    void onFree(FourTuple name);
}
