"""A small clamd on a socket of its own: it knows the EICAR test file and refuses large ones."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1_000_000


class Handler(StreamRequestHandler):
    """Speaks INSTREAM."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LARGEST:  # as the real one does, it does not wait for the rest
                break
        self.wfile.write(self.said_of(content) + b"\0")

    def said_of(self, content: bytes) -> bytes:
        if len(content) > LARGEST:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@contextmanager
def listening() -> Iterator[str]:
    """Yield the address of a scanner."""
    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
