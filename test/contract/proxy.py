"""A recording proxy in front of Prism.

    python3 proxy.py PRISM_PORT RECORD_FILE

Prints its port.  Passes each request on and writes a line of JSON for it:
method, path with query, status, and what Prism found wrong with the request.
An exchange that Prism does not answer is recorded as a violation too.
"""

import http.client
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_HEADERS = {"connection", "transfer-encoding", "content-length", "host",
               "keep-alive"}


class Handler(BaseHTTPRequestHandler):
    """One connection of the client."""

    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in HOP_HEADERS}
        try:
            status, reply_headers, reply = ask_prism(self.command, self.path,
                                                     body, headers)
        except OSError as error:
            record(self, 0, [{"location": ["request"], "message": str(error)}])
            self.send_error(502)
            return
        violations = json.loads(reply_headers.get("sl-violations", "[]"))
        record(self, status, violations)
        self.send_response(status)
        self.send_header("Content-Type",
                         reply_headers.get("content-type", "application/json"))
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_POST = do_PUT = do_DELETE = forward

    def log_message(self, *args):
        """The record file is the log."""


def ask_prism(method, path, body, headers):
    """(status, headers, body) of Prism's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    reply = answer.read()
    lower = {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return answer.status, lower, reply


def record(handler, status, violations):
    """Appends one exchange to the record."""
    line = {
        "method": handler.command,
        "path": handler.path,
        "status": status,
        "request": [each for each in violations
                    if each.get("location", ["request"])[0] == "request"],
        "response": [each for each in violations
                     if each.get("location", ["request"])[0] != "request"],
    }
    with open(sys.argv[2], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
