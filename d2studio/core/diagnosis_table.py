"""The words of every finding, by its code: the one table that the pane, its translation and docs/findings.md share."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from d2studio.core import fixes
from d2studio.core.findings import Category, Severity


@dataclass(frozen=True)
class Diagnosis:
    """What is said under one code.

    Attributes:
        what: one sentence without values, so that it can be translated; `{child}` stands for a key of `CHILDREN`.
        advice: what to do.
        actions: what the program can do, the best first; those that do not apply to a case are left out of it.
        keeps_advice: `advice` is said even where the error brings a hint of its own, which was written for the
            command line.
    """

    category: Category
    what: str
    advice: str
    actions: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    keeps_advice: bool = False


# A child's name to what people may call it.
CHILDREN: Final = MappingProxyType(
    {
        "infer": "The process that runs models",
        "decode": "The process that opens pages",
        "library": "The process that looks after models",
        "": "A process of d2studio",
    }
)

# Said where that child's request failed: it knows no pages, and nobody can run it again.
ADVICE_OF_LIBRARY: Final = MappingProxyType(
    {
        "CHILD_KILLED": "If the memory was full, close other programs; then try again.",
        "CHILD_CRASHED": "Try again. If it crashes on the same model each time, copy the report and send it to us.",
        "CHILD_STUCK": "Try again. A model that does this each time is broken, or made to waste time.",
        "CHILD_LOOP": "Restart it, and leave out the model at which it crashed.",
        "MEMORY_FULL": "Close other programs, and try again.",
        "DISK_FULL": "Make room on it, and try again.",
        "INTERNAL": "Try again. If it happens once more, copy the report and send it to us.",
    }
)

_REINSTALL: Final = "Install d2studio again; your models and pages are not affected."
_OTHER_PAGES: Final = "The other pages are not affected."

DIAGNOSES: Final = MappingProxyType(
    {
        # Weights
        "WEIGHTS_MISSING": Diagnosis(
            Category.WEIGHTS,
            "The model's weights file is not there.",
            "Check whether it was moved or renamed, then choose it.",
            (fixes.CHOOSE_WEIGHTS, fixes.USE_BUNDLED_MODEL),
        ),
        "WEIGHTS_UNREADABLE": Diagnosis(
            Category.WEIGHTS,
            "The system does not let d2studio read the weights file.",
            "Check the permissions of the file and its folder, and whether another program holds it.",
            (fixes.ADD_MODEL, fixes.RUN_AGAIN, fixes.CHOOSE_WEIGHTS, fixes.OPEN_FOLDER),
        ),
        "WEIGHTS_CORRUPT": Diagnosis(
            Category.WEIGHTS,
            "The weights file is damaged or incomplete.",
            "Download or copy the file again, and compare its size with the original.",
            (fixes.CHOOSE_WEIGHTS, fixes.USE_BUNDLED_MODEL, fixes.OPEN_FOLDER),
        ),
        "WEIGHTS_KIND": Diagnosis(
            Category.WEIGHTS,
            "The file that was chosen as weights is something else.",
            "Choose the .pth, .pkl or .safetensors file of the model.",
            (fixes.CHOOSE_WEIGHTS, fixes.USE_BUNDLED_MODEL),
        ),
        "PACK_UNUSABLE": Diagnosis(
            Category.WEIGHTS,
            "The zip or model pack cannot be used.",
            "Get it again, or have it exported again.",
            (fixes.OPEN_FOLDER,),
        ),
        "WEIGHTS_NOT_FINITE": Diagnosis(
            Category.WEIGHTS,
            "The weights hold values that are not numbers; the model could find nothing with them.",
            "Take an earlier checkpoint of the same training.",
            (fixes.CHOOSE_WEIGHTS, fixes.USE_BUNDLED_MODEL),
        ),
        "WEIGHTS_UNSAFE": Diagnosis(
            Category.WEIGHTS,
            "The weights file asks for program code to be run; it was blocked, and nothing was run.",
            "Do not use this file. Ask whoever made it for the weights alone, best as .safetensors.",
            (fixes.CHOOSE_WEIGHTS, fixes.USE_BUNDLED_MODEL),
        ),
        "WEIGHTS_MISMATCH": Diagnosis(
            Category.WEIGHTS,
            "The weights and the config belong to different models.",
            "Choose the weights that belong to this config, or the config that the weights were trained with.",
            (fixes.TAKE_CLASSES_OF_WEIGHTS, fixes.CHOOSE_WEIGHTS, fixes.CHOOSE_CONFIG, fixes.USE_BUNDLED_MODEL),
        ),
        # Config
        "CONFIG_MISSING": Diagnosis(
            Category.CONFIG,
            "The model's config file is not there.",
            "Check whether it was moved or renamed, then choose it.",
            (fixes.CHOOSE_CONFIG, fixes.USE_BUNDLED_MODEL),
        ),
        "CONFIG_BASE_MISSING": Diagnosis(
            Category.CONFIG,
            "The config builds on another file that is not there.",
            "Get that file too, and put it where the config expects it.",
            (fixes.ADD_MODEL, fixes.OPEN_FOLDER, fixes.RUN_AGAIN, fixes.CHOOSE_CONFIG),
        ),
        "CONFIG_UNREADABLE": Diagnosis(
            Category.CONFIG,
            "The system does not let d2studio read the config file.",
            "Check the permissions of the file and its folder, and whether another program holds it.",
            (fixes.ADD_MODEL, fixes.RUN_AGAIN, fixes.CHOOSE_CONFIG, fixes.OPEN_FOLDER),
        ),
        "CONFIG_BROKEN": Diagnosis(
            Category.CONFIG,
            "The config file cannot be understood.",
            "Correct the line that is named, or download the file again.",
            (fixes.CHOOSE_CONFIG, fixes.OPEN_FOLDER, fixes.USE_BUNDLED_MODEL),
        ),
        "CONFIG_UNSAFE": Diagnosis(
            Category.CONFIG,
            "The config asks for program code or for files that are none of its business; it was blocked.",
            "Do not use this model, or ask whoever made it for a config that only lists settings.",
            (fixes.CHOOSE_MODEL, fixes.USE_BUNDLED_MODEL),
        ),
        "CONFIG_UNSUPPORTED": Diagnosis(
            Category.CONFIG,
            "The config describes a model with parts that d2studio does not have.",
            "It was probably made with a changed Detectron2, and only runs there.",
            (fixes.CHOOSE_MODEL, fixes.USE_BUNDLED_MODEL),
        ),
        "MODEL_FOLDER": Diagnosis(
            Category.CONFIG,
            "The folder is not a model's folder: it has to hold one config and one weights file.",
            "Choose the config and the weights one by one.",
            (fixes.CHOOSE_MODEL, fixes.USE_BUNDLED_MODEL),
        ),
        "MODEL_NAMES": Diagnosis(
            Category.CONFIG,
            "A file that describes the model, such as its list of class names, cannot be understood.",
            "Correct the file, or remove it: the model works without.",
            (fixes.OPEN_FOLDER, fixes.CHOOSE_MODEL),
        ),
        "MODEL_NOT_INSTALLED": Diagnosis(
            Category.CONFIG,
            "The model that was asked for is not installed.",
            "Install it, or choose another one.",
            (fixes.INSTALL_MODEL, fixes.OPEN_LIBRARY, fixes.USE_BUNDLED_MODEL),
            keeps_advice=True,
        ),
        "MODEL_NOT_FOUND": Diagnosis(
            Category.CONFIG,
            "There is no model in what was chosen: a model is a config and its weights.",
            "Choose a config and its weights, or a folder, a zip or a model pack with one of each in it.",
            (fixes.OPEN_FOLDER,),
            keeps_advice=True,
        ),
        "MODEL_NOTES": Diagnosis(
            Category.CONFIG,
            "Something was noticed while a model was installed.",
            "Most of it does no harm. Classes without names can be named in the model library.",
            (fixes.OPEN_LIBRARY,),
            Severity.NOTE,
        ),
        "CACHE_UNUSABLE": Diagnosis(
            Category.WEIGHTS,
            "Not all that LayoutParser and Detectron2 have downloaded can be used.",
            "Install these models from the catalogue instead.",
            severity=Severity.WARNING,
        ),
        # Memory
        "MEMORY_FULL": Diagnosis(
            Category.MEMORY,
            "The memory of this computer is full.",
            "Close other programs, or let the model look at pages in a smaller size.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.LOWER_INPUT_SIZE, fixes.RUN_AGAIN),
        ),
        "MEMORY_GPU": Diagnosis(
            Category.MEMORY,
            "The memory of the graphics card is full.",
            "Close other programs that use it, let the model look at pages in a smaller size, or use the CPU.",
            (fixes.LOWER_INPUT_SIZE, fixes.USE_CPU, fixes.RUN_AGAIN),
        ),
        "PAGE_NO_ROOM": Diagnosis(
            Category.MEMORY,
            "There is no room for the pixels of another page.",
            "Close other programs, and make room on the disk for temporary files.",
            (fixes.RUN_AGAIN,),
            keeps_advice=True,
        ),
        # Processes of ours
        "CHILD_KILLED": Diagnosis(
            Category.WORKER,
            "{child} was ended from outside, probably because the memory was full; it starts again by itself.",
            "Close other programs, or let the model look at pages in a smaller size.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.RUN_AGAIN, fixes.LOWER_INPUT_SIZE),
        ),
        "CHILD_CRASHED": Diagnosis(
            Category.WORKER,
            "{child} crashed; it starts again by itself.",
            "Run again. If it crashes on the same page or model each time, copy the report and send it to us.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.RUN_AGAIN, fixes.COPY_REPORT),
        ),
        "CHILD_STUCK": Diagnosis(
            Category.WORKER,
            "{child} did not answer for too long and was ended; it starts again by itself.",
            "Run again. A file that does this each time is broken, or made to waste time.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.RUN_AGAIN, fixes.REMOVE_PAGE),
        ),
        "CHILD_LOOP": Diagnosis(
            Category.WORKER,
            "{child} crashed three times within five minutes and is not started again by itself.",
            "Choose another model or page first, then restart it.",
            (fixes.RESTART_CHILD, fixes.USE_BUNDLED_MODEL, fixes.COPY_REPORT),
        ),
        "CHILD_START": Diagnosis(
            Category.WORKER,
            "{child} cannot be started.",
            "Restart it. If that does not help, a virus scanner may block it, or the installation is damaged.",
            (fixes.RESTART_CHILD, fixes.COPY_REPORT),
        ),
        # Devices and number formats
        "DTYPE_MISMATCH": Diagnosis(
            Category.DEVICE,
            "Two parts of the model compute in number formats that do not go together.",
            "Compute in float32, which every model and every device can do.",
            (fixes.USE_FLOAT32, fixes.USE_CPU, fixes.COPY_REPORT),
        ),
        "PRECISION_MISSING": Diagnosis(
            Category.DEVICE,
            "The number format that was chosen does not exist.",
            "Choose float32, which works everywhere.",
            (fixes.USE_FLOAT32,),
        ),
        "DEVICE_MISSING": Diagnosis(
            Category.DEVICE,
            "The device that was chosen cannot be used on this computer.",
            "Use the CPU, or choose a device from the list.",
            (fixes.USE_CPU,),
        ),
        "DEVICE_DRIVER": Diagnosis(
            Category.DEVICE,
            "The driver of the graphics card does not go with the installed PyTorch.",
            "Update the driver of the graphics card, or use the CPU.",
            (fixes.USE_CPU,),
        ),
        "DEVICE_OLD": Diagnosis(
            Category.DEVICE,
            "The installed PyTorch was not made for this graphics card.",
            "Use the CPU, or install a PyTorch that was built for the card.",
            (fixes.USE_CPU,),
        ),
        "DEVICE_CANNOT": Diagnosis(
            Category.DEVICE,
            "The device cannot do a step that this model needs.",
            "Use the CPU for this model.",
            (fixes.USE_CPU, fixes.COPY_REPORT),
        ),
        "DEVICE_MIXED": Diagnosis(
            Category.DEVICE,
            "Parts of the model lie on different devices.",
            "This is a mistake in d2studio. The CPU works meanwhile.",
            (fixes.USE_CPU, fixes.COPY_REPORT),
        ),
        "DEVICE_FAILED": Diagnosis(
            Category.DEVICE,
            "The device failed while the model ran.",
            "Restart the model; if it fails again, use the CPU.",
            (fixes.RESTART_CHILD, fixes.USE_CPU, fixes.COPY_REPORT),
        ),
        # Pages
        "PAGE_MISSING": Diagnosis(
            Category.PAGE,
            "The page's file is not there.",
            "Check whether it was moved or renamed, or whether its drive is connected.",
            (fixes.RUN_AGAIN, fixes.REMOVE_PAGE),
        ),
        "FOLDER_EMPTY": Diagnosis(
            Category.PAGE,
            "The folder has no pages in it.",
            "Open a folder with pictures or PDF files directly in it; folders below it are not searched.",
            (fixes.OPEN_FOLDER,),
            Severity.WARNING,
            keeps_advice=True,
        ),
        "PAGE_LOCKED": Diagnosis(
            Category.PAGE,
            "The system does not let d2studio read the page's file.",
            "Ask the owner of the file for access, or open a copy.",
            (fixes.RUN_AGAIN, fixes.OPEN_FOLDER),
        ),
        "PAGE_UNREADABLE": Diagnosis(
            Category.PAGE,
            "The page cannot be read: its file is damaged or incomplete.",
            "Copy, download or scan it again. " + _OTHER_PAGES,
            (fixes.REMOVE_PAGE, fixes.OPEN_FOLDER),
        ),
        "PAGE_KIND": Diagnosis(
            Category.PAGE,
            "The file is not a page that d2studio can open.",
            "Convert it to PDF, PNG, JPEG or TIFF first.",
            (fixes.REMOVE_PAGE, fixes.OPEN_FOLDER),
        ),
        "PAGE_PASSWORD": Diagnosis(
            Category.PAGE,
            "The PDF is protected with a password.",
            "Enter its password, or save a copy without one.",
            (fixes.ENTER_PASSWORD, fixes.REMOVE_PAGE),
            Severity.WARNING,
        ),
        "PAGE_TOO_LARGE": Diagnosis(
            Category.PAGE,
            "The page has more pixels than the limit that guards the memory.",
            "Raise the limit if the page is meant to be that large, or scale it down.",
            (fixes.RAISE_PIXEL_LIMIT, fixes.REMOVE_PAGE),
            keeps_advice=True,
        ),
        # Results that disappoint
        "NOTHING_FOUND": Diagnosis(
            Category.EMPTY,
            "The model found nothing on this page.",
            "The model may be made for another kind of pages; choose another one.",
            (fixes.RAISE_INPUT_SIZE, fixes.CHOOSE_MODEL, fixes.USE_BUNDLED_MODEL),
            Severity.NOTE,
        ),
        "NOTHING_SHOWN": Diagnosis(
            Category.EMPTY,
            "Everything that was found on this page is hidden by the rules.",
            "Lower the threshold, or show the classes that are switched off.",
            (fixes.LOWER_THRESHOLD, fixes.SHOW_CLASSES, fixes.RESET_RULES),
            Severity.NOTE,
        ),
        "LIMIT_REACHED": Diagnosis(
            Category.EMPTY,
            "There may be more on this page: the model's limit of detections was reached.",
            "Raise the limit, and the page is run again.",
            (fixes.RAISE_DETECTIONS_LIMIT,),
            Severity.WARNING,
        ),
        # Libraries
        "LIBRARY_MISSING": Diagnosis(
            Category.LIBRARY,
            "A library that d2studio needs is not installed.",
            _REINSTALL,
            (fixes.COPY_REPORT,),
        ),
        "LIBRARY_CONFLICT": Diagnosis(
            Category.LIBRARY,
            "Two installed libraries do not go together.",
            "Install d2studio into an environment of its own, where nothing else changes its libraries.",
            (fixes.COPY_REPORT,),
        ),
        "INSTALLATION_DAMAGED": Diagnosis(
            Category.LIBRARY,
            "A file that comes with d2studio is missing or changed.",
            _REINSTALL,
            (fixes.CHOOSE_MODEL, fixes.COPY_REPORT),
        ),
        # Disk
        "DISK_FULL": Diagnosis(
            Category.DISK,
            "The disk is full.",
            "Make room on it, then run again.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.RUN_AGAIN),
        ),
        "OUTPUT_NO_ROOM": Diagnosis(
            Category.DISK,
            "The result was not saved: the disk is full.",
            "Make room, or choose a folder on another disk.",
            (fixes.ADD_MODEL, fixes.CHOOSE_OUTPUT, fixes.OPEN_FOLDER),
        ),
        "OUTPUT_FAILED": Diagnosis(
            Category.DISK,
            "The result cannot be written.",
            "Check the permissions of the folder, or choose another one.",
            (fixes.CHOOSE_OUTPUT, fixes.OPEN_FOLDER),
        ),
        "SETTINGS_UNSAVED": Diagnosis(
            Category.DISK,
            "The settings cannot be saved; they hold until the window is closed.",
            "Check the permissions of the folder, and save them again.",
            (fixes.SAVE_SETTINGS, fixes.OPEN_FOLDER),
        ),
        # Network
        "NETWORK_UNREACHABLE": Diagnosis(
            Category.NETWORK,
            "The server cannot be reached, or the connection broke.",
            "Check the network, then try again; a download goes on where it ended.",
            (fixes.INSTALL_MODEL,),
        ),
        "NETWORK_PROXY": Diagnosis(
            Category.NETWORK,
            "The proxy of this network cannot be reached, or refuses.",
            "Look at the proxy settings of the system, or ask who runs the network.",
            (fixes.INSTALL_MODEL,),
        ),
        "NETWORK_CERTIFICATE": Diagnosis(
            Category.NETWORK,
            "The server cannot prove that it is who it says.",
            "If your network reads along, have its certificate added to those that the system trusts.",
            (fixes.INSTALL_MODEL,),
        ),
        "DOWNLOAD_GONE": Diagnosis(
            Category.NETWORK,
            "The file is not there any more.",
            "If you have it, or a colleague has, import it instead.",
            (fixes.INSTALL_MODEL,),
        ),
        "DOWNLOAD_LOGIN": Diagnosis(
            Category.NETWORK,
            "The server gives this file only after a login or a licence.",
            "Download the file in a browser, then import it.",
            (fixes.INSTALL_MODEL,),
        ),
        "DOWNLOAD_REFUSED": Diagnosis(
            Category.NETWORK,
            "Files may not be downloaded from this address.",
            "Use one that begins with https:// and lies outside your own network, or import the file.",
            (fixes.INSTALL_MODEL,),
        ),
        "DOWNLOAD_DAMAGED": Diagnosis(
            Category.NETWORK,
            "What came is not the file that was promised; it was deleted.",
            "Try again later. If it stays so, tell whoever offers the file.",
            (fixes.INSTALL_MODEL,),
        ),
        "DOWNLOAD_FAILED": Diagnosis(
            Category.NETWORK,
            "The file cannot be downloaded.",
            "Try again later, or download it in a browser and import it.",
            (fixes.INSTALL_MODEL,),
        ),
        # The rest
        "SETTINGS_PROBLEM": Diagnosis(
            Category.SETTINGS,
            "Some saved settings could not be used; the defaults stand in for them.",
            "Set them again; nothing else is affected.",
            severity=Severity.WARNING,
        ),
        "UNCLEAN_END": Diagnosis(
            Category.INTERNAL,
            "d2studio did not end properly the last time.",
            "If this happens again, copy the report and send it to us.",
            (fixes.LOAD_LAST_MODEL, fixes.COPY_REPORT),
            Severity.WARNING,
        ),
        "REQUEST_UNCLEAR": Diagnosis(
            Category.SETTINGS,
            "This cannot be done as it was asked for.",
            "Check what was chosen.",
            severity=Severity.WARNING,
        ),
        "INTERNAL": Diagnosis(
            Category.INTERNAL,
            "Something went wrong inside d2studio; this is a mistake of ours, not of yours.",
            "Run again. If it happens once more, copy the report and send it to us.",
            (fixes.ADD_MODEL, fixes.INSTALL_MODEL, fixes.RUN_AGAIN, fixes.COPY_REPORT),
        ),
    }
)


def phrases(more: Iterable[str] = ()) -> tuple[str, ...]:
    """Every fixed text that a finding can show, for translations: sentences, advice, and words on buttons.

    Args:
        more: further sentences, of rules that say it in another way.
    """
    found: dict[str, None] = {}
    for diagnosis in DIAGNOSES.values():
        named = CHILDREN.values() if "{child}" in diagnosis.what else ("",)
        found.update(dict.fromkeys(diagnosis.what.replace("{child}", child) for child in named))
        found[diagnosis.advice] = None
    found.update(dict.fromkeys((*ADVICE_OF_LIBRARY.values(), *more)))
    found.update(dict.fromkeys(fixes.LABELS.values()))
    return tuple(found)
