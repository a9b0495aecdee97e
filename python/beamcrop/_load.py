"""Reading what a run wrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    import datasets

    from ._summary import Summary


def load(folder: Union[str, "os.PathLike[str]", "Summary"], **options: Any) -> "datasets.Dataset":
    """Return the dataset in a folder, or that of a Summary, as a datasets.Dataset.

    Needs Hugging Face's package datasets, which `options` go to (load_dataset).
    It reads Parquet, JSON Lines and WebDataset, not TFRecord.
    """
    try:
        import datasets
    except ImportError as missing:
        raise ImportError("beamcrop.load needs Hugging Face's datasets: pip install datasets") from missing
    path = os.fspath(getattr(folder, "folder", folder))
    return datasets.load_dataset(path, split="train", **options)
