"""Fixtures: every process and listener that a test starts ends with it."""

import time
from pathlib import Path

import pytest

from harness.application import Application
from harness.certificates import Authority
from harness.demo import Demo
from harness.gateway import Gateway
from harness.postgresql import PostgreSQL
from harness.server import NO_LIMITS, servers_in
from harness.tenant import Tenant


@pytest.fixture
def new_server(tmp_path):
    """A function that makes servers for one test."""
    with servers_in(tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """A function that makes servers for all tests of a file."""
    with servers_in(tmp_path_factory.mktemp("shared")) as make:
        yield make


@pytest.fixture
def gateway():
    gateway = Gateway()
    yield gateway
    gateway.close()


@pytest.fixture
def new_tenant(new_server, gateway):
    """A function that starts a server and makes its tenant ready."""

    def make(settings: dict | None = None, **options) -> Tenant:
        return Tenant(new_server({**NO_LIMITS, **(settings or {})}, **options).start(), gateway)

    return make


@pytest.fixture(scope="module")
def tenant(servers):
    """One tenant without limits for all tests of a file that can share it; they use numbers of their own."""
    gateway = Gateway()
    yield Tenant(servers(NO_LIMITS | {"GATEWAY_TIMEOUT": "1s"}).start(), gateway)
    gateway.close()


@pytest.fixture(scope="module")
def application():
    application = Application()
    yield application
    application.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo") / "kept")
    try:
        assert demo.guide
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.stop()


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure_tenant(tmp_path_factory, servers, authority):
    """A tenant behind TLS, with a certificate for localhost."""
    gateway = Gateway()
    folder = tmp_path_factory.mktemp("secure")
    certificate, key = folder / "server.pem", folder / "server.key"
    authority.issue(certificate, key)
    server = servers(NO_LIMITS | {"TLS_CERTIFICATE": certificate, "TLS_KEY": key})
    server.cafile = str(authority.certificate)
    yield Tenant(server.start(), gateway)
    gateway.close()


@pytest.fixture(scope="module")
def postgresql():
    """A PostgreSQL for all tests of a file."""
    with PostgreSQL() as server:
        yield server.start()


@pytest.fixture
def database(postgresql):
    """The name of an empty database."""
    name = f"test_{time.monotonic_ns()}"
    postgresql.new_database(name)
    return name
