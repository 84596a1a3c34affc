"""The repository's public address, if it has one: CHAIN_RULE_REPOSITORY, or git's remote."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any


def name() -> str:
    """OWNER/NAME on GitHub, or nothing."""
    told = os.environ.get("CHAIN_RULE_REPOSITORY", "") or remote()
    found = re.search(r"(?:^|github\.com[:/])([\w.-]+/[\w.-]+?)(?:\.git)?/?$", told)
    return found[1] if found else ""


def remote() -> str:
    """The address from which this checkout was cloned, if that is known."""
    here = str(Path(__file__).parent)
    asked = ["git", "-C", here, "remote", "get-url", "origin"]
    try:
        address = subprocess.run(
            asked, capture_output=True, encoding="utf-8", check=False
        ).stdout.strip()
    except OSError:
        return ""
    return address if "github.com" in address else ""


def theme_options() -> dict[str, Any]:
    """Buttons that lead to the repository."""
    if not name():
        return {}
    return {
        "repository_url": f"https://github.com/{name()}",
        "use_repository_button": True,
        "use_issues_button": True,
    }
