"""What an export reports of itself. Plain values, no Keras."""

from dataclasses import dataclass
from pathlib import Path

from playground.protocol import ExportSummary


@dataclass(frozen=True)
class ExportResult:
    """A finished export, whose reloaded copy gave the model's answers.

    Attributes:
        path: Where it was written, as it was asked for, with the format's suffix.
        format: Name of the format: `"saved_model"` or `"keras"`.
        size_bytes: Size of the file, or of all files in the folder.
        max_difference: Largest absolute difference between an answer of the reloaded copy and of the model.
        samples: How many samples were compared.
        seconds: How long writing and checking took together.
        needs: Classes and functions of the user's own that whoever loads the copy has to define and register first;
            then the copy was reloaded in this process, the only one that knows them.
    """

    path: Path
    format: str
    size_bytes: int
    max_difference: float
    samples: int
    seconds: float
    needs: tuple[str, ...] = ()

    @property
    def summary(self) -> ExportSummary:
        """The same as a message for the browser."""
        return ExportSummary(
            format=self.format,
            path=str(self.path),
            size_bytes=self.size_bytes,
            max_difference=self.max_difference,
            samples=self.samples,
            seconds=self.seconds,
            needs=self.needs,
        )

    def __str__(self) -> str:
        where = "loaded where its own classes are known" if self.needs else "loaded in a fresh process"
        needs = f" It loads only where {', '.join(self.needs)} is registered." if self.needs else ""
        return (
            f"{self.path} ({self.format}, {self.size_bytes / 1000:,.0f} kB): {where}, it gave the "
            f"model's answers for {self.samples} samples (largest difference {self.max_difference:.1e}).{needs}"
        )
