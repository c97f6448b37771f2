"""The pages of whole sites that are backed up and restored."""

import re
from xml.etree import ElementTree

from django.test import Client

URLS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def public_pages(every):
    """Of all pages that the sitemap leads to one of so many, {address: bytes}."""
    client = Client()
    return {address: client.get(address).content for address in sitemap_addresses(client)[::every]}


def sitemap_addresses(client):
    sections = addresses(client.get("/sitemap.xml"), "sitemap")
    return [address for section in sections for address in addresses(client.get(section), "url")]


def addresses(response, kind):
    tree = ElementTree.fromstring(response.content)
    found = (each.text for each in tree.iterfind(f"{URLS}{kind}/{URLS}loc"))
    return [re.sub(r"^https?://[^/]+", "", each) for each in found]
