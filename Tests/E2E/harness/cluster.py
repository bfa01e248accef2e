"""Several `watchword serve` processes on one database, called like one server: each call goes to some node."""

import random
import threading

from .calls import Answer, Caller
from .gateway import Gateway
from .ports import free_port
from .server import Server
from .tenant import Tenant
from .waiting import until


class Cluster:
    """Its nodes differ in nothing but their ports; the issuer is an address that a balancer would have."""

    def __init__(
        self, new_server, database_url: str, count: int = 3, settings: dict | None = None, port: int | None = None
    ):
        self.port = port or free_port()
        self.issuer = f"http://localhost:{self.port}/"
        shared = {"DATABASE_URL": database_url, "ISSUER": self.issuer, **(settings or {})}
        self.nodes: list[Server] = [new_server(shared) for _ in range(count)]
        self._chance = random.Random(count)
        self._turn = threading.Lock()

    def start_together(self) -> "Cluster":
        """Starts all nodes in the same moment."""
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.wait_until_ready()
        return self

    def tenant(self, gateway: Gateway) -> Tenant:
        """Makes a tenant on the first node before the others start, so that all of them know it from their start."""
        tenant = Tenant(self.nodes[0].start(), gateway)
        for node in self.nodes[1:]:
            node.launch()
        for node in self.nodes[1:]:
            node.wait_until_ready()
        tenant.server = self
        return tenant

    def some_node(self) -> Server:
        with self._turn:
            return self._chance.choice(self.nodes)

    def call(self, method: str, path: str, body=None, token: str | None = None, **options) -> Answer:
        return self.some_node().call(method, path, body, token, **options)

    def caller(self, **options) -> Caller:
        return self.some_node().caller(**options)

    def seconds_until_all(self, condition, patience: float = 10) -> float:
        """How long it took until `condition(node)` held on every node."""
        return until(lambda: all(condition(node) for node in self.nodes), patience)
