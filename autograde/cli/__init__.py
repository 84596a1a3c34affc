"""The command `autograde`."""

import sys

# `jsonschema` looks whether it could check addresses, by a grammar that takes half a second to
# compile. No notebook has any, and without it `jsonschema` goes on.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
