"""A certificate authority for tests, and the server certificate it signs.

Made with the ``openssl`` command, because Python's library cannot make
certificates.  Whatever is in the directory already is used again, so that a
user may trust the authority once.
"""

import ssl
import subprocess
from pathlib import Path

_DAYS = "3650"
_CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

DEFAULT_NAMES = ("localhost", "127.0.0.1", "::1")


class TlsFailed(Exception):
    """The certificates could not be made."""


def make_context(directory, names=DEFAULT_NAMES):
    """(server context, path of the CA certificate) for these host names."""
    directory = Path(directory).resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    ca, server = directory / "ca.crt", directory / "server.crt"
    if not ca.exists():
        _make_ca(directory)
        (directory / "server.names").unlink(missing_ok=True)
    if not _covers(server, names):
        _make_server(directory, names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(server, directory / "server.key")
    return context, ca


def _covers(certificate, names):
    """Whether the certificate exists and was made for these names."""
    note = certificate.with_suffix(".names")
    return (certificate.exists() and note.exists()
            and note.read_text().split() == list(names))


def _make_ca(directory):
    _openssl(directory, "req", "-x509", *_CURVE, "-keyout", "ca.key",
             "-out", "ca.crt", "-days", _DAYS, "-subj", "/CN=PostNL simulator CA",
             "-addext", "basicConstraints=critical,CA:TRUE",
             "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def _make_server(directory, names):
    kinds = [("IP" if _is_address(name) else "DNS") + ":" + name for name in names]
    (directory / "server.ext").write_text(
        "basicConstraints=CA:FALSE\n"
        "keyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=serverAuth\n"
        f"subjectAltName={','.join(kinds)}\n")
    _openssl(directory, "req", "-new", *_CURVE, "-keyout", "server.key",
             "-out", "server.csr", "-subj", f"/CN={names[0]}")
    _openssl(directory, "x509", "-req", "-in", "server.csr", "-CA", "ca.crt",
             "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.crt",
             "-days", _DAYS, "-extfile", "server.ext")
    (directory / "server.names").write_text("\n".join(names) + "\n")


def _is_address(name):
    return ":" in name or name.replace(".", "").isdecimal()


def _openssl(directory, *arguments):
    try:
        subprocess.run(["openssl", *arguments], cwd=directory, check=True,
                       capture_output=True, text=True)
    except FileNotFoundError:
        raise TlsFailed("the openssl command is needed for --tls") from None
    except subprocess.CalledProcessError as error:
        raise TlsFailed(f"openssl {arguments[0]} failed: {error.stderr.strip()}"
                        ) from None
