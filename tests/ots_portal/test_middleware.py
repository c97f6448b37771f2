import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ots_portal.middleware import drop_body_of_head, drop_control_characters


def query_seen_by_the_view(query):
    seen = {}
    middleware = drop_control_characters(lambda request: seen.update(get=dict(request.GET.lists())) or HttpResponse())
    middleware(RequestFactory().get(f"/?{query}"))
    return seen["get"]


def test_control_characters_never_reach_a_view():
    assert query_seen_by_the_view("slug__exact=%00&q=a%00b%0d&%00x=1") == {"slug__exact": [""], "q": ["ab"], "x": ["1"]}


def test_ordinary_queries_stay_as_they_are():
    assert query_seen_by_the_view("q=%C4%B0stanbul+2021&series=cfm&series=rc") == {
        "q": ["İstanbul 2021"],
        "series": ["cfm", "rc"],
    }


def test_head_gets_the_length_and_no_body():
    response = drop_body_of_head(lambda request: HttpResponse("Türkiye"))(RequestFactory().head("/"))

    assert (response.content, response["Content-Length"]) == (b"", "8")


def test_get_keeps_its_body():
    response = drop_body_of_head(lambda request: HttpResponse("Türkiye"))(RequestFactory().get("/"))

    assert response.content.decode() == "Türkiye"


@pytest.mark.django_db
def test_public_pages_take_no_forms_and_those_of_accounts_do():
    client = Client(enforce_csrf_checks=True)

    answers = {address: client.post(address).status_code for address in ("/tr/", "/en/meetings/", "/tr/hesap/login/")}
    refused = client.post("/en/meetings/")

    assert answers == {"/tr/": 405, "/en/meetings/": 405, "/tr/hesap/login/": 403}
    assert refused["Allow"] == "GET, HEAD"


@pytest.mark.django_db
def test_public_pages_are_sent_compressed_to_whoever_has_no_cookie():
    client = Client(headers={"accept-encoding": "gzip"})

    page = client.get("/tr/acik-veri/")
    client.cookies["sessionid"] = "x"
    with_cookie = client.get("/tr/acik-veri/")

    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).decode() == with_cookie.content.decode()
    assert "Content-Encoding" not in with_cookie
    assert all("Accept-Encoding" in each["Vary"] for each in (page, with_cookie))


@pytest.mark.django_db
def test_a_page_that_hands_out_a_cookie_is_never_compressed():
    page = Client(headers={"accept-encoding": "gzip"}).get("/tr/hesap/login/")

    assert "csrftoken" in page.cookies
    assert "Content-Encoding" not in page
