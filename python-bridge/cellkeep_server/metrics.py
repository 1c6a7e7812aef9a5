"""What Prometheus is told beside Jupyter Server's own metrics, at its address ``/metrics``.

In `prometheus_client`'s registry, as Jupyter's: requests by handler, method and status are there
already. Nothing here has a name of a person, a run or an artifact.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

WORK = Histogram(
    "cellkeep_store_seconds",
    "seconds that a piece of work with the store took, without waiting for a thread",
    ["threads"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)
TOLD_CHANGES = Counter(
    "cellkeep_changes", "changes in the store that this server has told of", ["kind"]
)
UPLOADS = Gauge("cellkeep_uploads_active", "requests that write to an upload now")
PRESIGNED_UPLOADS = Counter(
    "cellkeep_presigned_uploads",
    "uploads that clients may put into the object storage themselves (granted: each time that one "
    "is begun or gone on with), and how they ended",
    ["outcome"],
)
PRESIGNED_UPLOAD_BYTES = Counter(
    "cellkeep_presigned_upload_bytes", "bytes of such uploads that were completed"
)
PRESIGNED_READS = Counter(
    "cellkeep_presigned_reads",
    "addresses that clients were given to read from the object storage themselves, or refused",
    ["outcome"],
)
PRESIGNED_READ_BYTES = Counter(
    "cellkeep_presigned_read_bytes",
    "sizes of what such addresses were for; how much of it was read only the storage knows",
)
READY = Gauge("cellkeep_ready", "whether catalog and bytes were in reach when last asked, 1 or 0")
