"""The dataset in schema.org's terms, for the page of the data: what search engines of datasets read."""

from __future__ import annotations

from typing import Any

from rehabkg.description.dcat import ABOUT_EN, ABOUT_RU, CURATED_LICENCE, TITLE_EN, TITLE_RU
from rehabkg.release.model import Dump, Release
from rehabkg.store.loaded import loaded_sources

_TEXTS = {"en": (TITLE_EN, ABOUT_EN), "ru": (TITLE_RU, ABOUT_RU)}


def schema_org_dataset(release: Release, address: str, language: str) -> dict[str, Any]:
    """Return a `schema:Dataset` as JSON-LD, its files at *address*, which ends in a slash."""
    name, about = _TEXTS[language]
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{release.base}dataset",
        "name": name,
        "description": about,
        "url": f"{address}data.{language}.html",
        "inLanguage": ["en", "ru"],
        "version": release.name,
        "dateModified": release.created.date().isoformat(),
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": {"en": "Soviet Union", "ru": "СССР"}[language]},
        "distribution": [_download(release, dump, address) for dump in release.files if dump.graph is None],
    }
    if not loaded_sources(release.settings.store_path):
        # A list is given without a licence, and so is what holds one.
        found["license"] = CURATED_LICENCE.value
    return found


def _download(release: Release, dump: Dump, address: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": dump.file,
        "contentUrl": f"{address}releases/{release.name}/dumps/{dump.file}",
        "encodingFormat": dump.media_type,
        "contentSize": f"{dump.size} B",
        "sha256": dump.sha256,
    }
