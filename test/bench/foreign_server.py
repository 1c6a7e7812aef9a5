"""A web server that has nothing to do with Jupyter: it shows what a full machine does to anybody.

``python foreign_server.py`` prints its port and answers every GET with a kilobyte.
"""

from __future__ import annotations

import asyncio

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class Page(RequestHandler):
    def get(self) -> None:
        self.write("x" * 1000)


async def main() -> None:
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(Application([("/", Page)])).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
