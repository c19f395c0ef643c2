"""Fetching a model's file: from where, how it goes on, and when it is trusted."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import installation
from assistant.models.addresses import address_of, next_address
from assistant.models.pulling import fetch
from policies import egress
from policies.errors import AuditError, ConfigError, ModelError
from tests.assistant.library import Outcome, assistant
from tests.assistant.models.mirror import Mirror, running
from tests.gguf_factory import write_model


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with running(Mirror(write_model(tmp_path / "tiny.gguf").read_bytes())) as started:
        yield started


def digest(mirror: Mirror) -> str:
    return hashlib.sha256(mirror.content).hexdigest()


def pull(mirror: Mirror, *arguments: str) -> Outcome:
    return assistant("models", "pull", mirror.url(), *arguments)


def listed() -> list[str]:
    return [each["name"] for each in assistant("models", "list", "--json").json["models"]]


def test_nothing_is_connected_to_without_online(mirror: Mirror) -> None:
    refused = pull(mirror, "--sha256", digest(mirror))
    assert refused.code == 1 and "--online" in refused.err and mirror.ranges == []


def test_a_file_with_the_wanted_checksum_is_added_and_audited(mirror: Mirror, home: Path) -> None:
    done = pull(mirror, "--online", "--sha256", digest(mirror).upper(), "--json")
    assert done.code == 0 and done.json["name"] == "tiny" and done.json["sha256"] == digest(mirror)
    assert listed() == ["tiny"]
    assert [each.name for each in (home / "models").glob("pull-*")] == []
    entries = assistant("audit", "show", "--json").json["entries"]
    steps = [each["counts"] for each in entries if each["action"] == "model_fetched"]
    assert [each["step"] for each in steps] == ["begun", "added"]
    assert steps[0]["host"] == "127.0.0.1" and steps[1]["sha256"] == digest(mirror)


def test_another_checksum_is_refused_and_the_file_deleted(mirror: Mirror, home: Path) -> None:
    refused = pull(mirror, "--online", "--sha256", "0" * 64)
    assert refused.code == 1 and digest(mirror) in refused.err and listed() == []
    assert list((home / "models").glob("pull-*")) == []


def test_without_a_checksum_and_a_person_it_is_kept_untrusted_until_it_is_confirmed(mirror: Mirror) -> None:
    refused = pull(mirror, "--online", "--json")
    assert refused.code == 1 and f"--sha256 {digest(mirror)}" in refused.err and listed() == []
    assert pull(mirror, "--online", "--sha256", digest(mirror)).code == 0
    assert len(mirror.ranges) == 1 and listed() == ["tiny"]  # it was not fetched again


def test_a_fetch_that_broke_off_goes_on_where_it_stopped(mirror: Mirror) -> None:
    mirror.break_after = 40_000
    broken = pull(mirror, "--online", "--sha256", digest(mirror))
    assert broken.code == 1 and "goes on where it stopped" in broken.err
    assert pull(mirror, "--online", "--sha256", digest(mirror)).code == 0
    assert mirror.ranges == ["", "bytes=40000-"]


@pytest.mark.parametrize("version", ['"two"', ""])
def test_pieces_of_two_versions_never_meet(mirror: Mirror, tmp_path: Path, version: str) -> None:
    mirror.break_after = 40_000
    if not version:
        mirror.version = ""
    with pytest.raises(ModelError, match="broke off"):
        fetch(address_of(mirror.url()), tmp_path / "models")
    mirror.version, mirror.content = version, b"GGUF" + bytes(50_000)
    assert fetch(address_of(mirror.url()), tmp_path / "models").read_bytes() == mirror.content


def test_a_damaged_file_is_refused_though_its_checksum_is_right(mirror: Mirror) -> None:
    mirror.content = mirror.content[:-100]
    refused = pull(mirror, "--online", "--sha256", digest(mirror))
    assert refused.code == 1 and "cut short" in refused.err and listed() == []


def test_a_host_that_sends_on_to_one_that_nobody_named_is_not_followed(mirror: Mirror) -> None:
    mirror.location = "http://other.example/tiny.gguf"
    refused = pull(mirror, "--online", "--sha256", digest(mirror))
    assert refused.code == 1 and "--also-host other.example" in refused.err


def test_exactly_the_named_hosts_are_let_through(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(egress, "install_guard", lambda hosts: opened.append(list(hosts)))
    pull(mirror, "--online", "--sha256", digest(mirror), "--also-host", "files.example")
    assert opened == [[f"127.0.0.1:{mirror.port}", "files.example:443"]]


def test_nothing_is_fetched_that_cannot_be_audited(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise AuditError("The disk is full.", remedy="Free some space.")

    monkeypatch.setattr(installation, "record_fetch", full)
    assert pull(mirror, "--online", "--sha256", digest(mirror)).code == 1
    assert mirror.ranges == []


def test_a_host_that_cannot_prove_who_it_is_is_not_believed(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path / "mirror.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with running(Mirror(mirror.content), tls) as secure:
        address = address_of(f"https://localhost:{secure.port}/tiny.gguf")
        with pytest.raises(ModelError, match="could not prove who it is"):
            fetch(address, tmp_path / "models")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(address, tmp_path / "models").read_bytes() == secure.content


def self_signed(path: Path) -> Path:
    """A certificate for localhost, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(certificate.public_bytes(pem) + private)
    return path


def test_an_endless_redirect_ends(mirror: Mirror) -> None:
    mirror.location = mirror.url()
    assert "without end" in pull(mirror, "--online", "--sha256", digest(mirror)).err


def test_a_host_that_was_named_is_followed(mirror: Mirror, tmp_path: Path) -> None:
    with running(Mirror(b"", location=mirror.url())) as first:
        assert fetch(address_of(first.url()), tmp_path / "models").read_bytes() == mirror.content


@pytest.mark.parametrize(
    "named",
    [
        "Qwen3-1.7B",
        "ftp://host/x.gguf",
        "https://host/x.zip",
        "https:///x.gguf",
        "https://host:port/x.gguf",
        "https://ann:secret@host/x.gguf",
        "http://hub.example/x.gguf",
        "http://10.0.0.7/x.gguf",
        "http://8.8.8.8/x.gguf",
    ],
)
def test_what_is_no_safe_address_is_refused(named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        address_of(named, listed=("8.8.8.8",))
    assert "secret" not in str(caught.value)


def test_http_will_do_for_this_machine_and_for_listed_private_addresses() -> None:
    assert address_of("http://localhost/x.gguf").port == 80
    assert address_of("http://[::1]:8000/x.gguf").guarded == "[::1]:8000"
    assert address_of("http://10.0.0.7:81/a/x.gguf", listed=("10.0.0.0/24",)).guarded == "10.0.0.7:81"


def test_a_file_on_the_hub_is_named_shortly() -> None:
    address = address_of("maker/small-GGUF/small-q4_k_m.gguf")
    assert (address.guarded, address.model, address.secure) == ("huggingface.co:443", "small-q4_k_m", True)


def test_https_is_never_left() -> None:
    with pytest.raises(ModelError, match="without https"):
        next_address(address_of("https://host/x.gguf"), "http://host/x.gguf", ())
