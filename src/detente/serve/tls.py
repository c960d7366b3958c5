"""A node's own TLS key and certificate, and contexts that trust pinned certificates and no other.

Certificates are self-signed; a party's card carries its own, so no authority is involved. The
handshake proves possession of the key; after it the caller compares the certificate byte for byte
with the card (`der_sha256`), because a trust store alone would let one party speak as another.
TLS 1.3 only, no session tickets: a party taken out cannot resume.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import ssl
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from detente.core.refusal import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

VALID_DAYS: Final = 3_650  # pinning decides, not the date; ten years outlive an agreement's review
CERTIFICATE_BYTES_MAX: Final = 8_192  # a self-signed P-256 certificate has about 800


class BadCertificate(Fault):
    """A certificate in PEM cannot be read: the card that carries it is refused."""


def make(party: str, key_path: Path, certificate_path: Path) -> str:
    """Make a P-256 key (0600) and a self-signed certificate; returns the certificate in PEM."""
    secret, pem = make_pair(party)
    handle = os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    certificate_path.write_text(pem, "ascii")
    return pem


def make_pair(party: str) -> tuple[str, str]:
    """A fresh P-256 key and its self-signed certificate, both in PEM; nothing is written."""
    key = ec.generate_private_key(ec.SECP256R1())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem = _self_signed(party, key).public_bytes(Encoding.PEM)
    return secret.decode("ascii"), pem.decode("ascii")


def _self_signed(party: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """A certificate for `party` that is its own anchor; valid from a day ago (clocks differ)."""
    public = key.public_key()
    key_id = x509.SubjectKeyIdentifier.from_public_key(public)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, party),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, key_id.digest.hex()),
        ]
    )
    now = dt.datetime.now(dt.UTC)
    usage = x509.ExtendedKeyUsage(
        [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    )
    names = x509.SubjectAlternativeName([x509.DNSName(party), x509.DNSName("localhost")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_id, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier(key_id.digest, None, None), critical=False)
        .add_extension(usage, critical=False)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )


def der(pem: str) -> bytes:
    """The certificate's DER bytes; raises BadCertificate unless it is exactly one certificate."""
    if len(pem) > CERTIFICATE_BYTES_MAX:
        raise BadCertificate(f"certificate of {len(pem)} bytes is over {CERTIFICATE_BYTES_MAX}")
    try:
        found = x509.load_pem_x509_certificates(pem.encode("ascii"))
    except (ValueError, UnicodeEncodeError) as error:
        raise BadCertificate(f"not a certificate in PEM: {error}") from error
    if len(found) != 1:
        raise BadCertificate(f"{len(found)} certificates where one is expected")
    return found[0].public_bytes(Encoding.DER)


def der_sha256(pem: str) -> str:
    """SHA-256 (hex) of the certificate's DER bytes; raises BadCertificate."""
    return hashlib.sha256(der(pem)).hexdigest()


def server_context(certificate: Path, key: Path, pinned: Iterable[str]) -> ssl.SSLContext:
    """For the peer listener: a client certificate is optional but, if given, must be pinned."""
    context = _context(ssl.PROTOCOL_TLS_SERVER, certificate, key)
    context.num_tickets = 0
    context.verify_mode = ssl.CERT_OPTIONAL
    trust(context, pinned)
    return context


def client_context(
    pinned: Iterable[str], certificate: Path | None = None, key: Path | None = None
) -> ssl.SSLContext:
    """For dialling one peer: exactly its certificates are trusted. No own one when joining."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT, certificate, key)
    context.check_hostname = False  # the pinned certificate says who it is, not a name in it
    context.verify_mode = ssl.CERT_REQUIRED
    trust(context, pinned)
    return context


def trust(context: ssl.SSLContext, pinned: Iterable[str]) -> None:
    """Add pinned certificates to a context's trust store; later handshakes see them."""
    for pem in pinned:
        context.load_verify_locations(cadata=der(pem))


def _context(
    protocol: ssl._SSLMethod, certificate: Path | None, key: Path | None
) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context


def peer_certificate(transport_ssl: ssl.SSLObject | None) -> bytes | None:
    """DER bytes of what the other side showed in the handshake; None when it showed nothing."""
    return transport_ssl.getpeercert(binary_form=True) if transport_ssl is not None else None
