"""What the checker makes of answers; against a real server, to which only these tests let it."""

import time
from datetime import timedelta
from functools import partial
from ipaddress import ip_address
from threading import Event, Thread

import pytest

from ots_portal.links.connecting import is_public
from ots_portal.links.models import Problem
from ots_portal.links.visiting import Visitor
from tests.links.servers import own_certificate, serving


def is_loopback(address):
    return ip_address(address).is_loopback


def visitor(**values):
    return Visitor(**({"is_allowed": is_loopback, "pause": 0, "seconds": 5} | values))


def found(server, path, **values):
    outcome = visitor(**values).visit(server.at(path))
    return str(outcome.problem), outcome.status, outcome.moved_to


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        *[(200, ""), (204, ""), (404, "status"), (410, "status"), (500, "status"), (502, "status"), (503, "status")],
        *[(401, "barred"), (403, "barred"), (405, "barred"), (451, "barred"), (999, "barred")],
    ],
)
def test_each_status_means_something(server, status, problem):
    server.answers["/"] = (status, {})

    assert found(server, "/") == (problem, status, "")


def test_one_look_is_a_head_that_says_who_asks(server, settings):
    server.answers["/a?b=c"] = (200, {})

    visitor().visit(server.at("/a?b=c"))

    assert server.asked == [("HEAD", "/a?b=c", f"OTS Portal link check (+{settings.ORIGIN})")]


def test_where_head_is_refused_get_is_asked(server):
    server.answers |= {("HEAD", "/"): (405, {}), ("GET", "/"): (200, {})}

    assert found(server, "/") == ("", 200, "")
    assert [method for method, *_rest in server.asked] == ["HEAD", "GET"]


def test_a_server_that_hangs_up_on_head_is_asked_by_get(server):
    server.answers |= {("HEAD", "/"): lambda handler: handler.connection.close(), ("GET", "/"): (200, {})}

    assert found(server, "/") == ("", 200, "")


def test_of_a_huge_body_nothing_is_read(server):
    sent, has_ended = [], Event()

    def pour(handler):
        handler.head(200, {"Content-Length": str(10**12)})
        try:
            while True:
                sent.append(handler.wfile.write(b"x" * 65536))
        except OSError:
            has_ended.set()

    server.answers |= {("HEAD", "/"): (501, {}), ("GET", "/"): pour}

    assert found(server, "/") == ("", 200, "")
    assert has_ended.wait(10)
    assert sum(sent) < 20_000_000  # what the two systems' buffers take


def test_nor_of_the_body_of_an_answer_that_leads_on(server):
    def pour(handler):
        handler.head(302, {"Location": "/there", "Content-Length": str(10**12)})
        handler.server.ended.wait(20)

    server.answers |= {("HEAD", "/"): (405, {}), ("GET", "/"): pour, "/there": (200, {})}

    assert found(server, "/") == ("", 200, "")


# ---- Leading on ----------------------------------------------------------------------------------------------
def test_what_leads_on_for_a_while_works_and_what_does_for_good_has_moved(server):
    server.answers |= {
        "/now": (302, {"Location": "/new"}),
        "/good": (301, {"Location": "/better"}),
        "/better": (308, {"Location": "/new#top"}),
        "/mixed": (301, {"Location": "/now"}),
        "/new": (200, {}),
    }

    assert found(server, "/now") == ("", 200, "")
    assert found(server, "/good") == ("", 200, server.at("/new"))
    assert found(server, "/mixed") == ("", 200, server.at("/now"))


def test_five_steps_are_followed_and_no_more(server):
    for number in range(10):
        server.answers[f"/{number}"] = (302, {"Location": f"/{number + 1}"})
    server.answers["/5"] = (200, {})

    assert found(server, "/0")[0] == ""
    server.answers["/5"] = (302, {"Location": "/6"})
    server.asked.clear()
    assert found(server, "/0")[0] == "redirects"
    assert len(server.asked) == 6


def test_a_circle_ends(server):
    server.answers |= {"/a": (301, {"Location": "/b"}), "/b": (301, {"Location": "/a"})}

    assert found(server, "/a")[0] == "redirects"


def test_a_page_that_asks_for_its_cookie_is_found(server):
    def once(handler):
        has_cookie = "seen=1" in handler.headers.get("Cookie", "")
        handler.head(*((200, {}) if has_cookie else (302, {"Location": "/", "Set-Cookie": "seen=1"})))

    server.answers["/"] = once

    assert found(server, "/") == ("", 200, "")


