"""What `make bench` measures: pages of the portal beside a bare response of the same server, in the same run."""

import http.client
from statistics import median
from time import perf_counter

from ots_portal.wsgi import application as portal

BARE_PATH = "/bare"
WARM_UP = 20


def application(environ, start_response):
    """The portal, and under BARE_PATH the least that a web server can answer."""
    if environ["PATH_INFO"] == BARE_PATH:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]
    return portal(environ, start_response)


def median_times(port: int, paths: list[str], rounds: int, cookies: dict[str, str]) -> dict[str, float]:
    """Median seconds of one answer per path; the paths take turns, so that a slow moment hits all alike.

    `cookies` of a path, where it has any, let somebody be signed in.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = {path: [] for path in paths}
    for turn in range(rounds + WARM_UP):
        for path in paths:
            seconds = one_answer(connection, path, cookies.get(path))
            if turn >= WARM_UP:
                times[path].append(seconds)
    connection.close()
    return {path: median(values) for path, values in times.items()}


def one_answer(connection: http.client.HTTPConnection, path: str, cookie: str | None = None) -> float:
    begin = perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    response = connection.getresponse()
    response.read()
    seconds = perf_counter() - begin
    if response.status != http.client.OK:
        raise RuntimeError(f"{path} answered {response.status}")
    return seconds
