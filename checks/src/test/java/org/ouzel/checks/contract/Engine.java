package org.ouzel.checks.contract;

import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** An engine that the contract of the API is tried on. */
enum Engine {
    /** The stack in this process. */
    STACK("The stack in this process, over links") {
        @Override
        HostPair pair() {
            return TwoHosts.onAGoodWire();
        }
    },

    /** The kernel's TCP, over its loopback. */
    KERNEL("Linux's TCP, through sockets") {
        @Override
        HostPair pair() {
            return new KernelHosts();
        }
    };

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Two new hosts of the engine's, which the caller closes. */
    abstract HostPair pair();
}
