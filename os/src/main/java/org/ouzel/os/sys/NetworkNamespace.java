package org.ouzel.os.sys;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does something in a network namespace other than the program's own. */
public final class NetworkNamespace {
    private static final String OWN = "/proc/thread-self/ns/net";
    private static final String NAMED = "/run/netns/";

    private NetworkNamespace() {}

    /**
     * Does it on a thread that is made for this and ends with it, because a namespace is changed for a whole thread. A
     * descriptor that is made inside stays in the namespace, wherever it is used.
     *
     * @param namespace its name, as {@code ip netns} has it
     * @throws EnterException if the namespace cannot be entered
     * @throws IOException what the action throws
     */
    public static <T> T inside(String namespace, Callable<T> action) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> callInside(namespace, action));
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

    private static IOException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException exception -> exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("in a namespace", failed.getCause());
        };
    }

    private static <T> T callInside(String namespace, Callable<T> action) throws Exception {
        Linux linux = new Linux();
        try (Descriptor own = open(linux, namespace, OWN);
                Descriptor named = open(linux, namespace, NAMED + namespace)) {
            enter(linux, namespace, named);
            try {
                return action.call();
            } finally {
                // A thread that this one starts would be born in its namespace, and to tell a waiting virtual thread
                // of the result may start one. If the kernel forbids the way back, this thread at least ends.
                linux.setns(own.number(), Abi.CLONE_NEWNET);
            }
        }
    }

    private static void enter(Linux linux, String namespace, Descriptor named) throws EnterException {
        try {
            ErrnoException.check("setns " + namespace, linux.setns(named.number(), Abi.CLONE_NEWNET));
        } catch (ErrnoException refused) {
            throw new EnterException(namespace, refused);
        }
    }

    private static Descriptor open(Linux linux, String namespace, String path) throws EnterException {
        try {
            return new Descriptor(linux, ErrnoException.check("open " + path, linux.open(path, Abi.O_RDONLY)));
        } catch (ErrnoException refused) {
            throw new EnterException(namespace, refused);
        }
    }
}
