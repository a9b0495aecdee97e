"""Where the program is, and how its command line is written."""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Iterable
from pathlib import Path

NAME = "beamcrop.exe" if os.name == "nt" else "beamcrop"


def find() -> str:
    """Return the program's path: this environment's, or else the one on PATH."""
    folders = [
        Path(sysconfig.get_path("scripts")),
        Path(sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user"))),
        Path(__file__).parent.parent / "bin",  # of pip install --target
    ]
    for folder in folders:
        if (folder / NAME).is_file():
            return str(folder / NAME)
    on_path = shutil.which(NAME)
    if on_path is None:
        raise FileNotFoundError(f"the program {NAME} is neither in {folders[0]} nor on PATH: pip install --force-reinstall beamcrop")
    return on_path


def arguments(flags: dict[str, object]) -> list[str]:
    """Write flags as a command line has them."""
    written = []
    for name, value in flags.items():
        if value is None:
            continue
        written += [f"--{name}={text}" for text in _texts(name, value)]
    return written


def _texts(name: str, value: object) -> Iterable[str]:
    """Return a flag's values: several only for input, whose flag may be repeated."""
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, (str, int, float)):
        return [str(value)]
    if isinstance(value, os.PathLike):
        text = os.fsdecode(value)
        return [text.replace(",", "\\,")] if name == "input" else [text]
    if isinstance(value, Iterable):
        texts = [text for item in value for text in _texts(name, item)]
        return texts if name == "input" else [",".join(texts)]
    raise TypeError(f"{name} cannot be a {type(value).__name__}")
