"""The RO-Crate 1.1 description of an archive (https://w3id.org/ro/crate/1.1)."""

from __future__ import annotations

import json
from typing import Any

from cellkeep_core.protocol import Artifact, Run
from cellkeep_store.sharing.manifest import Manifest


def crate(manifest: Manifest) -> bytes:
    """Return ``ro-crate-metadata.json``."""
    by_digest: dict[str, list[Artifact]] = {}
    for artifact in manifest.artifacts:
        by_digest.setdefault(artifact.sha256, []).append(artifact)
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": _title(manifest),
            "description": "Artifacts that were kept with Cellkeep.",
            "datePublished": manifest.made_at,
            "license": "Not stated by those who made it.",
            "hasPart": [{"@id": f"data/{sha256}"} for sha256 in by_digest],
            "mentions": [{"@id": f"#run-{run.id}"} for run in manifest.runs],
        },
    ]
    graph += [_file(sha256, same) for sha256, same in by_digest.items()]
    graph += [_run(run, manifest.artifacts) for run in manifest.runs]
    document = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _file(sha256: str, same: list[Artifact]) -> dict[str, Any]:
    first = same[0]
    return {
        "@id": f"data/{sha256}",
        "@type": "File",
        "name": first.name,
        "alternateName": [f"{each.run_name}: {each.name} v{each.version}" for each in same],
        "encodingFormat": first.media_type,
        "contentSize": str(first.size),
        "dateCreated": first.created_at,
        "sha256": sha256,
        "identifier": [each.id for each in same],
        **({"description": first.summary} if first.summary else {}),
    }


def _run(run: Run, artifacts: list[Artifact]) -> dict[str, Any]:
    its = [artifact for artifact in artifacts if artifact.run_id == run.id]

    def files(*categories: str) -> list[dict[str, str]]:
        digests = dict.fromkeys(each.sha256 for each in its if each.category in categories)
        return [{"@id": f"data/{sha256}"} for sha256 in digests]

    return {
        "@id": f"#run-{run.id}",
        "@type": "CreateAction",
        "name": run.name,
        "startTime": run.created_at,
        "object": files("code", "input"),
        "result": files("output"),
        "keywords": run.tags,
    }


def _title(manifest: Manifest) -> str:
    names = [run.name for run in manifest.runs]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more runs" if len(names) > 3 else "")
