"""Connections to public addresses only: what a name means is looked up once, checked, and that very address connected."""

import ipaddress
import socket
from contextlib import contextmanager
from http import HTTPStatus
from threading import Timer
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ots_portal.links.models import Problem

HTTPS_PORT = 443
WITHIN = (".local", ".internal", ".localhost", ".home.arpa")  # names that never belong to the public network
REACHED_NOBODY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unreachable(Exception):
    """Nothing was found, for this reason."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def is_public(address: str) -> bool:
    """Whether an IP address, and any that it holds, belongs to the public network."""
    meant = all_meant(ipaddress.ip_address(address.partition("%")[0]))
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in meant)


def all_meant(ip):
    """An address, and those of IPv4 within one of IPv6 to which a router may lead."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip in NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    return [each for each in (ip, ip.sixtofour, *(ip.teredo or ())) if each]


def looked_up(host, port, is_allowed):
    """The checked socket addresses of a host; one that is not allowed rules all of them out."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise Unreachable(Problem.NO_HOST) from None
    except (UnicodeError, OverflowError):
        raise Unreachable(Problem.INVALID) from None
    if not all(is_allowed(address[0]) for *_kind, address in found):
        raise Unreachable(Problem.PRIVATE)
    return [(family, address) for family, _type, _protocol, _name, address in found]


def check_for_proxy(host, is_allowed):
    """A proxy looks names up by itself: what this machine finds, too, is checked; what only the proxy finds, it must."""
    try:
        looked_up(host, HTTPS_PORT, is_allowed)
    except Unreachable as error:
        if error.problem != Problem.NO_HOST or not may_be_public(host):
            raise


def may_be_public(host):
    return "." in host and not host.rstrip(".").lower().endswith(WITHIN)


def is_of_proxy(answer):
    """Whether a proxy says that it reached nobody; in TLS it cannot say anything in another one's name."""
    return (
        answer.url.startswith("http:") and answer.status_code in REACHED_NOBODY and "Retry-After" not in answer.headers
    )


def connected(addresses, seconds):
    """A socket to the first of these addresses that answers."""
    problem = Problem.NO_ANSWER
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(seconds)
            sock.connect(address)
        except TimeoutError:
            problem = Problem.TIMEOUT
        except OSError:
            problem = Problem.NO_ANSWER
        else:
            return sock
        sock.close()
    raise Unreachable(problem)


class CheckedAdapter(HTTPAdapter):
    """What requests sends by; every redirect that is followed comes through here again."""

    def __init__(self, is_allowed, seconds):
        self.is_allowed, self.seconds, self.lines, self.is_late = is_allowed, seconds, [], False
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self.pools(self.is_allowed)

    def proxy_manager_for(self, proxy, **kwargs):
        """Whoever runs the portal has chosen it, wherever it stands."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self.pools(lambda address: True)
        return manager

    def send(self, request, *args, proxies=None, **kwargs):
        is_by_proxy = bool(select_proxy(request.url, proxies))
        if is_by_proxy:
            check_for_proxy(urlsplit(request.url).hostname, self.is_allowed)
        answer = super().send(request, *args, proxies=proxies, **kwargs)
        if is_by_proxy and is_of_proxy(answer):
            answer.close()
            raise Unreachable(Problem.NO_ANSWER)
        return answer

    def pools(self, is_allowed):
        def connect(connection):
            return self.connect(connection.host, connection.port, is_allowed)

        def pool_of(pool, connection):
            return type(pool.__name__, (pool,), {"ConnectionCls": type(connection.__name__, (connection,), own)})

        own = {"_new_conn": connect}
        return {
            "http": pool_of(HTTPConnectionPool, HTTPConnection),
            "https": pool_of(HTTPSConnectionPool, HTTPSConnection),
        }

    def connect(self, host, port, is_allowed):
        sock = connected(looked_up(host.strip("[]"), port, is_allowed), self.seconds)
        self.lines.append(sock.dup())  # TLS takes the socket over; its copy can still end the line
        return sock

    @contextmanager
    def cut_off(self, seconds):
        """Within this block no connection lasts longer, however slowly the other side speaks."""
        timer = Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for line in self.lines:
                line.close()
            self.lines.clear()

    def cut(self):
        self.is_late = True
        for line in list(self.lines):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:  # ended by itself meanwhile
                continue
