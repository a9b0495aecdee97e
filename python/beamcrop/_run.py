"""Running the program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Sequence
from typing import Any, Union

from . import _program, _progress, _summary
from ._errors import BeamcropError, JobError, UsageError
from ._summary import Summary

Path = Union[str, "os.PathLike[str]"]  #: what names a file or a folder

_DONE, _USAGE, _TOO_FEW = 0, 2, 3
_NO_DATASET = {"dry_run", "preview", "verify", "progress_of", "remove_originals", "help", "version", "async"}


def run(
    input: Path | Sequence[Path] | None = None,
    output: Path | None = None,
    sample: int | str | None = None,
    *,
    progress: bool = True,
    **flags: Any,
) -> Summary:
    """Make a dataset, and return what came of it.

    `flags` are the program's own (`beamcrop --help=all` lists them): `resize="224x224"`,
    `square=True`, `keep=["width", "height"]`. A list is written with commas; None
    is as if it were not there. `demo=True` takes the place of an input.

    Raises UsageError for a mistake in the arguments or the input, before anything is
    downloaded, and JobError if the job fails. If fewer rows were written than
    `min_success` asks for, or none, it returns as usual, with a warning: the
    summary's exit_code is 3 then, and its message says what to do.

    An interrupt (Ctrl-C, or a notebook's stop button) stops the job and is raised as
    KeyboardInterrupt; what is complete stays, and the same call again resumes it. A
    second interrupt does not wait for the job to stop.
    """
    refused = _NO_DATASET & flags.keys()
    if refused:
        raise TypeError(f"run() makes a dataset; call the program itself for --{min(refused)}")
    asked: dict[str, object] = {"input": input, "output": output, "sample": sample, **flags, "progress": "json"}
    run = _Run([_program.find(), *_program.arguments(asked)], _progress.start(progress))
    exit_code = run.to_its_end()
    if exit_code in (_DONE, _TOO_FEW) and run.summary is not None:
        message = run.last if exit_code == _TOO_FEW else ""
        if message:
            warnings.warn(message, stacklevel=2)
        return _summary.read(run.summary["summary"], run.summary["output"], exit_code, message)
    message = run.last.removeprefix("beamcrop: ") or f"the program ended with exit code {exit_code}"
    if exit_code == _DONE:  # a part of a job array
        message = "this part is done, and others are at work yet: the program's --progress_of says how far they are"
    kind: type[BeamcropError] = UsageError if exit_code == _USAGE else JobError
    raise kind(message, exit_code)


class _Run:
    """One run of the program, and what it said."""

    def __init__(self, command: list[str], bar: _progress.Bar) -> None:
        self.summary: dict[str, Any] | None = None
        self.last = ""  # line that is no progress: of a failed run, the error
        self._held = False  # the last line has not been shown, since it may be an error or a warning
        self._bar = bar
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the table for people; the summary says the same
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            # On Windows only a group of its own can be sent an interrupt.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def to_its_end(self) -> int:
        try:
            self._read()
            exit_code = self._process.wait()
        except KeyboardInterrupt:
            self._interrupt()
            raise
        finally:
            self._process.kill()  # nothing, if it has ended
            self._process.wait()
            self._process.stderr.close()  # type: ignore[union-attr]
            self._bar.close()
        if exit_code == _DONE:
            self._show_held()
        return exit_code

    def _interrupt(self) -> None:
        self._process.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGINT)
        self._read()
        self._process.wait()
        self._show_held()

    def _read(self) -> None:
        """Read what the program says until it ends."""
        for line in self._process.stderr or ():
            line = line.rstrip("\n")
            if self._take(line):
                continue
            self._show_held()
            self.last, self._held = line, True
            if self.summary is None and not line.startswith("beamcrop: "):
                self._show_held()

    def _show_held(self) -> None:
        if self._held:
            self._bar.say(self.last)
            self._held = False

    def _take(self, line: str) -> bool:
        """Take a line that is meant for a program, if it is one."""
        try:
            said = json.loads(line)
        except ValueError:  # text for people, or a line that an interrupt tore
            return False
        if not isinstance(said, dict):
            return False
        if "progress" in said:
            self._bar.update(said["progress"])
        if "summary" in said:
            self.summary = said
        return True
