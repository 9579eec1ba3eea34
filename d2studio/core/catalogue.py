"""The models that can be installed, as `resources/catalogue` lists them. Nothing here touches the network."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from d2studio.core.resources import RESOURCES

# Where mirrors are, and, with a dot, where they send a download on to.
HOSTS: Final = (
    "dl.fbaipublicfiles.com",
    "github.com",
    ".githubusercontent.com",
    "huggingface.co",
    ".huggingface.co",
    ".hf.co",
)
FOLDER: Final = RESOURCES / "catalogue"

_MAX_NAME: Final = 200  # characters of what is looked up; comparing takes the square of it
_LEAST_LIKENESS: Final = 0.4  # of 1
_BACKGROUND: Final = "Background"
_CONFIG_OR_WEIGHTS: Final = re.compile(r"(/(config|weights?|model)/?|\.ya?ml|\.py)$")
_DOWNLOAD_FLAG: Final = re.compile(r"\?dl=[01]$")


@dataclass(frozen=True)
class Mirror:
    """An address that a file can be downloaded from.

    Attributes:
        gives_sha256: the host names the file's SHA-256 in a header, `X-Linked-ETag`, of its answer to this address.
    """

    url: str
    gives_sha256: bool = False


@dataclass(frozen=True)
class RemoteFile:
    """A file to download. All its mirrors are said to have the same content.

    Attributes:
        name: what the file is called in its maker's place.
        mirrors: the best first.
        bytes: its exact size; None where nobody has published it.
        about_bytes: its size where it was seen, or as the network's numbers add up. To tell people; never a check.
        sha256: of the content, 64 hexadecimal digits; None where nobody has published it.
        md5_prefix: the first hexadecimal digits of the content's MD5; None where unknown.
    """

    name: str
    mirrors: tuple[Mirror, ...]
    about_bytes: int
    bytes: int | None = None
    sha256: str | None = None
    md5_prefix: str | None = None


@dataclass(frozen=True)
class CatalogueModel:
    """One model that can be installed.

    Attributes:
        id: unique, of small letters, digits and hyphens: the name of its folder once it is installed.
        name: for people.
        collection: whose it is: LayoutParser or Detectron2.
        data_set: what it was trained on, in a word or two.
        architecture: "Mask R-CNN, ResNet-50 FPN".
        finds: of boxes, masks, keypoints, segments and proposals.
        aliases: names under which its maker's programs know it; the first is the shortest.
        config_file: the config, where it has to be downloaded; else None, and `config_text` has it.
        config_text: the config as YAML, which builds on one of Detectron2's base configs; empty where it is downloaded.
        weights: to be downloaded.
        class_file: the file in `resources/classes` with the names of its classes; empty where it has none to tell.
        class_count: how many thing classes it has; None where only its config tells.
        input_format: RGB or BGR, the order of channels that the network expects.
        input_size: shorter side and largest longer side in pixels; None where only its config tells.
        training: what it learned from, in a sentence.
        catch: what to know before relying on it, in sentences.
        licence: of the weights.
        measured: what its maker measured on, to names of figures and values from 0 to 1.
        old_paths: the ends of paths, with forward slashes, at which the programs that it comes from keep its files.
    """

    id: str
    name: str
    collection: str
    data_set: str
    architecture: str
    finds: tuple[str, ...]
    aliases: tuple[str, ...]
    config_file: RemoteFile | None
    config_text: str
    weights: RemoteFile
    class_file: str
    class_count: int | None
    input_format: str
    input_size: tuple[int, int] | None
    training: str
    catch: str
    licence: str
    measured: Mapping[str, Mapping[str, float]] = field(hash=False)
    old_paths: tuple[str, ...]

    def class_names(self, count: int) -> tuple[str, ...] | None:
        """Names by class id for a network with `count` thing classes; None where they are not that many.

        A network with one class more than there are names has a first class that stands for nothing.
        """
        names = _class_names(self.class_file) if self.class_file else ()
        if names and count == len(names) + 1:
            return (_BACKGROUND, *names)
        return names if names and count == len(names) else None


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """All models, those for documents first."""
    return (*_read("layoutparser"), *_read("detectron2"))


def find_in_catalogue(name: str) -> CatalogueModel | None:
    """The model with this id or alias, in capitals or not; `/config`, `/weight`, `/model` and `.yaml` may follow."""
    return _by_name().get(_plain(name)) if len(name) <= _MAX_NAME else None


def similar_names(name: str) -> tuple[str, ...]:
    """Up to three aliases of models whose names come near, the nearest first."""
    wanted = _plain(name[:_MAX_NAME])
    matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
    likeness: dict[str, float] = {}
    for model in catalogue():
        for known in (model.id, _plain(model.aliases[0])):
            matcher.set_seq1(known)
            score = 1.0 if len(wanted) > 2 and wanted in known else matcher.ratio()
            likeness[model.aliases[0]] = max(score, likeness.get(model.aliases[0], 0))
    near = [alias for alias, score in likeness.items() if score >= _LEAST_LIKENESS]
    return tuple(sorted(near, key=lambda alias: -likeness[alias])[:3])


def of_old_path(path: str) -> CatalogueModel | None:
    """The model that LayoutParser, Detectron2 or a hub's cache keep at a path, whatever folder that lies in.

    Their own addresses of config and weights are understood too (`detectron2://...`, a dead link to LayoutParser's
    files). A path is only a hint: whoever relies on it looks at the file's content.
    """
    parts = _DOWNLOAD_FLAG.sub("", path.replace("\\", "/").casefold()).split("/")
    ends = ("/".join(parts[-length:]) for length in (3, 2, 1))
    return next((model for end in ends if (model := _by_old_path().get(end)) is not None), None)


def _plain(name: str) -> str:
    """What is left of a name that is the same however it is written."""
    plain = name.strip().replace("\\", "/").casefold().removeprefix("lp://").removeprefix("detectron2/").rstrip("/")
    return _CONFIG_OR_WEIGHTS.sub("", plain)


@cache
def _by_name() -> dict[str, CatalogueModel]:
    return {_plain(name): model for model in catalogue() for name in (model.id, *model.aliases)}


@cache
def _by_old_path() -> dict[str, CatalogueModel]:
    return {path.casefold(): model for model in catalogue() for path in model.old_paths}


@cache
def _class_names(file_name: str) -> tuple[str, ...]:
    text = (RESOURCES / "classes" / f"{file_name}.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["things"])


def _read(collection: str) -> Iterator[CatalogueModel]:
    content = json.loads((FOLDER / f"{collection}.json").read_text(encoding="utf-8"))
    for entry in content["models"]:
        yield _model(entry, content["collection"], content.get("licence", ""))


def _model(entry: Mapping[str, Any], collection: str, licence: str) -> CatalogueModel:
    size = entry.get("input_size")
    return CatalogueModel(
        id=entry["id"],
        name=entry["name"],
        collection=collection,
        data_set=entry["data_set"],
        architecture=entry["architecture"],
        finds=tuple(entry["finds"]),
        aliases=tuple(entry["aliases"]),
        config_file=_remote_file(entry["config_file"]) if "config_file" in entry else None,
        config_text=json.dumps(entry["config"], indent=2) + "\n" if "config" in entry else "",  # JSON is YAML too
        weights=_remote_file(entry["weights"]),
        class_file=entry["classes"],
        class_count=entry["class_count"],
        input_format=entry["input_format"],
        input_size=None if size is None else (size[0], size[1]),
        training=entry["training"],
        catch=entry["catch"],
        licence=entry.get("licence", licence),
        measured=entry["measured"],
        old_paths=tuple(entry["old_paths"]),
    )


def _remote_file(entry: Mapping[str, Any]) -> RemoteFile:
    return RemoteFile(**{**entry, "mirrors": tuple(Mirror(**mirror) for mirror in entry["mirrors"])})
