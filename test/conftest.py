"""What all Python tests share. (pytest takes plugins from a top-level conftest only.)"""

pytest_plugins = ["pytest_jupyter.jupyter_server"]
