"""Several servers on one database decide as one would."""

import pytest

from harness.cluster import Cluster
from harness.gateway import Gateway
from harness.server import NO_LIMITS
from harness.tenant import GRANT, PUBLIC, management_token, new_number, wrong
from harness.together import all_at_once

# Nodes look once a second whether another one changed the configuration.
SOON = 1.5


@pytest.fixture(scope="module")
def tenant(postgresql, servers):
    """A tenant of three nodes for all tests that leave every node as it is."""
    gateway = Gateway()
    yield Cluster(servers, postgresql.new_database("shared"), settings=NO_LIMITS).tenant(gateway)
    gateway.close()


@pytest.fixture
def nodes(tenant):
    return tenant.server.nodes


def statuses(answers) -> dict:
    found = [answer.status for answer in answers]
    return {status: found.count(status) for status in set(found)}


class TestACode:
    def test_of_one_node_is_good_on_another(self, tenant, nodes):
        number = new_number()
        assert tenant.start(number, nodes[0]).status == 200
        assert tenant.exchange(number, tenant.gateway.newest(number).code, nodes[1]).status == 200

    def test_of_a_node_that_was_killed_is_good_on_another(self, tenant, nodes):
        numbers = [new_number() for _ in range(20)]
        for number in numbers:
            assert tenant.start(number, nodes[2]).status == 200
        nodes[2].kill()
        try:
            codes = [tenant.gateway.newest(number).code for number in numbers]
            assert {tenant.exchange(*pair, nodes[1]).status for pair in zip(numbers, codes)} == {200}
        finally:
            nodes[2].start()

    @pytest.mark.parametrize("attempt", range(5))
    def test_used_on_all_nodes_at_once_is_accepted_once(self, tenant, attempt):
        number = new_number()
        code = tenant.code_for(number)
        answers = all_at_once(tenant.server, 12, lambda caller, _: tenant.exchange(number, code, caller))
        assert statuses(answers) == {200: 1, 403: 11}

    def test_is_locked_by_three_wrong_tries_on_three_nodes(self, tenant, nodes):
        number = new_number()
        code = tenant.code_for(number)
        for node in nodes:
            assert tenant.exchange(number, wrong(code), node).status == 403
        assert tenant.exchange(number, code, nodes[0]).status == 403

    def test_of_two_that_were_asked_for_at_once_on_two_nodes_one_is_good(self, tenant):
        number = new_number()
        answers = all_at_once(tenant.server, 2, lambda caller, _: tenant.start(number, caller))
        assert statuses(answers) == {200: 2}
        codes = [message.code for message in tenant.gateway.wait_for(number, 2)]
        assert sorted(tenant.exchange(number, code).status for code in codes) == [200, 403]


@pytest.fixture(scope="module")
def client_id(tenant):
    """A public client whose refresh tokens rotate, known to all nodes."""
    rotating = {"rotation_type": "rotating", "expiration_type": "expiring"}
    grants = [GRANT, "refresh_token"]
    client = tenant.new_client("Rotating", app_type="native", grant_types=grants, refresh_token=rotating, **PUBLIC)
    body = {"client_id": client["client_id"], "connection": "sms", "phone_number": new_number(), "send": "code"}
    tenant.server.seconds_until_all(lambda node: node.call("POST", "/passwordless/start", body).status == 200)
    return client["client_id"]


class TestARefreshToken:
    @pytest.fixture
    def first(self, tenant, client_id):
        number = new_number()
        start = {"client_id": client_id, "connection": "sms", "phone_number": number, "send": "code"}
        assert tenant.server.call("POST", "/passwordless/start", start).status == 200
        code = tenant.gateway.newest(number).code
        body = {"grant_type": GRANT, "client_id": client_id, "username": number, "otp": code, "realm": "sms"}
        answer = tenant.server.call("POST", "/oauth/token", body | {"scope": "openid offline_access"})
        assert answer.status == 200, answer
        return answer.json["refresh_token"]

    @pytest.fixture
    def refresh(self, client_id):
        def refresh(node, token):
            body = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token}
            return node.call("POST", "/oauth/token", body)

        return refresh

    def test_that_one_node_rotated_is_good_on_the_next(self, nodes, refresh, first):
        token = first
        for node in [*nodes, *nodes]:
            answer = refresh(node, token)
            assert answer.status == 200, answer
            token = answer.json["refresh_token"]

    def test_that_is_used_again_on_another_node_ends_its_family(self, nodes, refresh, first):
        second = refresh(nodes[0], first).json["refresh_token"]
        assert refresh(nodes[1], first).status == 403
        assert refresh(nodes[2], second).status == 403

    @pytest.mark.parametrize("attempt", range(5))
    def test_used_on_all_nodes_at_once_is_accepted_once(self, tenant, refresh, first, attempt):
        answers = all_at_once(tenant.server, 6, lambda caller, _: refresh(caller, first))
        assert statuses(answers) == {200: 1, 403: 5}


