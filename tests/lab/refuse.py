"""What stands in front of LocalAPI and lets nobody through: 403 to every request on a unix socket."""

import http.server
import os
import socketserver
import sys


class Refuses(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def refuse(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"access denied\n"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = refuse

    def address_string(self):
        return "host"


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


if __name__ == "__main__":
    server = Server(sys.argv[1], Refuses)
    os.chmod(sys.argv[1], 0o666)
    server.serve_forever()
