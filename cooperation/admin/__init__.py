"""The forms and lists of what the organisation is made of, one module for each module of models."""

from cooperation.admin import areas, documents, organisation, places

__all__ = ["areas", "documents", "organisation", "places"]
