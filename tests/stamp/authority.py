"""A time-stamping authority around `openssl ts`, under a root of its own; and any other server to send things to."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.collect.server import Server, answer, serving

__all__ = ["Authority", "posted"]

_SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
certs = {folder}/middle.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
[middle]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Authority:
    """Signs what it is asked to; `roots` is the file with its root."""

    def __init__(self, folder: Path, name: str) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed here")
        self._folder = folder
        self.roots = folder / "root.pem"
        (folder / "settings").write_text(_SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01")
        _openssl("req", "-x509", *_KEY, "-keyout", folder / "root.key", "-out", self.roots, "-subj", f"/CN={name} root")
        self._certify("middle", f"{name} middle", by="root", as_="middle")
        self._certify("signer", name, by="middle", as_="stamping")

    def _certify(self, file: str, name: str, *, by: str, as_: str) -> None:
        folder = self._folder
        key, request = folder / f"{file}.key", folder / f"{file}.csr"
        _openssl("req", *_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        _openssl(
            "x509", "-req", "-in", request, "-CA", folder / f"{by}.pem", "-CAkey", folder / f"{by}.key",
            "-CAcreateserial", "-out", folder / f"{file}.pem", "-extfile", folder / "settings", "-extensions", as_,
        )  # fmt: skip

    def reply(self, query: bytes) -> bytes:
        """The answer to a question."""
        asked, answered = self._folder / "asked.tsq", self._folder / "answered.tsr"
        asked.write_bytes(query)
        _openssl("ts", "-reply", "-config", self._folder / "settings", "-queryfile", asked, "-out", answered)
        return answered.read_bytes()

    def query(self, data: bytes) -> bytes:
        """A question of openssl's own, about other data than the one that was meant."""
        (self._folder / "data").write_bytes(data)
        _openssl("ts", "-query", "-data", self._folder / "data", "-sha256", "-cert", "-out", self._folder / "own.tsq")
        return (self._folder / "own.tsq").read_bytes()

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """On loopback, until the block ends."""
        with posted(lambda path, body: self.reply(body)) as server:
            yield server


@contextmanager
def posted(reply: Callable[[str, bytes], bytes | None]) -> Iterator[Server]:
    """A server that answers path and body with bytes; None is a page that is not there."""

    def behave(connection: socket.socket, path: str) -> None:
        head, _, body = server.requests[-1].partition("\r\n\r\n")
        received = body.encode("latin-1")
        lengths = [int(line.split(":")[1]) for line in head.lower().split("\r\n") if line.startswith("content-length")]
        while len(received) < sum(lengths):
            received += connection.recv(65536)
        replied = reply(path, received)
        connection.sendall(answer(replied or b"", status="200 OK" if replied is not None else "404 Not Found"))

    with serving(behave) as server:
        yield server


def _openssl(*arguments: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