@pytest.mark.parametrize("location", ["ftp://example.org/", "javascript:alert(1)", "http://[", "file:///etc"])
def test_what_leads_to_no_page_is_no_address(server, location):
    server.answers["/"] = (302, {"Location": location})

    assert found(server, "/")[0] == "invalid"


# ---- Only to the public network ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        *[
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
        ],
        *["224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1"],
        *["ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"],
    ],
)
def test_no_address_of_an_inner_network_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_addresses_of_others_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "127.1"])
def test_nobody_is_led_to_this_machine_by_any_name(server, host):
    server.answers["/"] = (200, {})

    outcome = Visitor(pause=0).visit(server.at("/", host))

    assert outcome.problem == Problem.PRIVATE
    assert server.asked == []


def test_nor_by_a_redirect(server):
    server.answers["/"] = (302, {"Location": server.at("/secret", "127.0.0.2")})

    outcome = visitor(is_allowed=lambda address: address == "127.0.0.1").visit(server.at("/"))

    assert outcome.problem == Problem.PRIVATE
    assert [path for _method, path, _agent in server.asked] == ["/"]


def test_the_address_that_was_checked_is_the_one_connected(server, monkeypatch):
    """A name that means something else when it is asked again gains nothing: it is asked once."""
    looked_up, real = [], __import__("socket").getaddrinfo

    def changing(host, port, *args, **kwargs):
        looked_up.append(host)
        return real("127.0.0.1" if len(looked_up) == 1 else "127.0.0.2", port, *args, **kwargs)

    monkeypatch.setattr("socket.getaddrinfo", changing)
    server.answers["/"] = (200, {})

    outcome = visitor(is_allowed=lambda address: address == "127.0.0.1").visit(server.at("/", "changing.example"))

    assert outcome.status == 200
    assert looked_up == ["changing.example"]


# ---- By a proxy ----------------------------------------------------------------------------------------------
ELSEWHERE = "http://public.example"  # a name that nobody but the proxy knows


@pytest.fixture
def proxy(server, monkeypatch):
    """The server as a proxy, which is asked for whole addresses."""
    monkeypatch.setenv("http_proxy", server.at("/"))
    monkeypatch.setenv("https_proxy", server.at("/"))
    monkeypatch.delenv("no_proxy", raising=False)
    return server


def test_a_proxy_of_the_environment_is_asked(proxy):
    proxy.answers[f"{ELSEWHERE}/a"] = (200, {})

    outcome = Visitor(pause=0).visit(f"{ELSEWHERE}/a")

    assert (outcome.problem, outcome.status) == ("", 200)
    assert [(method, path) for method, path, _agent in proxy.asked] == [("HEAD", f"{ELSEWHERE}/a")]


