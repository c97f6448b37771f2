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
