"""A recording proxy in front of Prism.

    python3 proxy.py PRISM_PORT RECORD_FILE

Prints its port.  Passes each request on and writes a line of JSON for it:
method, path with query, status, and what Prism found wrong with the request
and with its own reply.  It fails closed: whatever keeps Prism's verdict from
being read is recorded as a violation of the request.
"""

import http.client
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_HEADERS = {"connection", "transfer-encoding", "content-length", "host",
               "keep-alive"}

# Longer than Prism ever takes; a hung one must not hang the test.
TIMEOUT_S = 20

record_lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    """One connection of the client."""

    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in HOP_HEADERS}
        content_type = "application/json"
        try:
            status, reply_headers, reply = ask_prism(self.command, self.path,
                                                     body, headers)
            content_type = reply_headers.get("content-type", content_type)
            violations = read_violations(reply_headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            status, reply = 502, b"{}"
            violations = [{"location": ["request"], "message": repr(error)}]
        record(self, status, violations)
        self.answer(status, content_type, reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

    def answer(self, status, content_type, reply):
        try:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)
        except OSError:
            # the client may go when another of its calls has failed
            self.close_connection = True

    def log_message(self, *args):
        """The record file is the log."""


def ask_prism(method, path, body, headers):
    """(status, headers, body) of Prism's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]),
                                            timeout=TIMEOUT_S)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        reply = answer.read()
        return (answer.status, {name.lower(): value for name, value
                                in answer.getheaders()}, reply)
    finally:
        connection.close()


def read_violations(headers):
    """Prism's list; a reply without the header has none."""
    violations = json.loads(headers.get("sl-violations", "[]"))
    if not isinstance(violations, list):
        raise ValueError("sl-violations is no list")
    return violations


def is_of_response(violation):
    """Anything that is not said to be the reply's is the request's."""
    location = violation.get("location") if isinstance(violation, dict) else None
    return bool(location) and location[0] == "response"


def record(handler, status, violations):
    """Appends one exchange to the record."""
    line = {
        "method": handler.command,
        "path": handler.path,
        "status": status,
        "request": [each for each in violations if not is_of_response(each)],
        "response": [each for each in violations if is_of_response(each)],
    }
    with record_lock, open(sys.argv[2], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
