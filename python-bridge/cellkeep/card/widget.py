"""The live card, as a Jupyter widget. Its view is in ``src/widget``."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, get_args

from ipywidgets import DOMWidget
from traitlets import Bytes, Dict, Unicode

from cellkeep.transfer.process import engine
from cellkeep_core.protocol import TransferAction, to_builtins

if TYPE_CHECKING:
    from cellkeep.handle import Handle
    from cellkeep.transfer import Transfer

MODULE = "cellkeep"
MODULE_VERSION = "^0.1.0"
_ACTIONS = get_args(get_args(TransferAction)[0])


class CardWidget(DOMWidget):
    """One save: what it is, and where it stands."""

    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = Unicode("CardModel").tag(sync=True)
    _view_module = Unicode(MODULE).tag(sync=True)
    _view_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = Unicode("CardView").tag(sync=True)

    status = Dict(help="A TransferStatus, as the protocol writes it.").tag(sync=True)
    preview = Dict(allow_none=True, default_value=None, help="A Preview, or None.").tag(sync=True)
    thumbnail = Bytes(allow_none=True, default_value=None, help="A PNG, or None.").tag(sync=True)

    def open(self) -> None:
        """Open the widget's comm."""
        super().open()
        # A button is pressed while a cell draws: the shell's post_execute event, which
        # ipykernel fires around a comm's callback, would flush the half-drawn figure.
        self.comm.handle_msg = self._handle_msg


class LiveCards:
    """The cards whose saves are under way, brought up to date by the status board."""

    def __init__(self) -> None:
        self._cards: weakref.WeakValueDictionary[str, CardWidget] = weakref.WeakValueDictionary()

    def follow(self, transfer: Transfer, card: CardWidget) -> None:
        """Keep a card up to date from now on."""
        self._cards[transfer.id] = card
        engine().board.listen(self.update)
        engine().board.changed(transfer)  # it may have moved since the card was drawn

    def update(self, changed: list[Transfer]) -> None:
        """Show the newest state of what changed."""
        for transfer in changed:
            card = self._cards.get(transfer.id)
            if card is not None:
                card.status = to_builtins(transfer.status())


_live_cards = LiveCards()


def card_of(handle: Handle) -> CardWidget:
    """Return the card of a handle, the same one each time it is shown."""
    if handle.card is None:
        preview = handle.preview
        card = CardWidget(
            status=to_builtins(handle.transfer_status()),
            preview=to_builtins(preview) if preview is not None else None,
            thumbnail=handle.thumbnail,
        )
        transfer = handle.transfer

        def pressed(_card: Any, content: Any, _buffers: Any) -> None:
            action: Any = content.get("action") if isinstance(content, dict) else None
            if action in _ACTIONS:
                engine().act(transfer, action)

        card.on_msg(pressed)
        handle.card = card
        _live_cards.follow(transfer, card)
    card_shown: CardWidget = handle.card
    return card_shown
