"""The models that can be installed: the entries, how they are found, and that the configs are Detectron2's."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from d2studio.core.catalogue import (
    FOLDER,
    HOSTS,
    CatalogueModel,
    RemoteFile,
    catalogue,
    find_in_catalogue,
    of_old_path,
    similar_names,
)
from d2studio.engine.class_names import class_names_for, stuff_names_for
from d2studio.engine.config import Config, load_config
from d2studio.engine.config_defaults import DEFAULTS
from d2studio.engine.config_files import OWN_BASES
from d2studio.engine.description import architecture_name, backbone_name, parameter_count
from d2studio.engine.model import build_meta_model
from d2studio.engine.model_classes import thing_class_count
from tests.engine.config_values import values_of, write
from tools.catalogue_table import PAGE, table

ROOT = Path(__file__).parent.parent.parent
MODELS = catalogue()
OF_LAYOUT_PARSER = [model for model in MODELS if model.collection == "LayoutParser"]
OF_DETECTRON2 = [model for model in MODELS if model.collection == "Detectron2"]
# A clone of Detectron2's repository, bare or not.
DETECTRON2 = Path(os.environ.get("D2STUDIO_DETECTRON2", ROOT.parent / "detectron2"))
# Name to the SHA-256 of what Detectron2's own file of that name says beyond the defaults.
DIGESTS = json.loads((ROOT / "tests" / "data" / "zoo_configs.json").read_text(encoding="utf-8"))
LAYOUT_PARSER_NAMES = (
    "HJDataset/faster_rcnn_R_50_FPN_3x",
    "HJDataset/mask_rcnn_R_50_FPN_3x",
    "HJDataset/retinanet_R_50_FPN_3x",
    "MFD/faster_rcnn_R_50_FPN_3x",
    "NewspaperNavigator/faster_rcnn_R_50_FPN_3x",
    "PrimaLayout/mask_rcnn_R_50_FPN_3x",
    "PubLayNet/faster_rcnn_R_50_FPN_3x",
    "PubLayNet/mask_rcnn_R_50_FPN_3x",
    "PubLayNet/mask_rcnn_X_101_32x8d_FPN_3x",
    "TableBank/faster_rcnn_R_101_FPN_3x",
    "TableBank/faster_rcnn_R_50_FPN_3x",
)

of_each = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
of_each_with_config = pytest.mark.parametrize("model", OF_DETECTRON2, ids=lambda model: model.id)


def files_of(model: CatalogueModel) -> list[RemoteFile]:
    return [model.weights] if model.config_file is None else [model.config_file, model.weights]


def digest(config: Config) -> str:
    given = {key: value for key, value in values_of(config).items() if value != DEFAULTS[key]}
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def loaded(model: CatalogueModel, folder: Path) -> Config:
    return load_config(write(folder, model.config_text))


def test_that_no_two_models_share_an_id_a_name_an_alias_or_an_old_path() -> None:
    ids = [model.id for model in MODELS]
    aliases = [alias.casefold() for model in MODELS for alias in model.aliases]
    old_paths = [path.casefold() for model in MODELS for path in model.old_paths]
    names = [model.name for model in MODELS]
    for values in (ids + aliases, old_paths, names):
        assert len(values) == len(set(values))


@of_each
def test_that_an_entry_is_complete_and_well_formed(model: CatalogueModel) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", model.id)
    assert len(model.id) <= 64  # it becomes a folder's name
    for text in (model.name, model.data_set, model.architecture, model.training, model.catch, model.licence):
        assert text
        assert text == text.strip()
        assert text.isprintable()
    assert model.training.endswith(".")
    assert model.catch.endswith(".")
    assert set(model.finds) <= {"boxes", "masks", "keypoints", "segments", "proposals"}
    assert model.finds
    assert model.input_format in ("BGR", "RGB")
    assert (model.config_file is None) == bool(model.config_text)
    assert all(0 < value < 1 for figures in model.measured.values() for value in figures.values())
    assert all(path and "\\" not in path and not path.startswith("/") for path in model.old_paths)


@of_each
def test_that_files_come_by_https_from_known_hosts_and_pinned_versions(model: CatalogueModel) -> None:
    for file in files_of(model):
        assert re.fullmatch(r"[\w.-]+\.(ya?ml|pth|pkl)", file.name)
        assert file.mirrors
        assert len({mirror.url for mirror in file.mirrors}) == len(file.mirrors)
        for mirror in file.mirrors:
            parts = urlsplit(mirror.url)
            assert (parts.scheme, parts.query, parts.fragment) == ("https", "", "")
            assert parts.netloc in HOSTS
            if parts.netloc == "huggingface.co":
                assert re.search("/resolve/[0-9a-f]{40}/", parts.path)
                assert mirror.gives_sha256 == file.name.endswith(".pth")  # the hub hashes large files only
            else:
                assert not mirror.gives_sha256


@of_each
def test_that_sizes_and_hashes_are_possible(model: CatalogueModel) -> None:
    for file in files_of(model):
        assert 1_000 < file.about_bytes < 2_000_000_000
        assert file.bytes is None or file.bytes > 0
        assert file.sha256 is None or re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.md5_prefix is None or re.fullmatch("[0-9a-f]{6,32}", file.md5_prefix)


@pytest.mark.parametrize("model", OF_DETECTRON2, ids=lambda model: model.id)
def test_that_the_name_of_weights_of_the_zoo_ends_in_their_md5(model: CatalogueModel) -> None:
    assert model.weights.md5_prefix
    assert model.weights.name.endswith(f"_{model.weights.md5_prefix}.pkl")
    assert model.weights.mirrors[0].url.endswith(f"/{model.weights.name}")


@of_each
def test_that_the_names_of_classes_are_as_many_as_the_model_has(model: CatalogueModel) -> None:
    if not model.class_file:
        assert model.finds == ("proposals",)
        return
    listed = json.loads((FOLDER.parent / "classes" / f"{model.class_file}.json").read_text(encoding="utf-8"))["things"]
    count = len(listed) if model.class_count is None else model.class_count
    names = model.class_names(count)
    assert names is not None
    assert len(names) == count
    assert model.class_names(count + 2) is None


def test_that_classes_which_layout_parser_misnames_are_right() -> None:
    prima, formulas, japanese = (
        find_in_catalogue(f"lp://{name}/config")
        for name in ("PrimaLayout/mask_rcnn_R_50_FPN_3x", "MFD/faster_rcnn_R_50_FPN_3x", LAYOUT_PARSER_NAMES[0])
    )
    assert prima is not None
    assert formulas is not None
    assert japanese is not None
    assert prima.class_names(7) == (
        *("Background", "TextRegion", "ImageRegion", "TableRegion", "MathsRegion", "SeparatorRegion", "OtherRegion"),
    )
    assert formulas.class_names(2) == ("Background", "Equation")
    assert japanese.class_count is None  # only its config tells
    seven, eight = japanese.class_names(7), japanese.class_names(8)
    assert seven is not None
    assert eight is not None
    assert (seven[0], eight[:2]) == ("Page Frame", ("Background", "Page Frame"))


def test_that_all_models_of_layout_parser_are_there() -> None:
    assert tuple(sorted(model.aliases[0] for model in OF_LAYOUT_PARSER)) == LAYOUT_PARSER_NAMES


@pytest.mark.parametrize("name", LAYOUT_PARSER_NAMES)
def test_that_every_way_to_write_a_name_of_layout_parser_gives_config_weights_and_names(name: str) -> None:
    model = find_in_catalogue(name)
    assert model is not None
    assert model.config_file is not None
    assert model.config_file.mirrors[0].url.endswith(f"/{name}/config.yml")
    assert model.weights.mirrors[0].url.endswith(f"/{name}/model_final.pth")
    assert model.class_file
    for written in (
        f"lp://{name}/config",
        f"lp://{name}/weight",
        f"lp://{name}",
        f"lp://{name}/",
        f"lp://detectron2/{name}/config",
        f"{name}/model",
        f"{name}/config/",
        f" {name.upper()} ",
        name.replace("/", "\\"),
        model.id,
        *model.aliases,
    ):
        assert find_in_catalogue(written) == model


@of_each_with_config
def test_that_every_way_to_write_a_name_of_the_zoo_finds_it(model: CatalogueModel) -> None:
    name = model.aliases[0]
    for written in (name, f"{name}.yaml", name.lower(), model.id, *model.aliases):
        assert find_in_catalogue(written) == model


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "/",
        "lp://",
        "lp://PubLayNet",
        "PubLayNet",
        "faster_rcnn_R_50_FPN_3x",
        "nope",
        "../..",
        "\0",
        "x" * 10**6,
    ],
)
def test_that_a_name_which_means_no_single_model_finds_none(name: str) -> None:
    assert find_in_catalogue(name) is None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("lp://PubLayNet/faster_rcnn_R_50_FPN_3/config", "PubLayNet/faster_rcnn_R_50_FPN_3x"),
        ("PubLaynet/mask_rcnn_X_101", "PubLayNet/mask_rcnn_X_101_32x8d_FPN_3x"),
        ("tablebank", "TableBank/faster_rcnn_R_50_FPN_3x"),
        ("COCO-Detection/retina_R_50_FPN_1x.yaml", "COCO-Detection/retinanet_R_50_FPN_1x"),
        ("prima-layout", "PrimaLayout/mask_rcnn_R_50_FPN_3x"),
    ],
)
def test_that_a_misspelt_name_brings_the_nearest_first(name: str, nearest: str) -> None:
    names = similar_names(name)
    assert names[0] == nearest
    assert len(names) <= 3
    assert all(find_in_catalogue(each) is not None for each in names)


def test_that_names_like_no_model_bring_none() -> None:
    assert similar_names("") == ()
    assert similar_names("~~~~~~~~") == ()
    assert similar_names("\0" * 10**6) == ()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/a/.torch/iopath_cache/s/f3b12qc4hc0yh4m/config.yml?dl=1", "PubLayNet/faster_rcnn_R_50_FPN_3x"),
        ("/home/a/.torch/iopath_cache/s/dgy9c10wykk4lq4/model_final.pth?dl=1", "PubLayNet/faster_rcnn_R_50_FPN_3x"),
        ("/home/a/.torch/iopath_cache/s/dgy9c10wykk4lq4/model_final.pth", "PubLayNet/faster_rcnn_R_50_FPN_3x"),
        (r"C:\Users\a\.torch\iopath_cache\s\yc92x97k50abynt\config.yaml", "PrimaLayout/mask_rcnn_R_50_FPN_3x"),
        ("https://www.dropbox.com/s/7xel0i3iqpm2p8y/model_final.pth?dl=1", "MFD/faster_rcnn_R_50_FPN_3x"),
        ("hub/snapshots/e5bb/TableBank/faster_rcnn_R_50_FPN_3x/config.yml", "TableBank/faster_rcnn_R_50_FPN_3x"),
        (
            "/home/a/.torch/fvcore_cache/detectron2/COCO-Detection/faster_rcnn_R_50_FPN_3x/137849458/"
            "model_final_280758.pkl",
            "COCO-Detection/faster_rcnn_R_50_FPN_3x",
        ),
        (
            "detectron2://Misc/cascade_mask_rcnn_R_50_FPN_3x/144998488/model_final_480dd8.pkl",
            "Misc/cascade_mask_rcnn_R_50_FPN_3x",
        ),
        ("Downloads/model_final_480dd8.pkl", "Misc/cascade_mask_rcnn_R_50_FPN_3x"),
    ],
)
def test_that_a_path_in_an_old_cache_tells_the_model(path: str, name: str) -> None:
    model = of_old_path(path)
    assert model is not None
    assert model.aliases[0] == name


@pytest.mark.parametrize(
    "path",
    [
        "",
        "model_final.pth",
        "config.yml",
        "output/model_final.pth",
        "s/dgy9c10wykk4lq4/model_final.pth?dl=1.lock",  # what guarded the download, empty
        "s/dgy9c10wykk4lq4",
        "s/dgy9c10wykk4lq4/other.pth",
        "mask_rcnn_R_50_FPN_3x/model_final.pth",  # of several
    ],
)
def test_that_a_path_which_could_be_any_models_tells_none(path: str) -> None:
    assert of_old_path(path) is None


@of_each_with_config
def test_that_a_config_of_the_catalogue_is_run_as_the_entry_says(model: CatalogueModel, tmp_path: Path) -> None:
    config = loaded(model, tmp_path)
    network = build_meta_model(config)
    assert json.loads(model.config_text)["_BASE_"] in OWN_BASES
    assert f"{architecture_name(config)}, {backbone_name(config)}" == model.architecture
    assert thing_class_count(config) == model.class_count
    assert config.str("INPUT.FORMAT") == model.input_format
    assert (config.int("INPUT.MIN_SIZE_TEST"), config.int("INPUT.MAX_SIZE_TEST")) == model.input_size
    assert model.weights.about_bytes == pytest.approx(4 * parameter_count(network), rel=0.01)
    assert ("masks" in model.finds) == config.bool("MODEL.MASK_ON") or model.finds == ("proposals",)
    assert ("keypoints" in model.finds) == config.bool("MODEL.KEYPOINT_ON")
    assert ("segments" in model.finds) == (config.str("MODEL.META_ARCHITECTURE") == "PanopticFPN")
    assert ("proposals" in model.finds) == (config.str("MODEL.META_ARCHITECTURE") == "ProposalNetwork")
    data_sets = config.strs("DATASETS.TRAIN")
    if model.class_file:
        assert class_names_for(data_sets, thing_class_count(config)) == model.class_names(model.class_count or 0)
    if "segments" in model.finds:
        assert stuff_names_for(data_sets, config.int("MODEL.SEM_SEG_HEAD.NUM_CLASSES")) is not None


@of_each_with_config
def test_that_a_config_of_the_catalogue_has_not_changed(model: CatalogueModel, tmp_path: Path) -> None:
    assert digest(loaded(model, tmp_path)) == DIGESTS[model.aliases[0]]


@pytest.fixture(scope="session")
def detectron2_configs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configs of Detectron2's own repository."""
    if not DETECTRON2.is_dir():
        pytest.skip(f"{DETECTRON2} is not there")
    folder = tmp_path_factory.mktemp("detectron2")
    git = ["git", "-C", str(DETECTRON2), "archive", "HEAD", "configs"]
    archive = subprocess.run(git, check=True, capture_output=True, timeout=60).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True, timeout=60)
    return folder / "configs"


