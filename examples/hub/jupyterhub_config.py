"""JupyterHub for a trial on one machine. What a real hub needs too is below the line of dashes."""

import json
import os
import sys
from pathlib import Path

trial = json.loads(Path("trial.json").read_text())  # written by start.py
services = trial["services"]
names = list(services)
access = [f"access:services!service={name}" for name in names]

c = get_config()
c.JupyterHub.bind_url = trial["url"]
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = trial["hub_port"]
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{trial['proxy_port']}"
c.ConfigurableHTTPProxy.command = [trial["proxy"]]
# One password for all, and everybody's server as the same account of the system: for a trial only.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = trial["password"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(Path.cwd() / "home" / "{username}")
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []

# -------------------------------------------------------------------------------------------------
c.Authenticator.allowed_users = {"alice", "bob", "carol"}
c.JupyterHub.load_groups = {"team": {"users": ["alice", "bob"]}}
c.JupyterHub.services = [
    {"name": name, "oauth_no_confirm": True, **service} for name, service in services.items()
]
c.JupyterHub.load_roles = [
    # Everybody may use the services. What they see there, the services decide run by run.
    {"name": "user", "scopes": ["self", *access]},
    # The services ask of which groups somebody is, and who else is of them.
    {
        "name": "cellkeep",
        "services": names,
        "scopes": ["read:users:name", "read:users:groups", "read:groups"],
    },
]
c.Spawner.default_url = "/lab"
# The token of a person's server is also its kernels': it opens the services, and ends with the server.
# Their JupyterLab shows the service's library by the same two variables.
c.Spawner.server_token_scopes = ["users:activity!user", "access:servers!server", *access]
c.Spawner.environment = {
    # People take turns between the two. Behind a load balancer there is one address for all.
    "CELLKEEP_SERVER": lambda spawner: (
        f"{trial['url']}/services/{names[spawner.user.id % len(names)]}/"
    ),
    "CELLKEEP_TOKEN": lambda spawner: spawner.api_token,
}
