package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.ouzel.core.node.Node;
import org.ouzel.core.tcp.FourTuple;

/**
 * The sockets of one process on a node of the core, with Linux's meaning of each call. After a packet, a time or a call,
 * {@link #retry} ends those calls that waited for it.
 */
public final class Sockets implements SystemCalls {
    private final Machine machine;
    private final Udp udp;
    private final Descriptors descriptors = new Descriptors();
    private final Waiting waiting = new Waiting();

    /**
     * No socket is open.
     *
     * @param node the machine, which others tell of packets and of the time
     * @param udp the machine's UDP, which others tell of packets first
     * @param settings what a new socket begins with, asked for whenever one is made
     */
    public Sockets(Node node, Udp udp, Supplier<SystemSettings> settings) {
        this.udp = udp;
        this.machine = new Machine(node, settings, new Bindings());
    }

    @Override
    public Answer begin(Call call, long now) {
        try {
            Answer answer = answer(call, now);
            look(now);
            return answer;
        } catch (Failure failure) {
            return failure.answer();
        }
    }

    @Override
    public List<Completion> retry(long now) {
        look(now);
        return waiting.retry(now);
    }

    @Override
    public long nextDeadline() {
        return waiting.nextDeadline();
    }

    /** The names of the sockets that listen, in the order of their descriptors. */
    public List<Address> listening() {
        List<Address> names = new ArrayList<>();
        for (Description open : descriptors.all()) {
            if (open instanceof TcpSocket socket && socket.isListening()) {
                names.add(socket.localName());
            }
        }
        return names;
    }

    /** The port of UDP at the peer that a connection was told to go to; empty if it goes in no UDP. */
    public OptionalInt remoteUdpPort(FourTuple connection) {
        return descriptors.all().stream()
                .filter(open -> open instanceof TcpSocket socket && socket.isNamed(connection))
                .mapToInt(open -> ((TcpSocket) open).options().remoteUdpPort)
                .filter(port -> port != 0)
                .findFirst();
    }

    private void look(long now) {
        for (Description description : descriptors.all()) {
            switch (description) {
                case Epoll epoll -> epoll.look(now);
                case TcpSocket socket -> socket.observe(now);
                case UdpSocket _ -> {}
            }
        }
    }

    private Answer answer(Call call, long now) throws Failure {
        Optional<Integer> fd = call.descriptors().stream().findFirst();
        if (fd.flatMap(descriptors::find).orElse(null) instanceof UdpSocket socket) {
            Optional<Answer> answer = new UdpCalls(waiting, socket, now).answer(call);
            return answer.isPresent() ? answer.get() : ofAnySocket(call, now);
        }
        return ofAnySocket(call, now);
    }

    private Answer ofAnySocket(Call call, long now) throws Failure {
        return switch (call) {
            case Call.Socket socket -> socket(socket);
            case Call.Bind bind -> {
                socket(bind.fd()).bind(bind.address());
                yield Answer.Result.of(0);
            }
            case Call.Listen listen -> {
                socket(listen.fd()).listen(listen.backlog());
                yield Answer.Result.of(0);
            }
            case Call.Accept accept ->
                begin(new AcceptOperation(socket(accept.fd()), descriptors, accept.flags(), now), now);
            case Call.Connect connect -> begin(new ConnectOperation(socket(connect.fd()), connect.address(), now), now);
            case Call.Read read -> readFile(descriptors.file(read.fd()), read.count(), now);
            case Call.Readv read -> readFile(descriptors.file(read.fd()), total(read.counts()), now);
            case Call.Recv recv -> read(socket(recv.fd()), recv.count(), recv.flags(), now);
            case Call.Recvmsg recv -> receive(recv, now);
            case Call.Write write -> write(descriptors.file(write.fd()), write.data(), 0, now);
            case Call.Writev write -> writev(write, now);
            case Call.Send send ->
                begin(new WriteOperation(socket(send.fd()), send.data(), send.flags(), send.address(), now), now);
            case Call.Sendmsg send -> send(send, now);
            case Call.Shutdown shutdown -> shutdown(shutdown, now);
            case Call.Close close -> close(close.fd(), now);
            case Call.Fcntl fcntl -> fcntl(descriptors.require(fcntl.fd()), fcntl);
            case Call.Ioctl ioctl -> Ioctls.answer(descriptors.file(ioctl.fd()), ioctl.request(), now);
            case Call.Poll poll -> begin(new PollOperation(descriptors, poll.entries(), poll.timeoutMs(), now), now);
            case Call.EpollCreate create -> epollCreate(create.flags());
            case Call.EpollCtl control -> epollControl(control);
            case Call.EpollWait wait ->
                begin(
                        new EpollWaitOperation(
                                descriptors.epoll(wait.epoll()), wait.maxEvents(), wait.timeoutMs(), now),
                        now);
            case Call.SetSockOpt set -> Options.set(socket(set.fd()), set, now);
            case Call.GetSockOpt get -> Options.get(socket(get.fd()), get, now);
            case Call.GetSockName name -> named(anySocket(name.fd()).localName());
            case Call.GetPeerName name ->
                named(anySocket(name.fd()).remoteName().orElseThrow(() -> Failure.of(Errno.ENOTCONN)));
            case Call.Pipe pipe -> unsupported("pipes");
            case Call.Splice splice -> unsupported("splice");
            case Call.Sendfile sendfile -> unsupported("sendfile");
            case Call.Other other -> unsupported(other.name());
        };
    }

