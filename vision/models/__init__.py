"""The Turkic World Vision 2040: the declaration, its pillars, sections and objectives, and what serves them."""

from vision.models.declaration import (
    Commitment,
    Declaration,
    Formula,
    Introduction,
    Recital,
)
from vision.models.evidence import Evidence
from vision.models.structure import Objective, Pillar, Section

__all__ = [
    "Commitment",
    "Declaration",
    "Evidence",
    "Formula",
    "Introduction",
    "Objective",
    "Pillar",
    "Recital",
    "Section",
]
