"""Processor time that the processes of a stack have spent, their children's with it; see proc(5)."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 1, 11, 12, 13, 14


def seconds_of(process: int) -> float:
    """Return what a process has spent in user and system mode; 0 where there is none."""
    fields = _fields(process)
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS if fields else 0.0


def spent(processes: Mapping[str, int]) -> dict[str, float]:
    """Return what each process has spent, with its children that live and those that have ended."""
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _fields(int(entry.name))):
            children[int(fields[_PARENT])].append(int(entry.name))
    return {name: _with_children(pid, children) for name, pid in processes.items()}


def _with_children(process: int, children: Mapping[int, list[int]]) -> float:
    fields = _fields(process)
    ended = (int(fields[_CHILDREN_USER]) + int(fields[_CHILDREN_SYSTEM])) / _TICKS if fields else 0.0
    return seconds_of(process) + ended + sum(seconds_of(child) for child in children.get(process, ()))


def _fields(process: int) -> list[str]:
    """The fields of its stat behind its name, the state first; none where it has gone."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()
