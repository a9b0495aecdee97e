"""What can go wrong in a run."""


class BeamcropError(Exception):
    """A run that came to nothing. Its text is the one line that the program ended with."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class UsageError(BeamcropError, ValueError):
    """A mistake in the arguments or the input, found before anything was downloaded (exit code 2)."""


class JobError(BeamcropError, RuntimeError):
    """The job failed (exit code 1) or was killed. The same call again resumes it."""
