"""Connections to public addresses only: what a name means is looked up once, checked, and that very address connected."""

import ipaddress
import socket
from contextlib import contextmanager
from threading import Timer

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ots_portal.links.models import Problem

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
    """What requests sends by; it asks no proxy, and every redirect that is followed comes through here again."""

    def __init__(self, is_allowed, seconds):
        self.is_allowed, self.seconds, self.lines, self.is_late = is_allowed, seconds, [], False
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": self.pool_of(HTTPConnectionPool, HTTPConnection),
            "https": self.pool_of(HTTPSConnectionPool, HTTPSConnection),
        }

    def pool_of(self, pool, connection):
        own = type(connection.__name__, (connection,), {"_new_conn": lambda conn: self.connect(conn.host, conn.port)})
        return type(pool.__name__, (pool,), {"ConnectionCls": own})

    def connect(self, host, port):
        sock = connected(looked_up(host.strip("[]"), port, self.is_allowed), self.seconds)
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
