"""HTTP/1.1 on the wire: reading requests and writing replies.

Written by hand rather than on http.server, for two reasons: the simulator has
to break the protocol in controlled ways, and it has to answer thousands of
requests a second so that a benchmark measures the client.
"""

import json
import re
from email.utils import formatdate
from urllib.parse import parse_qs

JSON_TYPE = "application/json;charset=UTF-8"

# A request line and headers beyond this are an attack or a mistake.
_MAX_HEAD = 64 * 1024
# What is read at all; what PostNL accepts is far less (server.MAX_BODY).
_MAX_BODY = 64 * 1024 * 1024

_REASONS = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
    205: "Reset Content", 301: "Moved Permanently", 302: "Found",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large",
    418: "I'm a teapot", 422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 521: "Web Server Is Down",
}

_AUTHORITY = re.compile(r"^https?://[^/]*(?=/)", re.IGNORECASE)

# Wide enough for any barcode or reference; too narrow for words of a path.
_PATH_BARCODE = re.compile(r"(?=.*[A-Z])[0-9A-Z]{5,40}")
# What can be asked for with a house number addition, or a location by its code.
_ADDITIONS = frozenset(("housenrext", "housenumberextension", "housenumberaddition",
                        "locationcode"))
_HOUSE_NUMBERS = frozenset(("housenr", "housenumber"))
_BODY_ADDRESS = re.compile(rb'"(' + "|".join(_ADDITIONS | _HOUSE_NUMBERS).encode()
                           + rb')"\s*:\s*"?([^"\\,{}\[\]]{1,64})', re.IGNORECASE)
_BODY_REFERENCE = re.compile(rb'"(?:shipment)?reference"\s*:\s*"([^"\\]{1,64})"',
                             re.IGNORECASE)
_BODY_BARCODE = re.compile(rb'"\w*barcode"\s*:\s*"([^"\\]{1,64})"', re.IGNORECASE)


class BadRequest(Exception):
    """The bytes received are not an HTTP request; ``status`` says why."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


class Request:
    """One request as it was received."""

    __slots__ = ("method", "target", "path", "raw_query", "version", "headers",
                 "header_list", "body", "connection_number", "route", "params",
                 "key_hash", "fault", "at", "status", "number", "_query",
                 "_barcodes", "_references", "_address")

    def __init__(self, method, target, version, header_list):
        self.method = method
        self.target = target
        self.version = version
        # A client that takes the simulator for a proxy sends a whole URL.
        self.path, _, self.raw_query = _AUTHORITY.sub("", target).partition("?")
        self.header_list = header_list
        self.headers = {name.lower(): value for name, value in header_list}
        self.body = b""
        self.connection_number = 0
        self.route = ""
        self.params = {}
        self.key_hash = None
        self.fault = None
        # When it was received, and what it was answered: None until it is.
        self.at = 0
        self.status = None
        # Which request it is since the counters began.
        self.number = 0
        self._query = None
        self._barcodes = None
        self._references = None
        self._address = None

    @property
    def query(self):
        """Parameters of the query: name -> list of values."""
        if self._query is None:
            self._query = parse_qs(self.raw_query, keep_blank_values=True)
        return self._query

    def argument(self, name, default=None):
        """The first value of a query parameter."""
        return self.query.get(name, (default,))[0]

    @property
    def json(self):
        """The body as JSON; ValueError when it is not JSON."""
        return json.loads(self.body) if self.body else None

    @property
    def barcodes(self):
        """Everything in path and body that may be a barcode."""
        if self._barcodes is None:
            self._barcodes = [each for each in self.path.split("/")
                              if _PATH_BARCODE.fullmatch(each)]
            if self.body:
                self._barcodes += [each.decode("utf-8", "replace")
                                   for each in _BODY_BARCODE.findall(self.body)]
        return self._barcodes

    @property
    def references(self):
        """The references of the shipments in the body."""
        if self._references is None:
            self._references = [each.decode("utf-8", "replace")
                                for each in _BODY_REFERENCE.findall(self.body)]
        return self._references

    @property
    def additions(self):
        """The house number additions and location codes asked for."""
        return [value for name, value in self._address_parts() if name in _ADDITIONS]

    @property
    def house_number(self):
        """The house number asked for, as it came; "" without one."""
        return next((value for name, value in self._address_parts()
                     if name in _HOUSE_NUMBERS), "")

    def _address_parts(self):
        if self._address is None:
            self._address = [(name.lower(), each) for name, values
                             in self.query.items() for each in values]
            self._address += [(name.decode().lower(),
                               value.decode("utf-8", "replace").strip())
                              for name, value in _BODY_ADDRESS.findall(self.body)]
        return self._address

    @property
    def keep_alive(self):
        """Whether the client wants the connection to stay."""
        token = self.headers.get("connection", "").lower()
        if self.version == "HTTP/1.0":
            return "keep-alive" in token
        return "close" not in token


class Reply:
    """One answer: a status, a body and headers."""

    __slots__ = ("status", "body", "content_type", "headers", "now")

    def __init__(self, status=200, body=b"", content_type=JSON_TYPE, headers=()):
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = headers
        # The instant in the header Date; None is the real one.
        self.now = None

    def head(self, length=None, chunked=False, close=False):
        """Status line and headers; ``length`` overrides the honest length."""
        lines = [f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Status')}",
                 f"Date: {formatdate(self.now, usegmt=True)}"]
        if self.content_type and (self.body or self.status != 204):
            lines.append(f"Content-Type: {self.content_type}")
        if chunked:
            lines.append("Transfer-Encoding: chunked")
        elif self.status != 204:
            lines.append("Content-Length: "
                         f"{len(self.body) if length is None else length}")
        if close:
            lines.append("Connection: close")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"

    def encode(self, close=False):
        """The whole reply, for one send."""
        return self.head(close=close) + self.body


def json_reply(value, status=200, headers=()):
    """A reply with compact JSON, as PostNL writes it."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a character of UTF-16 can be asked for, and not be written.
    return Reply(status, body.encode("utf-8", "replace"), JSON_TYPE, headers)


