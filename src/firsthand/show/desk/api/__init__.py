"""The API of the desk: one file for each resource, described at /api/v1/openapi.json, put into the app as `API`."""

from __future__ import annotations

from fastapi import APIRouter

from firsthand.show.desk.api import claims, deciding, documents, exporting, keeping, people, showing
from firsthand.show.desk.api.describing import described

__all__ = ["API"]

_RESOURCES = (
    claims.ROUTES,
    showing.ROUTES,
    documents.ROUTES,
    deciding.ROUTES,
    exporting.ROUTES,
    keeping.ROUTES,
    people.ROUTES,
)

API: tuple[APIRouter, ...] = (*_RESOURCES, described(_RESOURCES))
"""To be put into the app in this order."""
