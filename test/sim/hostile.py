"""What each fault does to an answer or to its connection.

A fault is a coroutine that gets the connection, the request and a function
that makes the ordinary answer.  It may send that answer, spoil it, or never
send anything.  Everything a connection offers for this is listed in
``server.Connection``.
"""

import asyncio
import json
import random
import re
from typing import Callable, NamedTuple

import errors
from wire import Reply, json_reply

DRIP_INTERVAL = 0.2
HUGE_BYTES = 20 * 1024 * 1024
DEEP_LEVELS = 100_000
GARBAGE_BYTES = 2048
# Lets half a body reach the client before the reset that discards the rest.
RESET_PAUSE = 0.02

# The faults that do what was asked and lose the answer.  A barcode or reference
# gets one only where something is done: for POST.
LOST_ANSWERS = frozenset(("ACCEPTDROP", "ACCEPTHANG", "ACCEPT500"))

# Where REDIRECT points; the visits are in the counters.
REDIRECT_TARGET = "/_sim/redirected"


class Fault(NamedTuple):
    """A fault by name, with the sentence that explains it."""

    name: str
    summary: str
    run: Callable


# A key of an object in compact JSON; inside a string the quotes are escaped.
_KEY = re.compile(rb'[{,]("\w+":)')

FAULTS = {}


def fault(name):
    """Registers a coroutine as the fault of that name."""
    def register(function):
        FAULTS[name] = Fault(name, _summary(function), function)
        return function
    return register


def spoils(name):
    """Registers a function from the ordinary reply to the spoilt one."""
    def register(function):
        async def run(connection, request, answer):
            connection.send(function(answer()))
        FAULTS[name] = Fault(name, _summary(function), run)
        return function
    return register


def _summary(function):
    return (function.__doc__ or "").strip().partition("\n")[0]


def _register_errors():
    for name, make in {**errors.STATUSES, **errors.SHAPES}.items():
        reply = make()
        text = (make.__doc__ or "").strip().partition("\n")[0]

        async def run(connection, request, answer, make=make):
            connection.send(make())
        FAULTS[name] = Fault(
            name, text or f"Answers {reply.status}: {_preview(reply)}", run)


def _preview(reply, length=60):
    body = reply.body.decode("utf-8", "replace").replace("\n", " ")
    return body[:length] or "no body"


@fault("HANG")
async def hang(connection, request, answer):
    """Takes the request and never answers."""
    await connection.gone()


@fault("HANGBODY")
async def hang_body(connection, request, answer):
    """Sends the head of an answer and never its body."""
    reply = answer()
    connection.write(reply.head(), reply.status)
    await connection.gone()


@fault("DRIP")
async def drip(connection, request, answer):
    """Sends the body one byte per 200 ms."""
    reply = answer()
    connection.write(reply.head(), reply.status)
    await _drip(connection, reply.body)


@fault("DRIPHEAD")
async def drip_head(connection, request, answer):
    """Sends everything, status line first, one byte per 200 ms."""
    await _drip(connection, answer().encode())


async def _drip(connection, data):
    for position in range(len(data)):
        await asyncio.sleep(DRIP_INTERVAL)
        connection.write(data[position:position + 1])
    connection.complete()


@fault("RESET")
async def reset(connection, request, answer):
    """Resets the connection (TCP RST) instead of answering."""
    connection.reset()


@fault("ACCEPTDROP")
async def accept_and_drop(connection, request, answer):
    """Does what was asked, then resets the connection instead of answering."""
    answer()
    connection.reset()


@fault("ACCEPTHANG")
async def accept_and_hang(connection, request, answer):
    """Does what was asked, and never answers."""
    answer()
    await connection.gone()


@fault("ACCEPT500")
async def accept_and_fail(connection, request, answer):
    """Does what was asked, and answers 500."""
    answer()
    connection.send(errors.STATUSES["F500"]())


@fault("RESETBODY")
async def reset_body(connection, request, answer):
    """Resets the connection in the middle of the body."""
    await _send_half(connection, answer())
    await asyncio.sleep(RESET_PAUSE)
    connection.reset()


