"""What all Python tests share."""

from hypothesis import HealthCheck, settings

# pytest takes plugins only from a conftest that it loads first: not from the server tests' own.
pytest_plugins = ["pytest_jupyter.jupyter_server"]

# A machine may be slow, and is then not wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
