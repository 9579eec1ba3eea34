# `make run` and `make test` do all their own set-up, from a fresh checkout on.
#
#   make run [PAGES="scan.png report.pdf"]
#   make predict [PAGES="scan.png report.pdf"] [CONFIG=config.yaml WEIGHTS=model_final.pth] [OUT=out]
#   make test
#   make translations

PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3; do command -v $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt

# What Qt needs of the system, beyond what comes with it, and letters.
QT_PACKAGES := fonts-dejavu-core libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libx11-xcb1 libxcb-cursor0 \
  libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 \
  libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0

# A screen that nobody sees, for the test that uses the real window.
SCREEN_PACKAGES := xvfb

# Where `make predict` puts pictures of the pages.
OUT := out

.PHONY: run predict test lint translations
.DELETE_ON_ERROR:

run: $(VENV)/ready-to-run
	$(BIN)/d2studio $(PAGES)

predict: $(VENV)/ready-to-run
	$(BIN)/d2studio predict $(or $(PAGES),--sample)$(if $(CONFIG), --config '$(CONFIG)')$(if $(WEIGHTS), --weights '$(WEIGHTS)') --annotate '$(OUT)'

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# After a text of the window has changed: then what is marked as unfinished in the .ts files is to be translated, and
# this is to be done once more.
translations: $(VENV)/ready-to-test
	$(BIN)/python -m tools.translations

# As root the packages are installed; anybody else gets the line that does it.
define install_packages
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $(1); \
  else \
    echo 'Some packages of the system are missing. This installs them; then try again:' >&2; \
    echo '  sudo apt-get update && sudo apt-get install --yes $(1)' >&2; exit 1; \
  fi
endef

$(VENV)/ready-to-run: pyproject.toml constraints.txt
	@test -n '$(PYTHON)' && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'd2studio needs Python 3.11 or newer.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call install_packages,python3-venv); }
	$(PYTHON) -m venv $(VENV)
	$(PIP) setuptools
# First and alone: what comes later is content with the torch that is there.
	$(PIP) torch
	$(PIP) --no-build-isolation --editable .
	@$(BIN)/python -m tools.qt_loads || { $(call install_packages,$(QT_PACKAGES)); }
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready-to-run
	$(PIP) --no-build-isolation --editable '.[dev]'
# Elsewhere the one test that needs it is skipped.
	@command -v Xvfb >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	  { $(call install_packages,$(SCREEN_PACKAGES)); }
	@touch $@
