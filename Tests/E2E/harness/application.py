"""An application's own site, on another origin than the server's: it shows where logins come back to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Application:
    """Listens on a port of the loopback from `__init__` to `close`; every path answers the same page."""

    def __init__(self, page: str = "<!doctype html><title>Application</title><h1>Back at the application</h1>"):
        self.page = page
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://localhost:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        application = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = application.page.encode()
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler
