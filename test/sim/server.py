"""The sockets of the simulator: connections, TLS, and how an answer is sent.

One event loop serves all connections, so nothing in the simulator needs a
lock.  Rule for this file: a handler must not block, or everybody waits.
"""

import asyncio
import socket
import struct
import sys
import traceback

import errors
from wire import BadRequest, RequestReader

CONTROL_PREFIX = "/_sim/"

# As many as the kernel allows (it cuts the number to its own limit).
_BACKLOG = 4096

# A client that never ends its handshake must not keep a socket for the minute
# that asyncio would wait.  The time for a goodbye stays as it is: a client that
# reads slowly needs it for what it has not read yet.
_TLS_PATIENCE = {"ssl_handshake_timeout": 10}

_LINGER_ZERO = struct.pack("ii", 1, 0)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(asyncio.Protocol):
    """One client connection, answering its requests one after another.

    The methods from ``send`` on are what the faults in hostile.py work with.
    """

    def __init__(self, server, control_only=False):
        self._server = server
        self._simulator = server.simulator
        self._control_only = control_only
        self._reader = RequestReader()
        self._transport = None
        self._number = 0
        self._counted = False
        # The request being answered, and the task that does so if it takes time.
        self._request = None
        self._status = 0
        self._task = None
        self._gone = None
        self._drained = None

    # Called by asyncio.

    def connection_made(self, transport):
        self._transport = transport
        self._number = self._server.next_number()
        self._simulator.counters.accepted += 1
        self._server.connections.add(self)

    def data_received(self, data):
        self._reader.feed(data)
        if self._request is None:
            self._work()

    def connection_lost(self, exc):
        self._server.connections.discard(self)
        if self._request is not None:
            self._end_request()
        if self._counted:
            self._simulator.counters.connection_closed()
        if self._task:
            self._task.cancel()
        for waiter in (self._gone, self._drained):
            if waiter and not waiter.done():
                waiter.set_result(None)

    def resume_writing(self):
        if self._drained and not self._drained.done():
            self._drained.set_result(None)

    # From bytes to requests.

    def _work(self):
        """Answers what has arrived, until a request takes time."""
        while self._request is None and not self._transport.is_closing():
            try:
                request = self._reader.next()
            except BadRequest as error:
                reply = errors.message_only(error.status, str(error))
                self._transport.write(reply.encode(close=True))
                self._transport.close()
                return
            if self._reader.wants_continue:
                self._reader.wants_continue = False
                self._transport.write(_CONTINUE)
            if request is None:
                return
            request.connection_number = self._number
            if request.path.startswith(CONTROL_PREFIX):
                self._answer_control(request)
            elif self._control_only:
                self._write(request, errors.not_found(request.path))
            else:
                self._answer(request)

    def _answer_control(self, request):
        self._write(request, self._simulator.control(request))

    def _answer(self, request):
        self._request, self._status = request, 0
        plan = self._simulator.plan(request)
        self._count(request)
        if plan is None:
            self.send(self._simulator.answer(request))
        else:
            self._task = self._server.loop.create_task(self._carry_out(plan))

    def _count(self, request):
        counters = self._simulator.counters
        if not self._counted:
            self._counted = True
            counters.connection_used()
            tls = self._transport.get_extra_info("ssl_object")
            if tls:
                counters.tls_versions[tls.version()] += 1
        counters.began(request)

    async def _carry_out(self, plan):
        """Runs a fault; without one, answers after the delay."""
        request = self._request

        def answer():
            return self._simulator.answer(request)
        try:
            if plan.delay:
                await asyncio.sleep(plan.delay)
            if plan.run is None:
                self.send(answer())
            else:
                await plan.run(self, request, answer)
        except Exception:  # a defect: say so, and do not leave the client hanging
            traceback.print_exc(file=sys.stderr)
            self.abort()

    def _write(self, request, reply):
        """Sends a whole reply in one piece."""
        keep = request.keep_alive
        if request.method == "HEAD":
            self._transport.write(reply.head(close=not keep))
        else:
            self._transport.write(reply.encode(close=not keep))
        if not keep:
            self._transport.close()

    def _end_request(self):
        request, self._request = self._request, None
        self._simulator.counters.ended(request, self._status)
        self._server.log_request(request)

    # For the faults.

    @property
    def base_url(self):
        """The URL of the simulator as this client sees it."""
        host, port = self._transport.get_extra_info("sockname")[:2]
        tls = self._transport.get_extra_info("ssl_object") is not None
        return f"{'https' if tls else 'http'}://{host}:{port}"

    def send(self, reply):
        """Sends a whole reply and goes on with the next request."""
        self._status = reply.status
        self._write(self._request, reply)
        self.complete()

    def write(self, data, status=None):
        """Sends bytes as they are; ``status`` is what they answer, for the log."""
        if status is not None:
            self._status = status
        self._transport.write(data)

    def complete(self):
        """Ends the request after its last byte was written."""
        in_task, self._task = self._task is not None, None
        self._end_request()
        if in_task:
            self._work()

    async def flush(self):
        """Waits until everything written has left for the client.

        Over TLS, a body too large for the socket may still be on its way.
        """
        self._transport.set_write_buffer_limits(high=0)
        if self._transport.get_write_buffer_size() > 0:
            self._drained = self._server.loop.create_future()
            await self._drained

    async def gone(self):
        """Waits until the client has closed the connection."""
        self._gone = self._server.loop.create_future()
        await self._gone

    def close(self):
        """Closes the connection in an orderly way."""
        self._transport.close()

    def abort(self):
        """Closes the connection at once; over TLS without a goodbye."""
        self._transport.abort()

    def reset(self):
        """Resets the connection: the client gets a TCP RST."""
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self._transport.abort()


class Server:
    """The listening sockets and their connections."""

    def __init__(self, simulator, log=None):
        self.simulator = simulator
        self.connections = set()
        self.loop = asyncio.get_running_loop()
        self._log = log
        self._listeners = []
        self._numbers = 0

    async def listen(self, host, port, tls=None, control_only=False):
        """Listens and returns the port."""
        patience = _TLS_PATIENCE if tls else {}
        listener = await self.loop.create_server(
            lambda: Connection(self, control_only), host, port, ssl=tls,
            backlog=_BACKLOG, **patience)
        self._listeners.append(listener)
        return listener.sockets[0].getsockname()[1]

    def next_number(self):
        """A number for a new connection."""
        self._numbers += 1
        return self._numbers

    def log_request(self, request):
        """Writes the request to the log file, if there is one."""
        if self._log:
            self._log.write(request)

    def close(self):
        """Stops listening and drops all connections."""
        for listener in self._listeners:
            listener.close()
        for connection in list(self.connections):
            connection.abort()
