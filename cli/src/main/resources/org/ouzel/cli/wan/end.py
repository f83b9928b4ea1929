"""One end of a measured transfer over the kernel's TCP. Each line on standard input is a command, answered by one object of JSON."""
import json, socket, struct, sys, threading, time

PATIENCE_S = 60
CHUNK_BYTES = 1 << 16
NAME_BYTES = 16
TOTAL_RETRANS = 8 + 23 * 4  # where it is in struct tcp_info
connection = None
failure = None


def made(control):
    new = socket.socket()
    new.settimeout(PATIENCE_S)
    new.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, control.encode())
    return new


def probe(control):
    made(control).close()
    return {}


def listen(host, port, control):
    global listener
    listener = made(control)
    listener.bind((host, int(port)))
    listener.listen(1)
    return {}


def receive(seconds):
    global connection
    connection = listener.accept()[0]
    connection.settimeout(PATIENCE_S)
    count = len(connection.recv(1))
    end = time.monotonic() + float(seconds)
    chunk = bytearray(CHUNK_BYTES)
    while (left := end - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            taken = connection.recv_into(chunk)
        except TimeoutError:
            break
        if not taken:
            raise OSError(f"the sender has ended after {count} bytes")
        count += taken
    return {"bytes": count}


def send(host, port, control):
    global connection
    connection = made(control)
    connection.connect((host, int(port)))
    threading.Thread(target=keep_sending, daemon=True).start()
    return {}


def keep_sending():
    global failure
    chunk = bytes(CHUNK_BYTES)
    try:
        while True:
            connection.sendall(chunk)
    except OSError as failed:
        failure = failed


def tell():
    if failure is not None:
        raise failure
    control = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, NAME_BYTES)
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TOTAL_RETRANS + 4)
    return {
        "control": control.split(b"\0")[0].decode(),
        "retransmitted": struct.unpack_from("I", info, TOTAL_RETRANS)[0],
    }


def say(answer):
    print("answer " + answer, flush=True)


say("")
for line in sys.stdin:
    name, *arguments = line.split()
    try:
        answer = globals()[name](*arguments)
    except OSError as failed:
        answer = {"error": str(failed)}
    say(json.dumps(answer))
