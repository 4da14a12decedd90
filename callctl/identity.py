"""As whom a child runs: PostgreSQL refuses root, so that under root it is given an unprivileged user of its own.

No user is made and no folder's permissions are opened. Where the data directory or the programs lie beneath a folder
that only root may enter (such as /root), the child keeps one capability of root, that of passing through folders.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from callctl.refusal import CannotStart

_PRIVATE_UIDS = range(60600, 60700)
"""Numbers that no distribution assigns (systemd's "Users, Groups, UIDs and GIDs": 60578 to 60705 are unused)."""

_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x2008_0522
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_OTHERS_MAY_PASS = 0o001


class NotReachable(CannotStart):
    """A server that may not run as root cannot reach its files; says which folder is closed, and the remedy."""


@dataclass(frozen=True)
class Identity:
    """`uid` and `gid` of a child, None for our own; `capability` is one of root's that it keeps."""

    uid: int | None = None
    gid: int | None = None
    capability: int | None = None


OURSELVES = Identity()


def identity_of(uid: int, gid: int, *paths: Path) -> Identity:
    """The identity `uid`, `gid` with which a child can get to `paths`; ourselves where we are not root.

    Raises `NotReachable` where that user cannot, and we have no capability to lend.
    """
    if os.geteuid() != 0:
        return OURSELVES
    closed = [parent for path in paths if (parent := closed_parent(path, uid)) is not None]
    return Identity(uid, gid, _passing_capability(closed[0]) if closed else None)


def closed_parent(path: Path, uid: int) -> Path | None:
    """The first folder above `path` that the user `uid` may not pass through, if any."""
    for parent in reversed(path.resolve().parents):
        status = parent.stat()
        if status.st_uid != uid and not status.st_mode & _OTHERS_MAY_PASS:
            return parent
    return None


def private_uid() -> int:
    """A user number for the files of a server, owned by no account of this machine."""
    taken = {account.pw_uid for account in pwd.getpwall()}
    return next(uid for uid in _PRIVATE_UIDS if uid not in taken)


def nobody() -> tuple[int, int]:
    """The uid and gid of `nobody`: for programs that insist on a user with a name."""
    try:
        account = pwd.getpwnam("nobody")
    except KeyError:
        raise NotReachable(
            "PostgreSQL does not run as root, and there is no user `nobody` to make its data directory with."
            " Run callctl as an ordinary user."
        ) from None
    return account.pw_uid, account.pw_gid


def give(paths: Iterable[Path], uid: int, gid: int) -> None:
    """Makes `paths` the property of `uid` and `gid`; needs root."""
    for path in paths:
        os.chown(path, uid, gid, follow_symlinks=False)


def before_exec(identity: Identity, death_signal: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: takes on `identity`, and asks to get `death_signal` when we die.

    Linux alone can ask for that; elsewhere the next `up` ends what was left. The libraries are loaded here, in the
    parent: the child of a fork may not.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        if libc is not None and identity.capability is not None:
            libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
        if identity.uid is not None and identity.gid is not None:
            os.setgroups([])
            os.setgid(identity.gid)
            os.setuid(identity.uid)
        if libc is not None:
            if identity.capability is not None:
                _keep(libc, identity.capability)
            libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)  # after setuid, which forgets it
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def _keep(libc: ctypes.CDLL, capability: int) -> None:
    """Leaves the process `capability` alone, also across exec."""
    bit = 1 << capability
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) or libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0):
        raise OSError(ctypes.get_errno(), "a capability could not be kept")


def _passing_capability(closed: Path) -> int:
    """The least capability of ours that passes through closed folders."""
    held = _held_capabilities()
    for capability in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE):
        if held & (1 << capability):
            return capability
    raise NotReachable(
        f"PostgreSQL does not run as root, and another user may not pass through {closed}."
        " Keep the project and its data directory (--data-dir) where others may pass, or run callctl as another user."
    )


def _held_capabilities() -> int:
    if sys.platform != "linux":
        return 0
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("CapPrm:"):
            return int(line.split()[1], 16)
    return 0
