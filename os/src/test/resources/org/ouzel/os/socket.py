"""A TCP socket that does what lines on standard input say. Each line is answered by one: "ok" and the result, or the error's name."""
import errno, fcntl, hashlib, os, random, select, signal, socket, struct, sys

PATIENCE_S = 30
SIOCATMARK = 0x8905
SO_RCVBUFFORCE = 33


def made(new):
    global s
    s = new
    s.settimeout(PATIENCE_S)
    fcntl.fcntl(s, fcntl.F_SETOWN, os.getpid())  # who gets SIGURG


def listen(host):
    global listener
    listener = socket.create_server((host, 0), family=family(host))
    return listener.getsockname()[1]


def family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def accept():
    made(listener.accept()[0])


def connect(host, port, local_port=0):
    made(socket.socket(family(host)))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("", int(local_port)))
    s.connect((host, int(port)))
    return s.getsockname()[1]


def receive_buffer(size):
    listener.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, int(size))


def urgent_inline():
    s.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)


def send(data):
    s.sendall(bytes.fromhex(data))


def send_random(count, seed):
    data = random.Random(int(seed)).randbytes(int(count))
    s.sendall(data)
    return hashlib.sha256(data).hexdigest()


def send_urgent(data):
    s.send(bytes.fromhex(data), socket.MSG_OOB)


def receive():
    return s.recv(1 << 20).hex()


def receive_to_mark():
    data = b""
    while not is_at_mark():
        data += s.recv(1 << 20)
    return data.hex()


def receive_urgent():
    await_urgent()
    return s.recv(1, socket.MSG_OOB).hex()


def receive_to_end():
    return b"".join(iter(lambda: s.recv(1 << 20), b"")).hex()


def digest_to_end():
    digest = hashlib.sha256()
    while data := s.recv(1 << 20):
        digest.update(data)
    return digest.hexdigest()


def await_urgent():
    poll = select.poll()
    poll.register(s, select.POLLPRI)
    if not poll.poll(PATIENCE_S * 1000):
        raise TimeoutError(errno.ETIMEDOUT, "no urgent data")


def is_at_mark():
    return struct.unpack("i", fcntl.ioctl(s, SIOCATMARK, bytes(4)))[0]


def await_sigurg():
    if not signal.sigtimedwait([signal.SIGURG], PATIENCE_S):
        raise TimeoutError(errno.ETIMEDOUT, "no SIGURG")


def state():
    return s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]


def shutdown():
    s.shutdown(socket.SHUT_WR)


def close():
    s.close()


def reset():
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGURG])  # so that it waits for await_sigurg
for line in sys.stdin:
    name, *arguments = line.split()
    try:
        result = globals()[name](*arguments)
        print("ok" if result is None else f"ok {result}")
    except OSError as failed:
        print(errno.errorcode.get(failed.errno, repr(failed)))
