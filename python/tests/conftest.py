"""A server of pictures on loopback, and a table of links to them."""

import http.server
import io
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image


class Pictures:
    """A server whose picture number n has a path /n.jpg; from `holds_from` on it
    keeps what it is asked for waiting until `release`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.holds_from = 1 << 30
        self.holding = threading.Event()
        self.release = threading.Event()
        buffer = io.BytesIO()
        Image.effect_noise((80, 60), 50).convert("RGB").save(buffer, "JPEG")
        picture, pictures = buffer.getvalue(), self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pictures.asked.append(self.path)
                if int(self.path.strip("/").split(".")[0]) >= pictures.holds_from:
                    pictures.holding.set()
                    pictures.release.wait(60)
                self.send_response(200)
                self.send_header("Content-Type", "image/jpeg")
                self.send_header("Content-Length", str(len(picture)))
                self.end_headers()
                self.wfile.write(picture)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def table(self, path: Path, rows: int) -> Path:
        """Write a table of links."""
        links = [f"http://127.0.0.1:{self.server.server_port}/{n}.jpg" for n in range(rows)]
        boxes = ["[10,10,50,40]"] * (rows - 1) + [None]
        pq.write_table(pa.table({"url": links, "box": boxes, "caption": [f"picture {n}" for n in range(rows)]}), path)
        return path


@pytest.fixture
def pictures():
    pictures = Pictures()
    yield pictures
    pictures.release.set()
    pictures.server.shutdown()
    pictures.server.server_close()
