"""A simulator of PostNL's HTTP APIs: python3 test/sim --help.

Prints its port on the first line of standard output when it is ready, and with
--tls the path of its CA certificate on the second and the port of a plain
control API on the third.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading

import clock as dates
import tls
from counters import RequestLog
from server import Server
from simulator import Simulator


def parse_arguments(argv=None):
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="sim", description="A simulator of PostNL's HTTP APIs.")
    parser.add_argument("--host", default="127.0.0.1",
                        help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0,
                        help="port to listen on (default: a free one)")
    parser.add_argument("--tls", action="store_true",
                        help="speak HTTPS, with a certificate of an own authority")
    parser.add_argument("--tls-dir", metavar="DIR",
                        help="where the certificates are kept (default: nowhere)")
    parser.add_argument("--tls-name", metavar="NAME", action="append", default=[],
                        help="host name in the certificate; may be repeated "
                        "(default: localhost, 127.0.0.1 and ::1)")
    parser.add_argument("--key", action="append", default=[],
                        help="an API key that is accepted; may be repeated "
                        "(default: every key but 'wrong')")
    parser.add_argument("--clock", metavar="ISO", type=dates.parse_instant,
                        help="start of the simulated clock (default: now)")
    parser.add_argument("--frozen", action="store_true",
                        help="let the clock move by the control API only")
    parser.add_argument("--demo", metavar="N", type=int, default=0,
                        help="have the demo parcels 0 to N-1 in updatedshipments "
                        "(default: %(default)s)")
    parser.add_argument("--issued", metavar="N", type=int, default=0,
                        help="leave out the first N barcodes of each serie, as if "
                        "they had been given already (default: %(default)s)")
    parser.add_argument("--log", metavar="FILE",
                        help="append a line of JSON for each request")
    parser.add_argument("--exit-with-stdin", action="store_true",
                        help="end when standard input ends")
    return parser.parse_args(argv)


def stop_with_stdin(loop, stop):
    """Sets ``stop`` when standard input ends."""
    def wait():
        while os.read(sys.stdin.fileno(), 4096):
            pass
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop.set)
    threading.Thread(target=wait, daemon=True).start()


async def serve(options, certificates):
    """Runs the simulator until it is told to stop."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if options.exit_with_stdin:
        stop_with_stdin(loop, stop)

    clock = dates.Clock(options.clock, options.frozen)
    simulator = Simulator(clock, options.key, options.demo, options.issued)
    log = RequestLog(options.log) if options.log else None
    server = Server(simulator, log)
    if options.tls:
        context, ca = tls.make_context(certificates,
                                       options.tls_name or tls.DEFAULT_NAMES)
        port = await server.listen(options.host, options.port, context)
        # For clients without a TLS library, such as core Perl.
        control_port = await server.listen(options.host, 0, control_only=True)
        print(port, ca, control_port, sep="\n", flush=True)
    else:
        print(await server.listen(options.host, options.port), flush=True)
    await stop.wait()
    server.close()
    # Lets the dropped connections end, and with them their requests.
    await asyncio.sleep(0)
    if log:
        log.close()


def main():
    """Runs the simulator; returns the exit status."""
    options = parse_arguments()
    # Clients of a simulator vanish all the time; that is not worth a warning.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    certificates = options.tls_dir
    if options.tls and not certificates:
        certificates = tempfile.mkdtemp(prefix="postnl-sim-")
    try:
        asyncio.run(serve(options, certificates))
    except (OSError, tls.TlsFailed) as error:
        print(f"sim: {error}", file=sys.stderr)
        return 1
    finally:
        if certificates and not options.tls_dir:
            shutil.rmtree(certificates, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
