"""pytest takes plugins only from a conftest that it loads first: not from the server tests' own."""

pytest_plugins = ["pytest_jupyter.jupyter_server"]
