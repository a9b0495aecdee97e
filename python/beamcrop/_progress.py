"""A bar that shows how far a run is."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from typing import Any, Protocol


class Bar(Protocol):
    def update(self, now: Mapping[str, Any]) -> None: ...
    def say(self, line: str) -> None: ...
    def close(self) -> None: ...


def start(shown: bool) -> Bar:
    """Return a bar of tqdm's where that is installed, else lines of text."""
    if not shown:
        return _Lines(shown=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a notebook without ipywidgets gets a bar of text
            from tqdm.auto import tqdm
    except ImportError:
        return _Lines(shown=True)
    return _Tqdm(tqdm)


class _Tqdm:
    def __init__(self, tqdm: Any) -> None:
        self._tqdm = tqdm
        self._bar: Any = None

    def update(self, now: Mapping[str, Any]) -> None:
        if self._bar is None:
            self._bar = self._tqdm(total=now["total"], initial=now["resumed"], unit="row")
        self._bar.total = now["total"]
        self._bar.n = now["done"]
        self._bar.set_postfix_str(_state(now), refresh=True)

    def say(self, line: str) -> None:
        self._tqdm.write(line, file=sys.stderr)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class _Lines:
    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._last = ""

    def update(self, now: Mapping[str, Any]) -> None:
        line = f"{now['done']}/{now['total']} rows  {_state(now)}"
        if line != self._last:
            self._last = line
            self.say(line)

    def say(self, line: str) -> None:
        if self._shown:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        pass


def _state(now: Mapping[str, Any]) -> str:
    settled = now["written"] + now["failed"]
    return f"{now['written'] / settled:.1%} ok" if settled else ""
