"""Sends and receives so many random bytes on one connection: at once, or one after the other. Tells the digests."""
import hashlib, random, socket, sys, threading

role, host, port, order, count, seed = sys.argv[1:]
address = (host, int(port))
family = socket.AF_INET6 if ":" in host else socket.AF_INET


def tell(line):
    sys.stdout.write(line + "\n")  # at one go, where print writes the line and its end by themselves


def send():
    data = random.Random(int(seed)).randbytes(int(count))
    s.sendall(data)
    s.shutdown(socket.SHUT_WR)
    tell("sent " + hashlib.sha256(data).hexdigest())


def receive():
    digest = hashlib.sha256()
    while data := s.recv(1 << 16):
        digest.update(data)
    tell("received " + digest.hexdigest())


if role == "listen":
    listener = socket.create_server(address, family=family)
    print(listener.getsockname()[1])
    s = listener.accept()[0]
else:
    s = socket.socket(family)
    s.connect(address)
threads = [threading.Thread(target=work) for work in ([receive, send] if order == "receive-first" else [send, receive])]
for thread in threads:
    thread.start()
    if order != "at-once":
        thread.join()
