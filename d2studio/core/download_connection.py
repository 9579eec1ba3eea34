"""How `requests` connects here: with the system's certificates, and never to where it may not."""

import ssl

import truststore
from requests.adapters import HTTPAdapter
from urllib3 import ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from d2studio.core.download_hosts import HostRules
from d2studio.errors import UnsafeAddress


class Adapter(HTTPAdapter):
    """Trusts whom the system trusts, and looks at where a connection really goes."""

    def __init__(self, rules: HostRules) -> None:
        self._rules = rules
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: object) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **more)
        rules = self._rules

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                _check_peer(rules, self)

        class SecureConnection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                _check_peer(rules, self)

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = SecureConnection

        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}

    def proxy_manager_for(self, proxy: str, **more: object) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(
            proxy, ssl_context=self._context, proxy_ssl_context=self._context, **more
        )
        return manager

    def cert_verify(self, conn: HTTPConnectionPool, url: str, verify: object, cert: object) -> None:
        """Leave out what the base class adds: a list of authorities of its own."""
        if isinstance(conn, HTTPSConnectionPool):
            conn.cert_reqs = "CERT_REQUIRED"


def _check_peer(rules: HostRules, connection: HTTPConnection) -> None:
    assert connection.sock is not None
    try:
        rules.check_peer(connection.host, connection.sock.getpeername()[0])
    except UnsafeAddress:
        connection.close()
        raise
