"""JupyterHub for one class: every student works as an account of this machine.

`install.py` puts this file into /etc/chainrule; the systemd unit sets the environment.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821

prefix = Path(os.environ.get("CHAIN_RULE_PREFIX", "/usr/local/lib/chainrule"))  # what students run
course = Path(os.environ["CHAIN_RULE_COURSE"])  # the instructor's checkout
instructor = os.environ["CHAIN_RULE_INSTRUCTOR"]

# Passwords travel to this port: it stays on this machine until there is a certificate for it.
certificate, key = os.environ.get("CHAIN_RULE_CERT"), os.environ.get("CHAIN_RULE_KEY")
if certificate and key:
    c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = certificate, key
    c.JupyterHub.bind_url = "https://:443"
else:
    c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# With a name of its own for each server, a page of one student's cannot act on another's.
c.JupyterHub.subdomain_host = os.environ.get("CHAIN_RULE_HOST", "")

c.ConfigurableHTTPProxy.command = [str(prefix / "bin" / "configurable-http-proxy")]

# ------------------------------------------------------------------ who

c.JupyterHub.authenticator_class = "pam"  # the passwords of this machine
c.PAMAuthenticator.allowed_groups = {os.environ.get("CHAIN_RULE_GROUP", "chainrule")}
c.Authenticator.admin_users = set()  # an administrator of a hub can read everybody's files

# ----------------------------------------------------------------- what

c.JupyterHub.spawner_class = "localprocess"  # runs each server as its student's account
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120


def program(spawner):
    """The instructor's server has the grader and starts in the course; a student's has neither."""
    own = course / ".venv" if spawner.user.name == instructor else prefix
    spawner.environment = {"PATH": f"{own / 'bin'}:{os.defpath}"}
    if spawner.user.name == instructor:
        spawner.cmd = [str(own / "bin" / "jupyterhub-singleuser")]
        spawner.notebook_dir = str(course)
    else:
        spawner.cmd = [str(own / "bin" / "chainrule-student")]
        spawner.notebook_dir = "~"


c.Spawner.pre_spawn_hook = program
