package org.ouzel.os.kernel;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.IcmpError;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Caller;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.ErrorQueue;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.os.sys.SocketHandle;

/**
 * What the kernel tells of ICMP errors: the whole of them while a connection is being opened, and only an error number
 * afterwards, from which the type and the code follow but not who has sent it.
 */
final class IcmpErrors {
    private static final int V4_UNREACHABLE = 3;
    private static final int V6_UNREACHABLE = 1;

    private IcmpErrors() {}

    /** Those that are in the socket's queue, which are then no longer there. */
    static List<IcmpError> take(Caller caller, SocketHandle handle) throws ErrnoException {
        List<IcmpError> errors = new ArrayList<>(0);
        ErrorQueue queue = new ErrorQueue();
        for (Optional<ErrorQueue.Entry> next = queue.next(caller, handle);
                next.isPresent();
                next = queue.next(caller, handle)) {
            if (next.get() instanceof ErrorQueue.NetworkError error && error.origin() != SocketAbi.SO_EE_ORIGIN_LOCAL) {
                errors.add(error(error, handle.family()));
            }
        }
        return errors;
    }

    private static IcmpError error(ErrorQueue.NetworkError error, int family) {
        int version = error.origin() == SocketAbi.SO_EE_ORIGIN_ICMP6 ? 6 : 4;
        return new IcmpError(
                version,
                error.type(),
                error.code(),
                error.info(),
                error.offender().orElseGet(() -> nobody(family)));
    }

    /** The ICMP error that the kernel makes the number of; none if it is no such number. */
    static List<IcmpError> of(int errno, int family) {
        boolean v4 = family == Abi.AF_INET;
        int code =
                switch (errno) {
                    case Abi.ENETUNREACH -> 0;
                    case Abi.EHOSTUNREACH -> v4 ? 1 : 3;
                    case Abi.ENOPROTOOPT -> v4 ? 2 : -1;
                    case Abi.EHOSTDOWN -> v4 ? 7 : -1;
                    case Abi.EACCES -> v4 ? -1 : 1;
                    default -> -1;
                };
        return code < 0
                ? List.of()
                : List.of(new IcmpError(v4 ? 4 : 6, v4 ? V4_UNREACHABLE : V6_UNREACHABLE, code, 0, nobody(family)));
    }

    private static InetAddress nobody(int family) {
        return InetAddress.ofLiteral(family == Abi.AF_INET ? "0.0.0.0" : "::");
    }
}
