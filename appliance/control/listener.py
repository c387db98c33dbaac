"""The place in the file system where the switchboard listens: taken, cleared, given up."""

import contextlib
import grp
import os
import socket
import stat
from pathlib import Path

MODE = 0o660
"""Read and write for the switchboard's user and its group, nobody else."""

BACKLOG = 64


class ControlError(RuntimeError):
    """The control socket cannot be opened; the message says what to do."""


def listen_at(path: Path, group: str = "") -> socket.socket:
    """Return a listening socket at `path`, non-blocking; raises ControlError.

    It belongs to `group` where the system knows such a group and we are in it.

    A socket file that nobody answers on is what a killed switchboard left: it is replaced.
    """
    clear(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        give_to(path, group)
        path.chmod(MODE)  # before listen: until then every connection is refused
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise ControlError(
            f"the control socket {path} cannot be made: {error.strerror or error}"
        ) from error
    return listener


def give_to(path: Path, group: str) -> None:
    """Let the group use the socket; a machine without it, such as the demo's, has one user."""
    with contextlib.suppress(KeyError, PermissionError):  # whom it is closed to will say so
        if group:
            os.chown(path, -1, grp.getgrnam(group).gr_gid)


def clear(path: Path) -> None:
    """Remove a socket that nobody answers on; raises ControlError where somebody does."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise ControlError(f"{path} is no socket: name another path, or remove that file")
    except FileNotFoundError:
        return
    except OSError as error:
        raise ControlError(f"{path} cannot be looked at: {error.strerror}") from error
    if is_answered(path):
        raise ControlError(f"a switchboard is running already: it answers at {path}")
    path.unlink(missing_ok=True)


def is_answered(path: Path) -> bool:
    """Tell whether somebody listens at `path`; one whom we may not ask counts as somebody."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.setblocking(False)  # a full backlog answers at once too
        try:
            caller.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True
        return True


def give_up(listener: socket.socket, path: Path, inode: int) -> None:
    """Close the socket and remove its file, unless another one stands there by now."""
    listener.close()
    with contextlib.suppress(FileNotFoundError):
        if os.lstat(path).st_ino == inode:
            path.unlink()
