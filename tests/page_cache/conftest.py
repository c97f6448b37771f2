import pytest

from ots_portal.page_cache import stores, writes


@pytest.fixture
def keeping_pages(settings, tmp_path):
    """Pages are kept, in a folder and a memory of the test's own."""
    settings.VAR, settings.PAGE_CACHE_MEGABYTES = tmp_path, 8
    stores.local_pages.cache_clear()
    writes.renew()
    yield stores.pages()
    stores.local_pages.cache_clear()
