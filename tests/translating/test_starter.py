import pytest

from ots_portal.publishing.record_types import publishable_models
from ots_portal.translating.models import Task

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("starter_content")
def test_all_starter_content_is_in_step():
    numbers = {model: model.objects.readable().count() for model in publishable_models()}

    assert Task.objects.count() == sum(numbers.values()) > 100
    assert list(Task.objects.exclude(stale=0, missing=0).values_list("search_text", "stale", "missing")) == []
