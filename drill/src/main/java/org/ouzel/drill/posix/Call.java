package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** A system call with its arguments. Numbers are Linux's; {@link Symbols} knows their names. */
public sealed interface Call {

    /** So many bytes, all zero: for scripts to which it does not matter what is written. */
    static MemorySegment zeros(int count) {
        return MemorySegment.ofArray(new byte[count]).asReadOnly();
    }

    /** The descriptors that it is about, the one that it is a call of first. */
    default List<Integer> descriptors() {
        return switch (this) {
            case Bind c -> List.of(c.fd());
            case Listen c -> List.of(c.fd());
            case Accept c -> List.of(c.fd());
            case Connect c -> List.of(c.fd());
            case Read c -> List.of(c.fd());
            case Readv c -> List.of(c.fd());
            case Write c -> List.of(c.fd());
            case Writev c -> List.of(c.fd());
            case Send c -> List.of(c.fd());
            case Sendmsg c -> List.of(c.fd());
            case Recv c -> List.of(c.fd());
            case Recvmsg c -> List.of(c.fd());
            case Shutdown c -> List.of(c.fd());
            case Close c -> List.of(c.fd());
            case Fcntl c -> List.of(c.fd());
            case Ioctl c -> List.of(c.fd());
            case EpollCtl c -> List.of(c.epoll(), c.fd());
            case EpollWait c -> List.of(c.epoll());
            case SetSockOpt c -> List.of(c.fd());
            case GetSockOpt c -> List.of(c.fd());
            case GetSockName c -> List.of(c.fd());
            case GetPeerName c -> List.of(c.fd());
            // Those that make one, one that says of each what is wrong, and those that are not made at all.
            case Socket _, EpollCreate _, Poll _, Pipe _, Splice _, Sendfile _, Other _ -> List.of();
        };
    }

    /** A new socket. */
    record Socket(int domain, int type, int protocol) implements Call {}

    /** {@code bind}. */
    record Bind(int fd, Address address) implements Call {}

    /** {@code listen}. */
    record Listen(int fd, int backlog) implements Call {}

    /** {@code accept4}; {@code accept} with flags 0. */
    record Accept(int fd, int flags) implements Call {}

    /** {@code connect}; to {@link Address#UNSPECIFIED} it dissolves the association. */
    record Connect(int fd, Address address) implements Call {}

    /** {@code read}. */
    record Read(int fd, int count) implements Call {}

    /** {@code readv} into buffers of these sizes. */
    record Readv(int fd, List<Integer> counts) implements Call {}

    /** {@code write}. */
    record Write(int fd, MemorySegment data) implements Call {}

    /** {@code writev}. */
    record Writev(int fd, List<MemorySegment> pieces) implements Call {}

    /** {@code sendto}; {@code send} without an address. */
    record Send(int fd, MemorySegment data, int flags, Optional<Address> address) implements Call {}

    /** {@code sendmsg}. */
    record Sendmsg(int fd, Optional<Address> name, List<MemorySegment> pieces, List<ControlMessage> controls, int flags)
            implements Call {}

    /** {@code recv}, and {@code recvfrom} where the address is not asked for. */
    record Recv(int fd, int count, int flags) implements Call {}

    /**
     * {@code recvmsg} into buffers of these sizes.
     *
     * @param controlLength {@code msg_controllen}, the room for control messages
     */
    record Recvmsg(int fd, List<Integer> counts, int controlLength, int flags) implements Call {}

    /** {@code shutdown}. */
    record Shutdown(int fd, int how) implements Call {}

    /** {@code close}. */
    record Close(int fd) implements Call {}

    /** {@code fcntl}. */
    record Fcntl(int fd, int command, int argument) implements Call {}

    /** {@code ioctl} that asks for a number. */
    record Ioctl(int fd, int request) implements Call {}

    /** {@code poll}; a negative timeout is for ever. */
    record Poll(List<PollEntry> entries, int timeoutMs) implements Call {}

    /** {@code epoll_create1}; {@code epoll_create} with flags 0. */
    record EpollCreate(int flags) implements Call {}

    /** {@code epoll_ctl}. */
    record EpollCtl(int epoll, int operation, int fd, EpollEvent event) implements Call {}

    /** {@code epoll_wait}; a negative timeout is for ever. */
    record EpollWait(int epoll, int maxEvents, int timeoutMs) implements Call {}

    /**
     * {@code setsockopt}.
     *
     * @param length {@code optlen}
     */
    record SetSockOpt(int fd, int level, int name, OptionValue value, int length) implements Call {}

    /**
     * {@code getsockopt}.
     *
     * @param length {@code optlen} as it was given
     */
    record GetSockOpt(int fd, int level, int name, int length) implements Call {}

    /** {@code getsockname}. */
    record GetSockName(int fd) implements Call {}

    /** {@code getpeername}. */
    record GetPeerName(int fd) implements Call {}

    /** {@code pipe2}; {@code pipe} with flags 0. */
    record Pipe(int flags) implements Call {}

    /** {@code splice}, without offsets. */
    record Splice(int from, int to, int count, int flags) implements Call {}

    /** {@code sendfile}. */
    record Sendfile(int to, int from, long offset, int count) implements Call {}

    /** Any other call, by its name: what a script may ask for and no system has here. */
    record Other(String name) implements Call {}
}
