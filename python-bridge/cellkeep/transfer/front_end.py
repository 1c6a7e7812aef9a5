"""What the transfers need of the front ends of a kernel; `cellkeep.kernel.bridge` provides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cellkeep.transfer.offers import Offers
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Offer, Run
    from cellkeep_core.spool import SpoolEntry


class AttachedFrontEnds(Protocol):
    """Who is attached, and what they have told. Safe to ask from any thread."""

    def any(self) -> bool:
        """Whether anybody may be listening."""

    def notebook(self) -> str | None:
        """Return the notebook's path, or None where nobody told it."""

    def store_id(self) -> str | None:
        """Return the id of the store that people look at, or None where nobody told it."""

    def uploader(self) -> str | None:
        """Return the id of the one that uploads the next offer, or None."""

    def silence(self, client_id: str) -> None:
        """Note that a front end did not answer: it gets no offers until it speaks again."""


class FrontEndPort(Protocol):
    """The way from a save to the front ends of its kernel. Safe to use from any thread."""

    @property
    def front_ends(self) -> AttachedFrontEnds:
        """Who is attached."""

    @property
    def offers(self) -> Offers:
        """The offers that wait for a front end's answer."""

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of a call that the saves' threads need."""

    def small_payload_limit(self) -> int:
        """Return the largest payload that is sent with an offer, in bytes."""

    def send_offer(self, offer: Offer, uploader: str, entry: SpoolEntry) -> None:
        """Send an offer with its bytes; one front end is to upload it."""

    def send_streamed_offer(self, offer: Offer, uploader: str, entry: SpoolEntry) -> None:
        """Send an offer whose bytes follow in frames."""

    def send_frame(self, offer_id: str, uploader: str, offset: int, data: bytes) -> None:
        """Send some bytes of a streamed offer."""

    def send_statuses(self, changed: list[Transfer]) -> None:
        """Send the newest states of transfers."""

    def send_run(self, run: Run) -> None:
        """Say which run saves go to from now on."""

    def send_hint(self, parameters: list[str]) -> bool:
        """Say that parameters changed, to the page that a person looks at; whether there is one."""
