"""Every failure that a user can see, as one tree.

* D2StudioError
  x UsageError
  x ConfigError
    + UnsafeConfig
    + UnsupportedConfig
  x WeightsError
    + UnsafeWeights
    + CheckpointMismatch
  x PageError
    + PasswordRequired
    + PageTooLarge
  x DeviceError
    + OutOfMemory
  x OutputError
  x DownloadError
    + DownloadUnreachable
    + DownloadGone
    + LoginRequired
    + CertificateRefused
    + ProxyFailed
    + UnsafeAddress
    + DownloadDamaged
  x DamagedInstallation
  x LibraryMissing
  x WorkerError
    + WorkerCrashed
    + WorkerStuck
    + WorkerLoop
    + WorkerNotStarted

A class exists only where a caller or a user would react differently. `Cancelled` stands outside the
tree: stopping is not failing. `ValueError` and `AssertionError` mean a mistake of ours.
"""

from collections.abc import Sequence
from typing import ClassVar


class D2StudioError(Exception):
    """A failure that can be explained. `str(error)` is the sentence shown to the user.

    Args:
        message: what happened, with the offending value.
        hint: what to do next; may be empty.
        problems: every single problem, where one check found several.
        context: facts for diagnostics (path, key, expected and actual shape).
    """

    code: ClassVar[str] = "error"  # stable: logs, exit reports, the section of docs/errors.md

    def __init__(self, message: str, *, hint: str = "", problems: Sequence[str] = (), **context: object) -> None:
        super().__init__(message)
        self.hint = hint
        self.problems = tuple(problems)
        self.context = context


class UsageError(D2StudioError):
    """What was asked for makes no sense: a page range that is empty, a file that is no page."""

    code = "usage"


class ConfigError(D2StudioError):
    """A config cannot be read: missing, not YAML, not a Detectron2 config, a broken `_BASE_` chain."""

    code = "config"


class UnsafeConfig(ConfigError):
    """A config asks for code to be run, or for a file or address that is none of its business."""

    code = "config-unsafe"


class UnsupportedConfig(ConfigError):
    """A config is well-formed but names keys, parts or sizes that this engine does not have."""

    code = "config-unsupported"


class WeightsError(D2StudioError):
    """A weights file cannot be read: missing, truncated, corrupt, or of another kind."""

    code = "weights"


class UnsafeWeights(WeightsError):
    """A weights file asks for code to be run."""

    code = "weights-unsafe"


class CheckpointMismatch(WeightsError):
    """Weights and config do not belong together; `problems` lists every missing, unexpected or misshapen tensor."""

    code = "weights-mismatch"


class PageError(D2StudioError):
    """A page cannot be read: missing, corrupt, empty, or of another kind."""

    code = "page"


class PasswordRequired(PageError):
    """A PDF is encrypted and the password is missing or wrong."""

    code = "page-password"


class PageTooLarge(PageError):
    """A page has more pixels than the limit allows."""

    code = "page-too-large"


class DeviceError(D2StudioError):
    """A device or a precision was asked for that this machine does not have."""

    code = "device"


class OutOfMemory(DeviceError):
    """Memory of the device or of the machine ran out."""

    code = "memory"


class OutputError(D2StudioError):
    """A result cannot be written: no room, no permission, no such folder."""

    code = "output"


class DownloadError(D2StudioError):
    """A file cannot be downloaded; `problems` has what each of its addresses said."""

    code = "download"


class DownloadUnreachable(DownloadError):
    """A server cannot be reached, or the connection broke: another try can work, and goes on where this one ended."""

    code = "download-unreachable"


class DownloadGone(DownloadError):
    """There is nothing at this address any more."""

    code = "download-gone"


class LoginRequired(DownloadError):
    """A server gives the file only to those who have logged in or accepted a licence."""

    code = "download-login"


class CertificateRefused(DownloadError):
    """A server does not prove, to what this system trusts, that it is who it says."""

    code = "download-certificate"


class ProxyFailed(DownloadError):
    """The proxy of this network cannot be reached, or refuses."""

    code = "download-proxy"


class UnsafeAddress(DownloadError):
    """An address, or where it leads, may not be asked: not secure, not on the list, or inside the own network."""

    code = "download-address"


class DownloadDamaged(DownloadError):
    """What came is not what was promised: another size or hash, or a web page. It is deleted, whatever it was."""

    code = "download-damaged"


class DamagedInstallation(D2StudioError):
    """Something that comes with d2studio is missing or changed; only installing it again helps."""

    code = "installation"


class LibraryMissing(D2StudioError):
    """A library that d2studio needs is not installed, or does not load."""

    code = "library"


class WorkerError(D2StudioError):
    """A child process, in which pages are decoded or models run, did not do its work."""

    code = "worker"


class WorkerCrashed(WorkerError):
    """A child ended by itself or was ended by the system."""

    code = "worker-crashed"


class WorkerStuck(WorkerError):
    """A child took longer over one thing than it may, and was ended."""

    code = "worker-stuck"


class WorkerLoop(WorkerError):
    """A child crashed again and again and is not started any more until somebody asks for it."""

    code = "worker-loop"


class WorkerNotStarted(WorkerError):
    """A child cannot be started at all."""

    code = "worker-start"


class Cancelled(Exception):
    """The work was stopped on request, between two stages. Not an error."""
