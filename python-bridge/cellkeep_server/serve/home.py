"""The service's own address, as a person opens it in a browser."""

from __future__ import annotations

from html import escape

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.httputil import url_concat

PATH = "cellkeep"

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Cellkeep</title></head>
<body>
<h1>Cellkeep</h1>
<p>You are signed in as {name}. The library is shown in JupyterLab, which finds it by these
environment variables, with a token of yours:</p>
<pre>CELLKEEP_SERVER={address}
CELLKEEP_TOKEN=…</pre>
</body>
</html>
"""


class HomeHandler(JupyterHandler):
    """Signs in whoever is not, and then goes on to their JupyterLab where a hub knows one."""

    @web.authenticated
    async def get(self) -> None:
        """Go on to JupyterLab with what the address asks for, or say how to see the library."""
        lab = getattr(self.identity_provider, "lab_url", None)
        if lab is not None:
            asked = [(name, self.get_query_argument(name)) for name in self.request.query_arguments]
            self.redirect(url_concat(lab, asked))
            return
        address = f"{self.request.protocol}://{self.request.host}{self.base_url}"
        name = self.current_user.display_name or self.current_user.username
        self.finish(_PAGE.format(name=escape(name), address=escape(address)))
