"""What the simulator saw: counters, the last requests, and the log file.

A key is never kept: only the first digits of its hash, which are enough to
tell keys apart.  Control calls are neither counted nor kept.
"""

import base64
import hashlib
import json
import time
from collections import Counter, deque

# The requests kept for /_sim/requests, and how much of each body.
_KEPT_REQUESTS = 1000
_KEPT_BODY = 256 * 1024
# Connections whose number of requests is listed one by one.
_LISTED_CONNECTIONS = 1000
# A client that invents paths must not grow the table of routes for ever.
_MAX_ROUTES = 500

_HASH_DIGITS = 8
_KEY_HEADER = "apikey"


def hash_key(key):
    """A short hash of an API key, for logs and counters."""
    return hashlib.sha256(key.encode()).hexdigest()[:_HASH_DIGITS]


class Counters:
    """Counts connections and requests."""

    def __init__(self):
        # Connections outlive a reset.
        self.open_now = 0
        self.clear()

    def clear(self):
        """Starts counting anew; open connections stay open."""
        self.accepted = 0
        self.opened = 0
        self.max_open = self.open_now
        self.requests = 0
        self.requests_now = 0
        self.max_concurrent = 0
        self.body_bytes = 0
        self.per_route = {}
        self.per_connection = Counter()
        self.statuses = Counter()
        self.headers = Counter()
        self.user_agents = Counter()
        self.keys = Counter()
        self.tls_versions = Counter()
        self.faults = Counter()
        self.redirect_visits = 0
        self.redirect_visits_with_key = 0
        self.recent = deque(maxlen=_KEPT_REQUESTS)

    def connection_used(self):
        """A connection carries its first request to a service."""
        self.opened += 1
        self.open_now += 1
        self.max_open = max(self.max_open, self.open_now)

    def connection_closed(self):
        """A connection that was counted is gone."""
        self.open_now -= 1

    def began(self, request):
        """A request was received completely."""
        self.requests += 1
        request.number = self.requests
        self.requests_now += 1
        self.max_concurrent = max(self.max_concurrent, self.requests_now)
        self.body_bytes += len(request.body)
        self.per_connection[request.connection_number] += 1
        self.headers.update(request.headers.keys())
        self.user_agents[request.headers.get("user-agent", "")] += 1
        key = request.headers.get(_KEY_HEADER)
        if key:
            request.key_hash = hash_key(key)
            self.keys[request.key_hash] += 1
        if request.fault:
            self.faults[request.fault] += 1
        request.at = time.time()
        self.recent.append(request)

    def ended(self, request, status):
        """A request was answered, or its connection ended: status is 0."""
        request.status = status
        self.requests_now = max(0, self.requests_now - 1)
        self.statuses[str(status)] += 1
        route = self._route(request)
        route["requests"] += 1
        route["by_status"][str(status)] += 1

    def _route(self, request):
        name = f"{request.method} {request.route or request.path}"
        if name not in self.per_route and len(self.per_route) >= _MAX_ROUTES:
            name = "(other)"
        return self.per_route.setdefault(
            name, {"requests": 0, "by_status": Counter()})

    def describe(self):
        """The counters as the control API shows them."""
        listed = list(self.per_connection.values())
        return {
            "requests": self.requests,
            "by_status": self.statuses,
            "routes": self.per_route,
            "connections": {
                "accepted": self.accepted, "opened": self.opened,
                "open_now": self.open_now, "max_open": self.max_open,
                "requests_each": listed[-_LISTED_CONNECTIONS:],
                "max_requests": max(listed, default=0)},
            "requests_now": self.requests_now,
            "max_concurrent_requests": self.max_concurrent,
            "body_bytes": self.body_bytes,
            "headers": self.headers,
            "user_agents": self.user_agents,
            "apikeys": self.keys,
            "tls_versions": self.tls_versions,
            "faults": self.faults,
            "redirect_visits": self.redirect_visits,
            "redirect_visits_with_key": self.redirect_visits_with_key,
        }

    def last_requests(self, limit):
        """The last requests, oldest first."""
        return [_describe_request(each) for each in list(self.recent)[-limit:]]


def _describe_request(request):
    headers = {name: hash_key(value) if name.lower() == _KEY_HEADER else value
               for name, value in request.header_list}
    body = request.body[:_KEPT_BODY]
    described = {"id": request.number, "at": request.at,
                 "method": request.method, "path": request.path,
                 "query": request.raw_query, "version": request.version,
                 "headers": headers, "body_size": len(request.body),
                 "status": request.status, "fault": request.fault,
                 "connection": request.connection_number,
                 "route": request.route or None}
    try:
        described["body"] = body.decode()
    except UnicodeDecodeError:
        described["body"] = None
        described["body_base64"] = base64.b64encode(body).decode()
    return described


class RequestLog:
    """A file with one line of JSON for each request."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1)

    def write(self, request):
        """Adds a line; names of headers only, because values may be secret."""
        self._file.write(json.dumps({
            "at": round(request.at, 3), "method": request.method,
            "path": request.path, "query": request.raw_query,
            "headers": [name for name, _ in request.header_list],
            "apikey": request.key_hash, "body_size": len(request.body),
            "status": request.status, "fault": request.fault,
            "connection": request.connection_number,
        }, ensure_ascii=False) + "\n")

    def close(self):
        """Closes the file."""
        self._file.close()
