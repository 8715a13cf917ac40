"""Who is let in and how: certificates, passwords, and that nothing goes over a network unencrypted."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qualcode.core.errors import QualcodeError
from qualcode.store.server import link
from qualcode.store.server.address import parse
from qualcode.store.server.errors import unreachable
from tests.cli.conftest import Run
from tests.postgres import Server


@pytest.fixture
def strict(server: Server) -> Iterator[Server]:
    """The server with a certificate of its own making, and passwords, for encrypted connections only."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl, to make a certificate")
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    for name, alternative in (("server", names), ("other", "subjectAltName=DNS:elsewhere.example.org")):
        subprocess.run(
            ["openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=localhost", "-addext",
             alternative, "-out", server.data / f"{name}.crt", "-keyout", server.data / f"{name}.key"],
            check=True, capture_output=True,
        )  # fmt: skip
    key = server.data / "server.key"
    key.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(key, "postgres")
    rules = server.data / "pg_hba.conf"
    before = rules.read_text()
    server.sql("ALTER ROLE owner PASSWORD 'geheim'")
    rules.write_text("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
    (server.data / "postgresql.auto.conf").write_text("ssl = on\n")
    server.stop()
    server.start()
    try:
        yield server
    finally:
        rules.write_text(before)
        (server.data / "postgresql.auto.conf").write_text("")
        server.stop()
        server.start()


def with_password(address: str, password: str, more: str = "") -> str:
    return address.replace("owner@", f"owner:{password}@") + more


def test_an_encrypted_line_with_a_password_that_is_given_once(strict: Server, qualcode: Run, tmp_path: Path) -> None:
    address = strict.address()
    for wrong, words in (
        (address, "no password supplied"),
        (with_password(address, "falsch"), "password authentication failed"),
        (with_password(address, "geheim", "&sslmode=disable"), "unencrypted"),
        (with_password(address, "geheim", "&sslmode=verify-full"), "no safe connection"),
        (
            with_password(address, "geheim", f"&sslmode=verify-full&sslrootcert={strict.data}/other.crt"),
            "verify failed",
        ),
    ):
        ran = qualcode("init", "--store", wrong, "here", "--coder", "ana")
        assert (ran.code, "error: server_refuses:" in ran.err, words in ran.err) == (4, True, True), ran.err
        assert "geheim" not in ran.err and "falsch" not in ran.err
        assert not (tmp_path / "here").exists(), "nothing half-made"
    safe = f"&sslmode=verify-full&sslrootcert={strict.data}/server.crt"
    ran = qualcode("init", "--store", with_password(address, "geheim", safe), "here", "--coder", "ana")
    assert (ran.code, "not written down" in ran.err) == (0, True)
    found = [path for path in (tmp_path / "here").rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]
    assert found == []
    assert qualcode("-C", "here", "status").code == 4, "it is asked for again"


def test_a_password_stands_in_pgpass_for_every_command(
    strict: Server, qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "pgpass"
    words.write_text(f"127.0.0.1:{strict.port}:postgres:owner:geheim\n")
    words.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(words))
    address = strict.address()
    assert qualcode("init", "--store", address, "here", "--coder", "ana").code == 0
    assert qualcode("-C", "here", "status").code == 0
    with psycopg.connect(address.partition("?")[0], password="geheim", autocommit=True) as connection:
        schema = address.partition("schema=")[2]
        texts = connection.execute(
            f"SELECT changes FROM {schema}.history UNION SELECT text FROM {schema}.shared_file".encode()
        )
        assert "geheim" not in str(texts.fetchall())


def test_a_server_in_the_network_that_does_not_encrypt_is_refused_unless_it_is_wanted(
    server: Server, qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.address()
    monkeypatch.setattr(link, "_on_this_computer", lambda made: False)
    ran = qualcode("init", "--store", address, "here")
    assert (ran.code, "error: server_not_encrypted:" in ran.err, "sslmode=disable" in ran.err) == (4, True, True)
    assert not (tmp_path / "here").exists()
    assert qualcode("init", "--store", f"{address}&sslmode=disable", "here").code == 0


def test_what_is_on_this_computer_is_told_from_the_network(server: Server) -> None:
    for host, here in (("127.0.0.1", True), ("localhost", True), (str(server.folder), True)):
        with psycopg.connect(f"postgresql://owner@/postgres?host={host}&port={server.port}") as connection:
            assert link._on_this_computer(connection) is here  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "slug", "mends"),
    [
        ('role "carl" does not exist', "server_refuses", "createuser"),
        ('database "nosuch" does not exist', "store_missing", "createdb"),
        ('no pg_hba.conf entry for host "10.0.0.1", user "ana", database "study"', "server_refuses", "pg_hba.conf"),
        ("server does not support SSL, but SSL was required", "server_refuses", "ssl = on"),
        ('connection is bad: invalid sslmode value: "rekuire"', "bad_store_address", "postgresql://"),
        ("could not translate host name", "server_unreachable", "running"),
    ],
)
def test_each_refusal_says_what_mends_it(said: str, slug: str, mends: str) -> None:
    error = unreachable(parse("postgresql://carl@example.org/study"), said)
    assert isinstance(error, QualcodeError)
    assert (error.slug, error.exit_code) == (slug, 2 if slug == "bad_store_address" else 4)
    assert mends in (error.hint or "")


def test_the_sample_study_stays_in_its_folder_whatever_the_environment_says(
    server: Server, qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.address()
    assert qualcode("init", "--store", address, "team", "--coder", "ana").code == 0
    monkeypatch.setenv("QUALCODE_STORE", address)
    ran = qualcode("demo", "sample")
    assert (ran.code, "unset it" in ran.err) == (0, True)
    assert (tmp_path / "sample" / "reports" / "shares.csv").is_file()
    here = qualcode("-C", "sample", "status")
    assert (here.code, "QUALCODE_STORE" in here.err) == (4, True)
    assert "no documents yet" in qualcode("-C", "team", "status").out + qualcode("-C", "team", "status").err
    monkeypatch.delenv("QUALCODE_STORE")
    assert qualcode("-C", "sample", "show", "D1#1").code == 0


def test_the_environment_says_where_a_new_study_is(
    server: Server, qualcode: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_STORE", server.address())
    for name in ("ana", "bo"):
        ran = qualcode("init", name, "--coder", name)
        assert (ran.code, "is a working copy of the study at" in ran.err) == (0, True)
