import pytest

from tests.links.servers import serving


@pytest.fixture(scope="module")
def one_server():
    with serving() as server:
        yield server


@pytest.fixture
def server(one_server):
    """Empty for each test."""
    one_server.answers.clear()
    one_server.asked.clear()
    return one_server
