"""What the web server of these tests shows; run by it in a process of its own, it prints where and for whom."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from tests import factories  # noqa: E402

call_command("createcachetable", verbosity=0)
meeting = factories.make_meeting(reference="one", title_tr="Birinci toplantı", title_en="First meeting")
city = factories.make_city(reference="bursa", name_tr="Bursa", name_en="Bursa")
for number in range(60):
    factories.make_meeting(series=meeting.series, theme_tr=f"Konu {number} " * 20)
staff = Client()
staff.force_login(factories.make_admin())
print(  # noqa: T201 - read by the fixture
    json.dumps(
        {
            "meeting": {"tr": f"/tr/toplantilar/{meeting.slug_tr}/", "en": f"/en/meetings/{meeting.slug_en}/"},
            "city": f"/tr/yonetim/cooperation/city/{city.pk}/change/",
            "upload": "/tr/yonetim/library/file/add/",
            "session": staff.cookies[settings.SESSION_COOKIE_NAME].value,
            "csrf": get_random_string(32),
        }
    )
)
