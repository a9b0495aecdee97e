"""Make a training set of cropped pictures from a dataset of links, boxes and captions.

`run` runs the program that this package carries; `load` reads what it wrote.
"""

from ._errors import BeamcropError, JobError, UsageError
from ._load import load
from ._run import run
from ._summary import Summary

__all__ = ["BeamcropError", "JobError", "Summary", "UsageError", "load", "run"]
