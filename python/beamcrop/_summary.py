"""What came of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Summary:
    """What came of a run: rows = written + failed, always.

    `sampled` counts rows of the input; `rows` is more where they have several
    boxes. `details` is all of summary.json.
    """

    folder: str  #: where it was written: a path or a URI, as it was given
    sampled: int
    rows: int
    written: int
    failed: int
    reasons: dict[str, int]  #: how many rows failed for which reason
    success_rate: float
    shards: int
    bytes_downloaded: int
    bytes_written: int
    exit_code: int  #: 0, or 3 if too few rows were written
    message: str  #: what the program said of too few rows; "" if there were enough
    details: Mapping[str, Any] = field(repr=False)

    @property
    def data(self) -> str:
        """The folder of the data files: `pandas.read_parquet(summary.data)`."""
        return self._within("data")

    @property
    def failures(self) -> str:
        """The folder of the failures files; it is there only if rows failed."""
        return self._within("failures")

    @property
    def report(self) -> str:
        """The report, a page with thumbnails and charts."""
        return self._within("report.html")

    def _within(self, name: str) -> str:
        if "://" in self.folder:
            return self.folder.rstrip("/") + "/" + name
        return str(Path(self.folder) / name)

    def __str__(self) -> str:
        shards = f"{self.shards} shard" if self.shards == 1 else f"{self.shards} shards"
        lines = [f"{self.written} of {self.rows} rows written ({self.success_rate:.1%}) in {shards}: {self.folder}"]
        most_first = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        lines += [f"{count} failed: {reason}" for reason, count in most_first]
        return "\n".join(lines + ([self.message] if self.message else []))


def read(details: Mapping[str, Any], folder: str, exit_code: int, message: str) -> Summary:
    """Make a Summary of summary.json's content."""
    names = ("sampled", "rows", "written", "failed", "success_rate", "shards", "bytes_downloaded", "bytes_written")
    return Summary(
        folder=folder,
        reasons=dict(details.get("reasons", {})),
        exit_code=exit_code,
        message=message,
        details=details,
        **{name: details[name] for name in names},
    )
