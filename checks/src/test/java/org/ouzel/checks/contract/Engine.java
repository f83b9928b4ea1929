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

    /** The same with links that are read by threads, and listeners that are called by those. */
    STACK_IN_PLACE("The same, its listeners called in place") {
        @Override
        HostPair pair() {
            return TwoHosts.withListenersInPlace();
        }

        @Override
        Engine differsAs() {
            return STACK;
        }
    },

    /** The same with links of several queues, so that most of what two streams have to do with each other crosses shards. */
    STACK_WITH_QUEUES("The same, over links with three queues") {
        @Override
        HostPair pair() {
            return TwoHosts.withQueues(3);
        }

        @Override
        Engine differsAs() {
            return STACK;
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

    /** The engine whose differences are this one's. */
    Engine differsAs() {
        return this;
    }

    /** Two new hosts of the engine's, which the caller closes. */
    abstract HostPair pair();
}