def _parse_head(raw):
    lines = raw.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadRequest(400, "malformed request line")
    header_list = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise BadRequest(400, "malformed header")
        header_list.append((name, value.strip()))
    return Request(parts[0], parts[1], parts[2], header_list)


class RequestReader:
    """Cuts a stream of bytes into requests."""

    def __init__(self):
        self._buffer = bytearray()
        self._request = None
        # Of a request whose head is known: "length" or "chunked".
        self._mode = None
        self._needed = 0
        # Set when the client waits for "100 Continue" before it sends a body.
        self.wants_continue = False

    def feed(self, data):
        """Takes bytes from the connection."""
        self._buffer += data

    def next(self):
        """The next complete request, or None; BadRequest when it is not HTTP."""
        if self._request is None and not self._read_head():
            return None
        body = (self._read_chunks() if self._mode == "chunked"
                else self._read_length())
        if body is None:
            return None
        request, self._request = self._request, None
        request.body = body
        return request

    def _read_head(self):
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or end > _MAX_HEAD:
            if len(self._buffer) > _MAX_HEAD:
                raise BadRequest(431, "request head too large")
            return False
        request = _parse_head(bytes(self._buffer[:end]))
        del self._buffer[:end + 4]
        self._mode, self._needed = "length", 0
        if "chunked" in request.headers.get("transfer-encoding", "").lower():
            self._mode = "chunked"
        elif "content-length" in request.headers:
            length = request.headers["content-length"]
            if not length.isdecimal() or int(length) > _MAX_BODY:
                raise BadRequest(400, "bad Content-Length")
            self._needed = int(length)
        expects = request.headers.get("expect", "").lower() == "100-continue"
        self.wants_continue = expects and not self._buffer
        self._request = request
        return True

    def _read_length(self):
        if len(self._buffer) < self._needed:
            return None
        body = bytes(self._buffer[:self._needed])
        del self._buffer[:self._needed]
        return body

    def _read_chunks(self):
        """The joined chunks, or None while the last one has not arrived."""
        body, position = bytearray(), 0
        while True:
            end = self._buffer.find(b"\r\n", position)
            if end < 0:
                break
            size_text = bytes(self._buffer[position:end]).split(b";")[0].strip()
            try:
                size = int(size_text, 16)
            except ValueError:
                raise BadRequest(400, "bad chunk size") from None
            start = end + 2
            if size == 0:
                # Trailers are not supported; an empty line ends the body.
                if len(self._buffer) < start + 2:
                    break
                del self._buffer[:start + 2]
                return bytes(body)
            body += self._buffer[start:start + size]
            position = start + size + 2
            if len(body) > _MAX_BODY:
                raise BadRequest(413, "body too large")
        return None