@fault("CLOSE")
async def close(connection, request, answer):
    """Closes the connection without sending a byte."""
    connection.abort()


@fault("TRUNC")
async def truncate(connection, request, answer):
    """Announces a longer body than it sends, then closes."""
    await _send_half(connection, answer())
    connection.close()


async def _send_half(connection, reply):
    head = reply.head(length=len(reply.body) + 100)
    connection.write(head + reply.body[:len(reply.body) // 2], reply.status)
    await connection.flush()


@fault("CHUNKTRUNC")
async def truncate_chunk(connection, request, answer):
    """Stops in the middle of a chunk of a chunked body, then closes."""
    reply = answer()
    half = reply.body[:len(reply.body) // 2]
    size = b"%x\r\n" % len(reply.body)
    connection.write(reply.head(chunked=True) + size + half, reply.status)
    await connection.flush()
    connection.close()


@spoils("GARBAGE")
def garbage(reply):
    """Answers 200 with random bytes that claim to be JSON."""
    return Reply(200, b"\xff\xfe" + random.Random(1).randbytes(GARBAGE_BYTES))


@spoils("CTYPE")
def content_type(reply):
    """Gives the right answer the content type of HTML."""
    return Reply(reply.status, reply.body, errors.HTML_TYPE)


@spoils("HUGE")
def huge(reply):
    """Adds 20 MB to the answer, which stays valid JSON."""
    filler = b'"Padding":"' + b"x" * HUGE_BYTES + b'",'
    if reply.body.startswith(b"{") and reply.body != b"{}":
        return Reply(reply.status, b"{" + filler + reply.body[1:])
    return Reply(reply.status, b"{" + filler + b'"Value":' + reply.body + b"}")


@spoils("DEEP")
def deep(reply):
    """Answers with 100 000 nested arrays."""
    return Reply(200, b"[" * DEEP_LEVELS + b"]" * DEEP_LEVELS)


def _into_last_string(reply, data):
    """The reply with bytes put at the start of the last string in it.

    The last string of a tracking answer is a description, so everything a
    client needs is intact and only the encoding is wrong.
    """
    at = reply.body.rfind(b':"') + 2
    return Reply(reply.status, reply.body[:at] + data + reply.body[at:])


@spoils("UTF8")
def invalid_utf8(reply):
    """Puts invalid UTF-8 into a string."""
    return _into_last_string(reply, b"\xc3\x28\xff")


@spoils("NUL")
def escaped_nul(reply):
    """Puts an escaped NUL (backslash u0000) into a string."""
    return _into_last_string(reply, b"\\u0000")


@spoils("RAWNUL")
def raw_nul(reply):
    """Puts a NUL byte into a string."""
    return _into_last_string(reply, b"\0")


@spoils("DUP")
def duplicate_keys(reply):
    """Repeats the first and the last key of the answer, with other values."""
    body = reply.body
    keys = list(_KEY.finditer(body))
    if not keys:
        return reply
    for match in (keys[-1], keys[0]):
        at = match.end() - len(match[1])
        body = body[:at] + match[1] + b'"duplicate",' + body[at:]
    return Reply(reply.status, body)


@spoils("TYPE")
def wrong_type(reply):
    """Gives the answer a wrong type: Shipment is a number."""
    value = json.loads(reply.body)
    if isinstance(value, list):
        return json_reply(42)
    for key, inner in value.items():
        if isinstance(inner, dict) and "Shipment" in inner:
            inner["Shipment"] = 42
        else:
            value[key] = {"unexpected": [42]}
    return json_reply(value)


@spoils("BOM")
def byte_order_mark(reply):
    """Puts a byte order mark before the answer."""
    return Reply(reply.status, b"\xef\xbb\xbf" + reply.body)


@fault("REDIRECT")
async def redirect(connection, request, answer):
    """Answers 301 to /_sim/redirected, which counts the visits."""
    location = f"{connection.base_url}{REDIRECT_TARGET}"
    connection.send(Reply(301, b"", "", (("Location", location),)))


_register_errors()
