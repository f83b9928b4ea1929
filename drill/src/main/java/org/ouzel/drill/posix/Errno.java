package org.ouzel.drill.posix;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The errors of system calls that have to do with sockets, with Linux's numbers and texts. */
public enum Errno {
    /** Not allowed. */
    EPERM(1, "Operation not permitted"),
    /** No such file. */
    ENOENT(2, "No such file or directory"),
    /** A signal came. */
    EINTR(4, "Interrupted system call"),
    /** Not a descriptor. */
    EBADF(9, "Bad file descriptor"),
    /** It would wait. */
    EAGAIN(11, "Resource temporarily unavailable"),
    /** No memory. */
    ENOMEM(12, "Cannot allocate memory"),
    /** No right. */
    EACCES(13, "Permission denied"),
    /** A bad pointer. */
    EFAULT(14, "Bad address"),
    /** Busy. */
    EBUSY(16, "Device or resource busy"),
    /** There already. */
    EEXIST(17, "File exists"),
    /** No device. */
    ENODEV(19, "No such device"),
    /** A bad argument. */
    EINVAL(22, "Invalid argument"),
    /** Too many descriptors. */
    EMFILE(24, "Too many open files"),
    /** No such request. */
    ENOTTY(25, "Inappropriate ioctl for device"),
    /** Nobody reads. */
    EPIPE(32, "Broken pipe"),
    /** A number out of range. */
    EDOM(33, "Numerical argument out of domain"),
    /** Too many links followed. */
    ELOOP(40, "Too many levels of symbolic links"),
    /** No data of the kind. */
    ENODATA(61, "No data available"),
    /** A violation of the protocol. */
    EPROTO(71, "Protocol error"),
    /** Not a socket. */
    ENOTSOCK(88, "Socket operation on non-socket"),
    /** No address to send to. */
    EDESTADDRREQ(89, "Destination address required"),
    /** Too long. */
    EMSGSIZE(90, "Message too long"),
    /** The wrong type. */
    EPROTOTYPE(91, "Protocol wrong type for socket"),
    /** No such option. */
    ENOPROTOOPT(92, "Protocol not available"),
    /** No such protocol. */
    EPROTONOSUPPORT(93, "Protocol not supported"),
    /** No such type. */
    ESOCKTNOSUPPORT(94, "Socket type not supported"),
    /** Not on this socket. */
    EOPNOTSUPP(95, "Operation not supported"),
    /** No such family. */
    EAFNOSUPPORT(97, "Address family not supported by protocol"),
    /** Taken. */
    EADDRINUSE(98, "Address already in use"),
    /** Not ours. */
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    /** No link. */
    ENETDOWN(100, "Network is down"),
    /** No route. */
    ENETUNREACH(101, "Network is unreachable"),
    /** Aborted on this side. */
    ECONNABORTED(103, "Software caused connection abort"),
    /** Reset by the peer. */
    ECONNRESET(104, "Connection reset by peer"),
    /** No buffers. */
    ENOBUFS(105, "No buffer space available"),
    /** Connected already. */
    EISCONN(106, "Transport endpoint is already connected"),
    /** Not connected. */
    ENOTCONN(107, "Transport endpoint is not connected"),
    /** Shut down. */
    ESHUTDOWN(108, "Cannot send after transport endpoint shutdown"),
    /** No answer in time. */
    ETIMEDOUT(110, "Connection timed out"),
    /** Refused by the peer. */
    ECONNREFUSED(111, "Connection refused"),
    /** The peer is down. */
    EHOSTDOWN(112, "Host is down"),
    /** The peer cannot be reached. */
    EHOSTUNREACH(113, "No route to host"),
    /** Begun before. */
    EALREADY(114, "Operation already in progress"),
    /** Begun now. */
    EINPROGRESS(115, "Operation now in progress"),
    /** Taken back. */
    ECANCELED(125, "Operation canceled");

    private static final Map<Integer, Errno> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Errno::number, Function.identity()));

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Of a number; empty if no call that is made here can fail so. */
    public static Optional<Errno> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** Of a name; {@code EWOULDBLOCK} is {@link #EAGAIN}, {@code ENOTSUP} is {@link #EOPNOTSUPP}. */
    public static Optional<Errno> named(String name) {
        return switch (name) {
            case "EWOULDBLOCK" -> Optional.of(EAGAIN);
            case "ENOTSUP" -> Optional.of(EOPNOTSUPP);
            default ->
                Arrays.stream(values())
                        .filter(errno -> errno.name().equals(name))
                        .findFirst();
        };
    }

    /** Linux's number. */
    public int number() {
        return number;
    }

    /** What {@code strerror} says. */
    public String text() {
        return text;
    }
}
