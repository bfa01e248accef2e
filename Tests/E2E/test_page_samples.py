"""The samples of the documented page, run as they stand there but for host, port and token."""

import http.client
import json
import ssl
import subprocess
import sys
import time

from harness.program import environment

CURL = """\
curl --request GET \\
  --url https://your-auth0-tenant.com/api/v2/connections \\
  --header 'authorization: Bearer {yourAccessToken}'
"""

PYTHON = """\
import http.client

conn = http.client.HTTPSConnection("your-auth0-tenant.com")

headers = { 'authorization': "Bearer {yourAccessToken}" }

conn.request("GET", "/api/v2/connections", headers=headers)

res = conn.getresponse()
data = res.read()

print(data.decode("utf-8"))
"""


def fill_in(sample: str, tenant) -> str:
    host = f"localhost:{tenant.server.port}"
    return sample.replace("your-auth0-tenant.com", host).replace("{yourAccessToken}", tenant.token)


def run(command: list, **trust) -> list:
    done = subprocess.run(command, env=environment() | trust, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_curl_sample_lists_the_connections(secure_tenant):
    command = ["bash", "-c", fill_in(CURL, secure_tenant)]
    connections = run(command, CURL_CA_BUNDLE=secure_tenant.server.cafile)
    assert [connection["name"] for connection in connections] == ["sms"]


def test_the_python_sample_lists_the_connections(secure_tenant):
    command = [sys.executable, "-c", fill_in(PYTHON, secure_tenant)]
    connections = run(command, SSL_CERT_FILE=secure_tenant.server.cafile)
    assert [connection["strategy"] for connection in connections] == ["sms"]


def test_a_client_that_does_not_trust_the_authority_is_told_by_its_own_library(secure_tenant):
    command = ["bash", "-c", fill_in(CURL, secure_tenant)]
    done = subprocess.run(command, env=environment(), capture_output=True, timeout=30)
    assert done.returncode in (60, 77)  # curl: the certificate is not trusted; there are no trusted ones at all


class TestARenewedCertificate:
    """The files are replaced while the server runs."""

    @staticmethod
    def handshake(server) -> tuple[http.client.HTTPSConnection, str]:
        context = ssl.create_default_context(cafile=server.cafile)
        connection = http.client.HTTPSConnection("localhost", server.port, context=context, timeout=10)
        connection.connect()
        return connection, connection.sock.getpeercert()["serialNumber"]

    @staticmethod
    def status(connection) -> int:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def test_is_used_by_new_handshakes_within_ten_seconds_while_open_connections_go_on(self, secure_tenant, authority):
        server = secure_tenant.server
        old_connection, old_serial = self.handshake(server)
        assert self.status(old_connection) == 200

        authority.issue(server.settings["TLS_CERTIFICATE"], server.settings["TLS_KEY"])

        deadline = time.monotonic() + 10
        serial = old_serial
        while serial == old_serial and time.monotonic() < deadline:
            time.sleep(0.2)
            connection, serial = self.handshake(server)
            connection.close()
        assert serial != old_serial
        assert self.status(old_connection) == 200
        old_connection.close()

    def test_that_cannot_be_used_leaves_the_old_one_in_use(self, secure_tenant, authority):
        server = secure_tenant.server
        certificate = server.settings["TLS_CERTIFICATE"]
        _, serial = self.handshake(server)
        whole = certificate.read_bytes()
        certificate.write_bytes(whole[: len(whole) // 2])

        deadline = time.monotonic() + 10
        while "the old ones stay in use" not in server.log and time.monotonic() < deadline:
            time.sleep(0.2)
        connection, serial_now = self.handshake(server)
        connection.close()
        certificate.write_bytes(whole)
        assert serial_now == serial
        assert "the old ones stay in use" in server.log