class TestAChangeOnOneNode:
    def test_of_a_client_is_seen_by_all_within_a_second(self, tenant, nodes):
        client = tenant.new_client("Seen", app_type="native", grant_types=[GRANT], **PUBLIC)["client_id"]
        body = {"client_id": client, "connection": "sms", "phone_number": new_number(), "send": "code"}

        def starts(node) -> int:
            return node.call("POST", "/passwordless/start", body).status

        assert tenant.server.seconds_until_all(lambda node: starts(node) == 200) <= SOON
        assert nodes[0].call("DELETE", f"/api/v2/clients/{client}", token=tenant.token).status == 204
        assert tenant.server.seconds_until_all(lambda node: starts(node) >= 400) <= SOON

    def test_of_a_connection_is_seen_by_all_within_a_second(self, tenant):
        number = new_number()
        tenant.point_at(tenant.gateway.url, template="Changed: @@password@@")

        def sends_it(node) -> bool:
            assert tenant.start(number, node).status == 200
            return tenant.gateway.newest(number).body.startswith("Changed: ")

        assert tenant.server.seconds_until_all(sends_it) <= SOON

    def test_of_the_signing_key_spoils_no_token(self, tenant, nodes):
        def fresh_token(node) -> str:
            number = new_number()
            return tenant.exchange(number, tenant.code_for(number), node, "openid").json["access_token"]

        def is_accepted(node, token: str) -> bool:
            return node.call("GET", "/userinfo", token=token).status == 200

        before = [fresh_token(node) for node in nodes]
        answer = nodes[0].call("POST", "/api/v2/keys/signing/rotate", token=tenant.token)
        assert answer.status == 201, answer
        tokens = before + [fresh_token(node) for node in nodes]
        refused = [(token, node) for token in tokens for node in nodes if not is_accepted(node, token)]
        assert refused == []

    def test_of_the_signing_key_is_published_by_all_within_a_second(self, tenant, nodes):
        def keys(node) -> list:
            return sorted(key["kid"] for key in node.call("GET", "/.well-known/jwks.json").json["keys"])

        assert nodes[1].call("POST", "/api/v2/keys/signing/rotate", token=tenant.token).status == 201
        assert tenant.server.seconds_until_all(lambda node: keys(node) == keys(nodes[1])) <= SOON


@pytest.fixture(scope="module")
def limited(postgresql, servers):
    """A tenant of three nodes with the limits that a server has of itself."""
    gateway = Gateway()
    yield Cluster(servers, postgresql.new_database("limited")).tenant(gateway)
    gateway.close()


class TestALimit:
    def test_of_ten_messages_to_a_number_counts_over_all_nodes(self, limited):
        number = new_number()
        answers = all_at_once(limited.server, 18, lambda caller, _: limited.start(number, caller))
        assert statuses(answers) == {200: 10, 429: 8}
        assert len(limited.gateway.messages(number)) == 10

    def test_of_fifty_starts_from_an_address_counts_over_all_nodes(self, limited):
        """The test before has used 18 of them."""
        numbers = [new_number() for _ in range(42)]
        answers = all_at_once(limited.server, 42, lambda caller, index: limited.start(numbers[index], caller))
        assert statuses(answers) == {200: 32, 429: 10}


@pytest.mark.parametrize("attempt", range(2))
def test_nodes_that_start_at_once_on_an_empty_database_make_one_tenant(postgresql, new_server, attempt):
    name = f"empty_{attempt}"
    cluster = Cluster(new_server, postgresql.new_database(name), count=2).start_together()
    once = {"connections": 1, "clients": 1, "client_grants": 1, "apis": 1, "signing_keys": 2}
    assert postgresql.records(name) == once
    assert [management_token(node, audience=cluster.issuer + "api/v2/").status for node in cluster.nodes] == [200, 200]