@of_each_with_config
def test_that_a_config_of_the_catalogue_equals_detectron2s(
    model: CatalogueModel, tmp_path: Path, detectron2_configs: Path
) -> None:
    original = detectron2_configs / model.aliases[1]
    assert original.is_file()
    if original.suffix == ".py":
        pytest.skip("a program, which is never run; its values were written down by hand")
    assert values_of(loaded(model, tmp_path)) == values_of(load_config(original))
    assert digest(load_config(original)) == DIGESTS[model.aliases[0]]


def test_that_every_model_of_detectron2s_zoo_is_there_or_named_as_left_out(detectron2_configs: Path) -> None:
    git = ["git", "-C", str(DETECTRON2), "show", "HEAD:detectron2/model_zoo/model_zoo.py"]
    source = subprocess.run(git, check=True, capture_output=True, timeout=60, text=True).stdout
    zoo = dict(re.findall(r'"([\w.\-/]+)": "(\w+/model\w+\.pkl)"', source))
    left_out = json.loads((FOLDER / "detectron2.json").read_text(encoding="utf-8"))["left_out"]
    ours = {model.aliases[0]: model.weights.mirrors[0].url for model in OF_DETECTRON2}
    assert len(zoo) == 64
    assert ours.keys() | left_out.keys() == zoo.keys()
    assert not ours.keys() & left_out.keys()
    for name, url in ours.items():
        assert url == f"https://dl.fbaipublicfiles.com/detectron2/{name}/{zoo[name]}"


def test_that_an_entry_can_be_copied_and_compared() -> None:
    assert json.loads(json.dumps(asdict(MODELS[0])))["id"] == MODELS[0].id
    assert len(set(MODELS)) == len(MODELS)


def test_that_the_files_are_read_only_when_they_are_asked_for() -> None:
    program = (
        "import sys; from d2studio.core import catalogue; read = catalogue.catalogue.cache_info().currsize; "
        "sys.exit(read or 'torch' in sys.modules or 'requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0


def test_that_the_table_in_the_documents_is_that_of_the_catalogue() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "write it anew: python -m tools.catalogue_table"
