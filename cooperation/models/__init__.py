"""Everything the organisation is made of and works on; meetings and the Vision refer to it."""

from cooperation.models.areas import Area, Statistic, Topic
from cooperation.models.documents import Document, DocumentFile
from cooperation.models.organisation import (
    Institution,
    Membership,
    OrganisationName,
    Person,
    State,
)
from cooperation.models.places import City, Country

__all__ = [
    "Area",
    "City",
    "Country",
    "Document",
    "DocumentFile",
    "Institution",
    "Membership",
    "OrganisationName",
    "Person",
    "State",
    "Statistic",
    "Topic",
]
