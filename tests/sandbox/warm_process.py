"""A warm process that forks students, as small as it can be and without a sandbox."""

import os
import socket
import sys
from importlib import import_module

from autograde.sandbox.guest.main import serve, warm_up
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import unpack
from chainrule.exercises.engine_guard import forbid_engine


def main(control: socket.socket) -> None:
    """Serve on each socket that comes over the control socket, in a fork of this process."""
    while True:
        limits, sockets, _, _ = socket.recv_fds(control, 10_000, 1)
        if not sockets:
            return
        if os.fork() == 0:
            control.close()
            try:
                serve(socket.socket(fileno=sockets[0]), Limits(**unpack(limits)), forbid_engine)
            finally:
                os._exit(0)
        os.close(sockets[0])


if __name__ == "__main__":
    for name in sys.argv[2:]:  # modules to import before and after
        warm_up() if name == "warm" else import_module(name)
    main(socket.socket(fileno=int(sys.argv[1])))
