"""Stamps of time-stamping authorities (RFC 3161): what is asked, what is answered, and what the answer is worth."""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from firsthand.errors import FirsthandError, InputError, StampRefused
from firsthand.stamp.der import with_ordered_certificates
from firsthand.stamp.judging import Judgement, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

__all__ = ["MEDIA_TYPES", "Question", "accepted", "digest_of", "judge", "question", "roots_in", "usual_roots"]

MEDIA_TYPES = ("application/timestamp-query", "application/timestamp-reply")
"""Of what is sent, and of what comes back."""
_SHA256 = "2.16.840.1.101.3.4.2.1"
_NEEDED = "Stamps of time-stamping authorities need the extra: pip install 'firsthand[stamps]'."
_UNTRUSTED = (
    "unable to get local issuer certificate",
    "unable to get issuer certificate",
    "unable to verify the first certificate",
    "self-signed certificate",
    "self signed certificate",
)
"""OpenSSL's words where a chain is sound and none of the roots is at its end."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent: `data`, in which `digest` and a random number stand; nothing else about the case."""

    data: bytes
    digest: bytes
    nonce: int


def question(entry: bytes) -> Question:
    """The question for a stamp of the SHA-256 of `entry`.

    Raises:
        FirsthandError: the extra `stamps` is not installed.
    """
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ModuleNotFoundError as error:
        raise FirsthandError(_NEEDED) from error
    made = TimestampRequestBuilder(entry, HashAlgorithm.SHA256).build()
    assert made.nonce is not None
    return Question(made.as_bytes(), made.message_imprint.message, made.nonce)


def accepted(answer: bytes, asked: Question, roots: Sequence[Certificate]) -> Judgement:
    """What an answer is worth that came just now.

    Raises:
        StampRefused: it is no stamp, or one of something else, or an answer to another question.
    """
    read = _read(answer)
    if read.tst_info.nonce != asked.nonce:
        raise StampRefused("The answer belongs to another question.")
    judged = judge(answer, asked.digest, roots)
    if judged.state is State.WRONG:
        raise StampRefused(f"The answer is no valid stamp: {judged.detail}.")
    return judged


def digest_of(token: bytes) -> bytes:
    """The hash that an answer of an authority stamps, whatever it is worth.

    Raises:
        StampRefused: there is no stamp in it.
        FirsthandError: the extra `stamps` is not installed.
    """
    try:
        return _read(token).tst_info.message_imprint.message
    except ModuleNotFoundError as error:
        raise FirsthandError(_NEEDED) from error


def judge(answer: bytes, digest: bytes, roots: Sequence[Certificate]) -> Judgement:
    """What an answer is worth as a stamp of `digest`, as of the time that it gives; offline.

    Its signature has to be that of a certificate for stamping, whose chain leads to one of the roots. A chain that
    leads elsewhere leaves it claimed only: then its signature is not checked either.
    """
    try:
        from rfc3161_client.errors import VerificationError
        from rfc3161_client.verify import VerifierBuilder
    except ModuleNotFoundError:
        return Judgement(State.CLAIMED, "a time-stamping authority", detail=f"not checked: {_NEEDED.rstrip('.')}")
    by = "a time-stamping authority"
    try:
        read = _read(answer)
        at, imprint = read.tst_info.gen_time.astimezone(UTC), read.tst_info.message_imprint
        if (imprint.hash_algorithm.dotted_string, imprint.message) != (_SHA256, digest):
            return Judgement(State.WRONG, by, detail="it is a stamp of another hash")
        with catch_warnings():
            simplefilter("ignore")  # cryptography warns of odd certificates on the screen
            by = _signer(read) or by
            if not roots:
                return Judgement(State.CLAIMED, by, at, "not checked: no roots were given")
            VerifierBuilder(roots=list(roots)).build().verify(read, digest)
    except StampRefused as error:
        return Judgement(State.WRONG, by, detail=str(error))
    except VerificationError as error:
        if any(words in str(error) for words in _UNTRUSTED):
            return Judgement(State.CLAIMED, by, at, "not checked: none of the roots is behind its certificate")
        return Judgement(State.WRONG, by, detail=_short(error))
    except _damage() as error:
        return Judgement(State.WRONG, by, detail=f"damaged: {_short(error)}")
    return Judgement(State.CONFIRMED, by, at, "its signature leads to a root that is trusted")


def roots_in(pem: bytes) -> list[Certificate]:
    """The certificates in a PEM file.

    Raises:
        InputError: there are none, or they are damaged.
        FirsthandError: the extra `stamps` is not installed.
    """
    try:
        from cryptography.x509 import load_pem_x509_certificates
    except ModuleNotFoundError as error:
        raise FirsthandError(_NEEDED) from error
    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InputError("The file of roots holds no certificates in PEM. Give that of the authority.") from error


@cache
def usual_roots() -> tuple[Certificate, ...]:
    """Those that this machine trusts as it trusts them for the web; none where the extra `stamps` is not installed."""
    try:
        from cryptography.x509 import load_der_x509_certificate
    except ModuleNotFoundError:
        return ()
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    found: dict[Certificate, None] = {}
    for certificate in context.get_ca_certs(binary_form=True):
        # One that this library does not read can be behind no stamp that it verifies, and about odd ones it warns.
        with suppress(ValueError), catch_warnings():
            simplefilter("ignore")
            found[load_der_x509_certificate(certificate)] = None
    return tuple(found)


def _read(answer: bytes) -> TimeStampResponse:
    """An answer in which there is a stamp."""
    from rfc3161_client import decode_timestamp_response

    try:
        read = decode_timestamp_response(with_ordered_certificates(answer))
        if read.status > 1:
            words = "; ".join(read.status_string)[:200]
            raise StampRefused(f"The authority refuses (status {read.status}): {words or 'it does not say why'}")
        assert read.tst_info is not None
    except ValueError as error:
        raise StampRefused(f"It is no answer of a time-stamping authority: {_short(error)}") from error
    return read


def _signer(read: TimeStampResponse) -> str:
    """Who signed, by the certificate that came along: its name, and its organisation."""
    from cryptography.x509 import load_der_x509_certificate
    from cryptography.x509.oid import NameOID

    infos = list(read.signed_data.signer_infos)
    for certificate in map(load_der_x509_certificate, read.signed_data.certificates):
        if infos and (certificate.issuer, certificate.serial_number) == (infos[0].issuer, infos[0].serial_number):
            names = [
                str(one.value)
                for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
                for one in certificate.subject.get_attributes_for_oid(kind)
            ]
            return ", ".join(names)
    return ""


@cache
def _damage() -> tuple[type[Exception], ...]:
    """What cryptography raises on certificates that are none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509 import AttributeNotFound, DuplicateExtension, InvalidVersion, UnsupportedGeneralNameType

    return (
        KeyError,
        ValueError,
        UnsupportedAlgorithm,
        AttributeNotFound,
        DuplicateExtension,
        InvalidVersion,
        UnsupportedGeneralNameType,
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160].rstrip(".")
