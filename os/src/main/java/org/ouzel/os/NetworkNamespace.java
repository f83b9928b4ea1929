package org.ouzel.os;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.ouzel.os.TunSetup.Opened;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Descriptor;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;

/** Opens a device in a network namespace other than the program's own. */
final class NetworkNamespace {
    private static final String OWN = "/proc/thread-self/ns/net";
    private static final String NAMED = "/run/netns/";

    private NetworkNamespace() {}

    /** Opens it on a thread that is made for this and ends with it, because a namespace is changed for a whole thread. */
    static Opened open(Linux linux, String namespace, TunOptions options) throws TunException {
        FutureTask<Opened> task = new FutureTask<>(() -> openInside(linux, namespace, options));
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

    private static TunException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case TunException exception -> exception;
            case null, default -> throw new IllegalStateException("opening in a namespace", failed.getCause());
        };
    }

    private static Opened openInside(Linux linux, String namespace, TunOptions options) throws TunException {
        try (Descriptor own = open(linux, OWN);
                Descriptor named = open(linux, NAMED + namespace)) {
            ErrnoException.check("setns " + namespace, linux.setns(named.number(), Abi.CLONE_NEWNET));
            try {
                return TunSetup.open(linux, options);
            } finally {
                // A thread that this one starts would be born in its namespace, and to tell a waiting virtual thread
                // of the result may start one. If the kernel forbids the way back, this thread at least ends.
                linux.setns(own.number(), Abi.CLONE_NEWNET);
            }
        } catch (ErrnoException failed) {
            throw TunException.enteringNamespace(namespace, failed);
        }
    }

    private static Descriptor open(Linux linux, String path) throws ErrnoException {
        return new Descriptor(linux, ErrnoException.check("open " + path, linux.open(path, Abi.O_RDONLY)));
    }
}
