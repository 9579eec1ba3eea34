"""What the program can do about a finding: names that the window obeys, and the words on their buttons."""

from typing import Final

RUN_AGAIN: Final = "run-again"
RESTART_CHILD: Final = "restart-child"  # argument: infer, decode or library; empty for all
USE_CPU: Final = "use-cpu"
USE_FLOAT32: Final = "use-float32"
LOWER_INPUT_SIZE: Final = "lower-input-size"
RAISE_INPUT_SIZE: Final = "raise-input-size"
RAISE_DETECTIONS_LIMIT: Final = "raise-detections-limit"  # argument: the new limit
LOWER_THRESHOLD: Final = "lower-threshold"  # argument: the new threshold, "0.40"
SHOW_CLASSES: Final = "show-classes"
RESET_RULES: Final = "reset-rules"  # overlap, containment and count
ENTER_PASSWORD: Final = "enter-password"  # argument: the file  # noqa: S105 - the name of an action
RAISE_PIXEL_LIMIT: Final = "raise-pixel-limit"  # argument: pixels that the page has
CHOOSE_MODEL: Final = "choose-model"
USE_BUNDLED_MODEL: Final = "use-bundled-model"
LOAD_LAST_MODEL: Final = "load-last-model"  # argument: config and weights, with NUL between them
CHOOSE_WEIGHTS: Final = "choose-weights"  # argument: the folder to begin in
CHOOSE_CONFIG: Final = "choose-config"  # argument: the folder to begin in
TAKE_CLASSES_OF_WEIGHTS: Final = "take-classes-of-weights"  # argument: config, weights, count, with NUL between them
INSTALL_MODEL: Final = "install-model"  # argument: its id in the catalogue
ADD_MODEL: Final = "add-model"  # argument: what was to be added, as the window wrote it
OPEN_LIBRARY: Final = "open-library"
CHOOSE_OUTPUT: Final = "choose-output"
SAVE_SETTINGS: Final = "save-settings"
REMOVE_PAGE: Final = "remove-page"  # argument: the file
OPEN_FOLDER: Final = "open-folder"  # argument: the folder
COPY_REPORT: Final = "copy-report"

# Verbs, in the order of the names above.
LABELS: Final = {
    RUN_AGAIN: "Run again",
    RESTART_CHILD: "Restart",
    USE_CPU: "Use the CPU",
    USE_FLOAT32: "Use float32",
    LOWER_INPUT_SIZE: "Use a smaller input size",
    RAISE_INPUT_SIZE: "Use a larger input size",
    RAISE_DETECTIONS_LIMIT: "Raise the limit",
    LOWER_THRESHOLD: "Lower the threshold",
    SHOW_CLASSES: "Show all classes",
    RESET_RULES: "Reset the rules",
    ENTER_PASSWORD: "Enter the password",
    RAISE_PIXEL_LIMIT: "Raise the limit",
    CHOOSE_MODEL: "Choose another model",
    USE_BUNDLED_MODEL: "Use the built-in model",
    LOAD_LAST_MODEL: "Load the last model",
    CHOOSE_WEIGHTS: "Choose weights",
    CHOOSE_CONFIG: "Choose a config",
    TAKE_CLASSES_OF_WEIGHTS: "Use the weights' classes",
    INSTALL_MODEL: "Install the model",
    ADD_MODEL: "Try again",
    OPEN_LIBRARY: "Open the model library",
    CHOOSE_OUTPUT: "Choose another folder",
    SAVE_SETTINGS: "Save the settings",
    REMOVE_PAGE: "Remove from the list",
    OPEN_FOLDER: "Open the folder",
    COPY_REPORT: "Copy report",
}
