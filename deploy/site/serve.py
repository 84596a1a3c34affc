"""A web server as the ones in the world are: it compresses, lets browsers keep files, and is slow.

For tests and measurements, on this machine only.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".txt"}
KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm"}
PIECE = 16 * 1024


@functools.cache
def compressed(path: Path, changed: float) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes(), 6)


class Line:
    """A line of so many bits a second that all answers share, each after a while."""

    def __init__(self, bits: float = 0, seconds: float = 0) -> None:
        self.rate, self.seconds = bits / 8, seconds
        self.free = 0.0
        self.sent = 0
        self.lock = threading.Lock()

    def wait(self, size: int) -> None:
        """Wait until so many bytes have gone through."""
        with self.lock:
            self.sent += size
            if not self.rate:
                return
            self.free = max(self.free, time.perf_counter()) + size / self.rate
            left = self.free - time.perf_counter()
        time.sleep(max(0.0, left))


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers with files of a folder."""

    protocol_version = "HTTP/1.1"
    line = Line()

    def do_GET(self) -> None:
        """Send a file."""
        time.sleep(self.line.seconds)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix in PACKED
        body = compressed(path, path.stat().st_mtime) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", KINDS.get(path.suffix) or self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for at in range(0, len(body), PIECE):
            self.line.wait(len(body[at : at + PIECE]))
            self.wfile.write(body[at : at + PIECE])

    def handle(self) -> None:
        """Answer; a browser may go away meanwhile."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, bits: float = 0, seconds: float = 0) -> Iterator[tuple[str, Line]]:
    """The address of a server of a folder, and its line."""
    line = Line(bits, seconds)
    kind = type("Here", (Handler,), {"line": line})
    handler = functools.partial(kind, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", line
        server.shutdown()
