"""Serves echoes to many connections until it is killed: "serve HOST"; or calls a server of echoes: "call HOST PORT COUNT BYTES SEED"."""
import asyncio, random, resource, socket, sys

BACKLOG = 1024
PATIENCE_S = 30


async def echo(reader, writer):
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = await asyncio.start_server(echo, host, 0, family=family, backlog=BACKLOG)
    print(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def call(host, port, count, size, seed):
    source = random.Random(int(seed))
    sent = [source.randbytes(int(size)) for _ in range(int(count))]
    returned = await asyncio.gather(*(returned_by(host, int(port), data) for data in sent))
    print(sum(there == back for there, back in zip(sent, returned)), "echoes")


async def returned_by(host, port, data):
    async with asyncio.timeout(PATIENCE_S):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(data)
        writer.write_eof()
        back = await reader.read(-1)
        writer.close()
        return back


most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
work, *arguments = sys.argv[1:]
asyncio.run({"serve": serve, "call": call}[work](*arguments))
