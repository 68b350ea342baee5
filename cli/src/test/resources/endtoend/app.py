"""A web app for the end-to-end tests: says who it is, streams, echoes over WebSocket, takes and gives large bodies."""

import base64
import hashlib
import http.server
import os
import socket
import struct
import time

NAME = os.environ["PAWSE_PROCESS"]
with open(os.environ["STARTS"], "a") as starts:
    starts.write(f"{NAME} {os.getpid()}\n")
time.sleep(float(os.environ.get("BOOT", "0")))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query = self.path.partition("?")
        amount = float(query) if query else 0
        if path == "/stream":
            self.stream("text/event-stream", amount, b"data: tick\n\n")
        elif path == "/trickle":
            self.stream("application/octet-stream", amount, b"x" * 1000)
        elif path == "/bytes":
            self.give(int(amount))
        elif path == "/reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif path == "/socket":
            self.echo()
        else:
            self.text(f"{NAME} {os.getpid()}\n")

    def do_POST(self):
        length, seen, digest = int(self.headers["Content-Length"]), 0, hashlib.sha256()
        while seen < length:
            part = self.rfile.read(min(65536, length - seen))
            if not part:
                return
            seen += len(part)
            digest.update(part)
        self.text(f"{seen} {digest.hexdigest()}\n")

    def text(self, text):
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def give(self, count):
        self.send_response(200)
        self.send_header("Content-Length", str(count))
        self.end_headers()
        block = bytes(65536)
        while count > 0:
            self.wfile.write(block[:count])
            count -= len(block)

    def stream(self, kind, seconds, part):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            time.sleep(0.2)
        self.wfile.write(b"0\r\n\r\n")

    def echo(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.close_connection = True
        while True:
            head = self.rfile.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                return
            mask = self.rfile.read(4)
            data = bytes(b ^ mask[i % 4] for i, b in enumerate(self.rfile.read(head[1] & 127)))
            self.wfile.write(bytes([0x81, len(data)]) + data)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 2048
    daemon_threads = True


Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