    private Answer begin(Operation operation, long now) {
        return waiting.begin(operation, now);
    }

    private Socket anySocket(int fd) throws Failure {
        return switch (descriptors.require(fd)) {
            case Socket socket -> socket;
            case Epoll epoll -> throw Failure.of(Errno.ENOTSOCK);
        };
    }

    private TcpSocket socket(int fd) throws Failure {
        return descriptors.socket(fd);
    }

    private static Answer unsupported(String what) {
        return new Answer.Unsupported("there is no " + what + " here");
    }

    private static Answer named(Address address) {
        return Answer.Result.of(0, new Output.Name(address));
    }

    private Answer socket(Call.Socket call) throws Failure {
        Family family = Family.of(call.domain());
        int flags = call.type() & (Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
        Socket socket = fresh(family, call.type() & ~flags, call.protocol());
        socket.nonBlocking((flags & Abi.SOCK_NONBLOCK) != 0);
        return Answer.Result.of(descriptors.add(socket));
    }

    private Socket fresh(Family family, int type, int protocol) throws Failure {
        if (type < 0 || type > Abi.SOCK_PACKET || protocol < 0 || protocol > Abi.IPPROTO_MPTCP) {
            throw Failure.of(Errno.EINVAL);
        }
        return switch (type) {
            case 0 -> throw Failure.of(Errno.ESOCKTNOSUPPORT);
            case Abi.SOCK_STREAM -> {
                requireProtocol(protocol, Abi.IPPROTO_TCP);
                yield TcpSocket.fresh(machine, family);
            }
            case Abi.SOCK_DGRAM -> {
                requireProtocol(protocol, Abi.IPPROTO_UDP);
                yield new UdpSocket(
                        udp, family, new UdpOptions(machine.settings().get()));
            }
            default -> throw Failure.unsupported("sockets of type " + type);
        };
    }

    private static void requireProtocol(int protocol, int usual) throws Failure {
        if (protocol == 0 || protocol == usual) {
            return;
        }
        switch (protocol) {
            case Abi.IPPROTO_SCTP, Abi.IPPROTO_UDPLITE, Abi.IPPROTO_MPTCP ->
                throw Failure.unsupported("protocol " + protocol);
            default -> throw Failure.of(Errno.EPROTONOSUPPORT);
        }
    }

    // ---- Reading and writing

    static int total(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Linux: into no room, nothing is read of any file. */
    private Answer readFile(TcpSocket socket, int count, long now) {
        return count == 0 ? Answer.Result.of(0, new Output.Data(Call.zeros(0))) : read(socket, count, 0, now);
    }

    private Answer read(TcpSocket socket, int count, int flags, long now) {
        return begin(new ReadOperation(socket, count, flags, ReadOperation.Shape.DATA, now), now);
    }

    private Answer receive(Call.Recvmsg call, long now) throws Failure {
        int count = total(call.counts());
        return begin(new ReadOperation(socket(call.fd()), count, call.flags(), ReadOperation.Shape.MESSAGE, now), now);
    }

    private Answer write(TcpSocket socket, MemorySegment data, int flags, long now) throws Failure {
        return begin(new WriteOperation(socket, data, flags, Optional.empty(), now), now);
    }

    /** Linux: of an empty vector nothing is written, to whatever file. */
    private Answer writev(Call.Writev call, long now) throws Failure {
        TcpSocket socket = descriptors.file(call.fd());
        MemorySegment data = WriteOperation.join(call.pieces());
        return data.byteSize() == 0 ? Answer.Result.of(0) : write(socket, data, 0, now);
    }

    private Answer send(Call.Sendmsg call, long now) throws Failure {
        if (!call.controls().isEmpty()) {
            throw Failure.unsupported("control messages of a send");
        }
        MemorySegment data = WriteOperation.join(call.pieces());
        return begin(new WriteOperation(socket(call.fd()), data, call.flags(), call.name(), now), now);
    }

    // ---- Ending

    private Answer shutdown(Call.Shutdown call, long now) throws Failure {
        TcpSocket socket = socket(call.fd());
        if (call.how() < 0 || call.how() > 2) {
            throw Failure.of(Errno.EINVAL);
        }
        socket.shutdown(call.how() != 1, call.how() != 0, now);
        return Answer.Result.of(0);
    }

    private Answer close(int fd, long now) throws Failure {
        Description closed = descriptors.remove(fd);
        for (Description other : descriptors.all()) {
            if (other instanceof Epoll epoll) {
                epoll.forget(closed);
            }
        }
        return switch (closed) {
            case Epoll epoll -> Answer.Result.of(0);
            case TcpSocket socket -> begin(new CloseOperation(socket, now), now);
            case UdpSocket socket -> {
                socket.close();
                yield Answer.Result.of(0);
            }
        };
    }

    // ---- Descriptors

    private static Answer fcntl(Description description, Call.Fcntl call) throws Failure {
        return switch (description) {
            case Socket socket -> fcntl(socket, call);
            case Epoll epoll when call.command() == Abi.F_GETFL -> Answer.Result.of(Abi.O_RDWR);
            case Epoll epoll -> throw Failure.unsupported("fcntl command " + call.command() + " of an epoll instance");
        };
    }

    private static Answer fcntl(Socket socket, Call.Fcntl call) throws Failure {
        return switch (call.command()) {
            case Abi.F_GETFL -> Answer.Result.of(Abi.O_RDWR | (socket.isNonBlocking() ? Abi.O_NONBLOCK : 0));
            case Abi.F_SETFL -> {
                if ((call.argument() & ~(Abi.O_RDWR | Abi.O_NONBLOCK)) != 0) {
                    throw Failure.unsupported("file status flags " + Integer.toHexString(call.argument()));
                }
                socket.nonBlocking((call.argument() & Abi.O_NONBLOCK) != 0);
                yield Answer.Result.of(0);
            }
            default -> throw Failure.unsupported("fcntl command " + call.command());
        };
    }

    private Answer epollCreate(int flags) throws Failure {
        if ((flags & ~Abi.EPOLL_CLOEXEC) != 0) {
            throw Failure.of(Errno.EINVAL);
        }
        return Answer.Result.of(descriptors.add(new Epoll()));
    }

    private Answer epollControl(Call.EpollCtl call) throws Failure {
        Description epollOrNot = descriptors.require(call.epoll());
        Description description = descriptors.require(call.fd());
        if (!(epollOrNot instanceof Epoll epoll) || epoll.equals(description)) {
            throw Failure.of(Errno.EINVAL);
        }
        switch (call.operation()) {
            case Abi.EPOLL_CTL_ADD -> epoll.add(call.fd(), description, call.event());
            case Abi.EPOLL_CTL_MOD -> epoll.modify(call.fd(), call.event());
            case Abi.EPOLL_CTL_DEL -> epoll.delete(call.fd());
            default -> throw Failure.of(Errno.EINVAL);
        }
        return Answer.Result.of(0);
    }
}