@pytest.mark.parametrize(
    "host",
    [
        *["127.0.0.1", "10.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254"],
        *["localhost", "intranet", "printer.local", "db.internal", "a.localhost", "nas.home.arpa.", "DB.INTERNAL"],
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_is_led_inside_by_it(proxy, scheme, host):
    outcome = Visitor(pause=0).visit(f"{scheme}://{host}/")

    assert outcome.problem in {Problem.PRIVATE, Problem.NO_HOST}
    assert proxy.asked == []


def test_nor_by_a_redirect_that_it_brings(proxy):
    proxy.answers[f"{ELSEWHERE}/"] = (302, {"Location": "http://10.0.0.1/secret"})

    assert Visitor(pause=0).visit(f"{ELSEWHERE}/").problem == Problem.PRIVATE
    assert [path for _method, path, _agent in proxy.asked] == [f"{ELSEWHERE}/"]


def test_what_need_not_be_asked_by_it_is_asked_directly(proxy, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    proxy.answers["/"] = (200, {})

    assert found(proxy, "/") == ("", 200, "")
    assert Visitor(pause=0).visit(proxy.at("/")).problem == Problem.PRIVATE


@pytest.mark.parametrize("status", [502, 503, 504])
def test_that_a_proxy_reaches_nobody_is_no_answer(proxy, status):
    proxy.answers[f"{ELSEWHERE}/"] = (status, {})

    outcome = Visitor(pause=0).visit(f"{ELSEWHERE}/")

    assert (outcome.problem, outcome.is_answer) == ("no-answer", False)


@pytest.mark.parametrize(("status", "problem"), [(403, "barred"), (502, "no-answer"), (407, "no-answer")])
def test_nor_are_pages_broken_to_which_a_proxy_leads_nobody(proxy, status, problem):
    proxy.answers["public.example:443"] = (status, {})

    assert Visitor(pause=0).visit("https://public.example/").problem == problem


def test_a_proxy_that_is_not_there(monkeypatch):
    with serving() as gone:
        monkeypatch.setenv("http_proxy", gone.at("/"))

    assert Visitor(pause=0).visit(f"{ELSEWHERE}/").problem == Problem.NO_ANSWER


def test_a_proxy_that_speaks_letter_by_letter_takes_too_long(proxy):
    has_ended = Event()
    proxy.answers[f"{ELSEWHERE}/"] = partial(dribble, has_ended=has_ended)

    assert Visitor(pause=0, seconds=0.5).visit(f"{ELSEWHERE}/").problem == Problem.TIMEOUT
    assert has_ended.wait(5)


def test_nobody_is_told_the_password_that_netrc_knows(server, monkeypatch, tmp_path):
    told = []
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login aylin password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers["/"] = lambda handler: (told.append(handler.headers.get("Authorization")), handler.head(200))

    visitor().visit(server.at("/"))

    assert told == [None]


# ---- Failures told apart -------------------------------------------------------------------------------------
def test_a_server_that_is_not_there(server):
    with serving() as gone:
        address = gone.at("/")

    assert visitor().visit(address).problem == Problem.NO_ANSWER


def test_a_certificate_that_nobody_trusts(tmp_path, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with serving(own_certificate(tmp_path)) as server:
        server.answers["/"] = (200, {})

        assert found(server, "/") == ("certificate", None, "")


def test_a_certificate_that_whoever_runs_the_portal_trusts(tmp_path, monkeypatch):
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with serving(certificate) as server:
        server.answers["/"] = (200, {})

        assert found(server, "/") == ("", 200, "")


def test_a_server_that_speaks_no_tls_has_no_bad_certificate(server):
    assert visitor().visit(server.at("/").replace("http:", "https:")).problem == Problem.NO_ANSWER


def test_a_server_that_says_nothing_takes_too_long(server):
    server.answers["/"] = lambda handler: handler.server.ended.wait(20)

    assert found(server, "/", seconds=0.2)[0] == "timeout"


def dribble(handler, has_ended):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    try:
        for _time in range(200):
            handler.server.ended.wait(0.05)
            handler.wfile.write(b"x")
    except OSError:
        has_ended.set()


def test_a_server_that_speaks_letter_by_letter_takes_too_long(server):
    server.answers["/"] = partial(dribble, has_ended=Event())

    assert found(server, "/", seconds=0.5)[0] == "timeout"


@pytest.mark.parametrize(
    "address", ["http://a b/", "http://", "http://[::1", "http://x:99999/", "http://" + "a" * 300 + "/"]
)
def test_nonsense_is_no_address(address):
    assert visitor().visit(address).problem in {Problem.INVALID, Problem.NO_HOST}


def test_after_the_end_no_request_begins(server):
    assert visitor(until=time.monotonic() - 1).visit(server.at("/")) is None
    assert server.asked == []


# ---- Patience ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "asked", "hours"),
    [
        *[(429, "", 1), (429, "7200", 2), (503, "10800", 3), (429, "nonsense", 1), (429, "99999999999", 24 * 14)],
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", 1),
    ],
)
def test_a_server_says_how_long_it_wants_to_be_left_alone(server, status, asked, hours):
    server.answers["/"] = (status, {"Retry-After": asked} if asked else {})

    outcome = visitor().visit(server.at("/"))

    assert (outcome.problem, outcome.retry_after) == (Problem.WAIT, timedelta(hours=hours))
    assert len(server.asked) == 1


def test_one_host_has_one_request_at_a_time(server):
    inside, most, company = [], [], Event()

    def stay(handler):
        inside.append(handler)
        most.append(len(inside))
        if len(inside) > 1:
            company.set()
        company.wait(0.1)
        inside.remove(handler)
        handler.head(200)

    server.answers |= {f"/{number}": stay for number in range(3)}
    one = visitor()
    threads = [Thread(target=one.visit, args=[server.at(f"/{number}")]) for number in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1, 1]


def test_between_two_requests_to_a_host_there_is_a_pause(server):
    server.answers["/"] = (200, {})
    one, begun = visitor(pause=0.2), time.monotonic()

    for _time in range(3):
        one.visit(server.at("/"))

    assert time.monotonic() - begun >= 0.4
