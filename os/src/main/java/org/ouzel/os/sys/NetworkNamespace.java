package org.ouzel.os.sys;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network namespace other than the program's own. It is there as long as this is open, or somebody else has it, or something that was
 * made in it. For any thread.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final String OWN = "/proc/thread-self/ns/net";
    private static final String NAMED = "/run/netns/";
    private static final String FRESH = "of its own";

    private final String name;
    private final Descriptor descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NetworkNamespace(String name, Descriptor descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /**
     * One that has a name.
     *
     * @param name its name, as {@code ip netns} has it
     * @throws EnterException if there is none, or it is not to be had
     */
    public static NetworkNamespace named(String name) throws EnterException {
        return new NetworkNamespace(name, open(name, NAMED + name));
    }

    /**
     * Makes one without a name, in which nothing is but a loopback device that is down.
     *
     * @throws ErrnoException if the kernel refuses: it takes root
     */
    public static NetworkNamespace fresh() throws IOException {
        return apart(() -> {
            Linux linux = new Linux();
            try (Descriptor own = open(FRESH, OWN)) {
                ErrnoException.check("unshare", linux.unshare(Abi.CLONE_NEWNET));
                try {
                    return new NetworkNamespace(FRESH, open(FRESH, OWN));
                } finally {
                    goBack(linux, own);
                }
            }
        });
    }

    /**
     * Does something in the namespace of a name.
     *
     * @throws EnterException if it cannot be entered
     * @throws IOException what the action throws
     */
    public static <T> T inside(String name, Callable<T> action) throws IOException {
        try (NetworkNamespace namespace = named(name)) {
            return namespace.inside(action);
        }
    }

    /**
     * Does something inside, on a thread that is made for this and ends with it, because a namespace is changed for a whole thread. A
     * descriptor that is made there stays in the namespace, wherever it is used.
     *
     * @throws EnterException if the namespace cannot be entered
     * @throws IOException what the action throws
     */
    public <T> T inside(Callable<T> action) throws IOException {
        return apart(() -> {
            Linux linux = new Linux();
            try (Descriptor own = open(name, OWN)) {
                enter(linux);
                try {
                    return action.call();
                } finally {
                    goBack(linux, own);
                }
            }
        });
    }

    /** A namespace that cannot be entered. */
    public static final class EnterException extends IOException {
        private static final long serialVersionUID = 1L;

        private final ErrnoException why;

        EnterException(String namespace, ErrnoException why) {
            super("network namespace " + namespace + ": " + why.getMessage(), why);
            this.why = why;
        }

        /** What the kernel says. */
        public ErrnoException why() {
            return why;
        }
    }

    private void enter(Linux linux) throws EnterException {
        try {
            ErrnoException.check("setns " + name, linux.setns(descriptor.number(), Abi.CLONE_NEWNET));
        } catch (ErrnoException refused) {
            throw new EnterException(name, refused);
        }
    }

    /**
     * A thread that this one starts would be born in its namespace, and to tell a waiting virtual thread of the result may start one. If
     * the kernel forbids the way back, this thread at least ends.
     */
    private static void goBack(Linux linux, Descriptor own) {
        linux.setns(own.number(), Abi.CLONE_NEWNET);
    }

    private static Descriptor open(String namespace, String path) throws EnterException {
        Linux linux = new Linux();
        try {
            return new Descriptor(linux, ErrnoException.check("open " + path, linux.open(path, Abi.O_RDONLY)));
        } catch (ErrnoException refused) {
            throw new EnterException(namespace, refused);
        }
    }

    // ---- The thread

    private static <T> T apart(Callable<T> action) throws IOException {
        FutureTask<T> task = new FutureTask<>(action);
        Thread.ofPlatform().name("ouzel-namespace").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException early) {
                    // It takes microseconds, and whoever gave up now would lose the descriptor.
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            throw cause(failed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException exception -> exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("in a namespace", failed.getCause());
        };
    }

    /** Does nothing the second time: the number may be somebody else's by then. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            descriptor.close();
        }
    }
}
