"""Every error that Playground raises on purpose.

    PlaygroundError
    ├── DocumentError      a file or value that is not a network document
    │   └── ConflictError  a file that another program has changed
    ├── EditError          an edit that does not fit the network it is applied to
    ├── SettingError       a setting whose value the layer refuses
    ├── CheckError         a network with problems was asked to build or train
    ├── DataError          data that is missing or does not fit
    ├── ConfigError        a training configuration that can't be used
    ├── TrainingError      a run that failed, or was asked for what its state forbids
    ├── SupersededError    work that was given up, since something newer was asked for
    ├── KeepingError       a run that could not be kept, or not be read again
    ├── ExportError        an export that could not be written or did not verify
    ├── ProtocolError      a message from the browser that makes no sense
    └── BundleError        the browser half of this installation is missing

A message is one sentence a person can act on: who, what was expected, what came, what to do.
"""


class PlaygroundError(Exception):
    """Base of all errors raised on purpose; `str(error)` is a sentence fit to show to a user."""


class DocumentError(PlaygroundError):
    """A document that can't be read; `path` is where in it, such as `$.network.nodes[3].layer`."""

    def __init__(self, message: str, path: str = "$") -> None:
        """Keep the sentence, and the place in the document it speaks of."""
        super().__init__(message if path == "$" else f"{message} (at {path})")
        self.path = path


class ConflictError(DocumentError):
    """A file that another program has changed, or that is not ours; it was left as it is."""


class EditError(PlaygroundError):
    """An edit that does not fit the network it is applied to; the network is unchanged."""


class SettingError(PlaygroundError):
    """A setting whose value its layer refuses; the layer keeps the value it had.

    `setting` is its name, if known; that of one inside another is a path: `kernel_initializer.seed`, `cells.0.units`.
    """

    def __init__(self, message: str, setting: str | None = None) -> None:
        """Keep the sentence, and the name of the setting it speaks of."""
        super().__init__(message)
        self.setting = setting


class CheckError(PlaygroundError):
    """A network with problems was asked to build or train."""


class DataError(PlaygroundError):
    """Data that is missing, malformed, or does not fit the network or the loss."""


class ConfigError(PlaygroundError):
    """A training configuration that can't be used."""


class TrainingError(PlaygroundError):
    """A run that failed, or was asked for something its state forbids."""


class KeepingError(PlaygroundError):
    """A run that could not be kept in its folder, or not be read from there."""


class ExportError(PlaygroundError):
    """An export that could not be written, or whose reloaded copy gave other answers."""


class SupersededError(PlaygroundError):
    """Work that was given up, since something newer was asked for before it was done."""


class ProtocolError(PlaygroundError):
    """A message from the browser that is not one of the protocol's."""


class BundleError(PlaygroundError):
    """The built browser half is missing from this installation."""
