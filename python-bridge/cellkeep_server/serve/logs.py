"""Logs for machines: one JSON object a line."""

from __future__ import annotations

import json
import logging

from jupyter_server.auth import User
from jupyter_server.prometheus.log_functions import prometheus_log_method
from tornado.web import RequestHandler

from cellkeep_core.ids import utc_text

_REQUEST = logging.getLogger("cellkeep.request")
_FIELDS = "fields"


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON, with its traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        told = {
            "time": utc_text(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def log_request(handler: RequestHandler) -> None:
    """Log a request that ended. Its query is left out: it may hold a token, or a person's words."""
    request = handler.request
    status = handler.get_status()
    user = getattr(handler, "_jupyter_current_user", None)
    fields = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "seconds": round(request.request_time(), 4),
        "address": request.remote_ip,
        "person": user.username if isinstance(user, User) else None,
    }
    level = logging.INFO if status < 500 else logging.ERROR
    log = getattr(handler, "log", _REQUEST)
    log.log(level, "%s %s", request.method, request.path, extra={_FIELDS: fields})
    prometheus_log_method(handler)  # type: ignore[no-untyped-call]  # Jupyter's own
