"""The window: the only package that imports Qt."""

# ruff: noqa: E402, F401 - the order is what this is about

import os

# The window multiplies no matrices; threads that wait for some take a tenth of its start. Its children inherit nothing.
_is_free = "OPENBLAS_NUM_THREADS" not in os.environ
if _is_free:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np

if _is_free:
    del os.environ["OPENBLAS_NUM_THREADS"]

# Before Qt, all that the window needs besides: PySide6 reads the source text of every module that is loaded after it,
# which takes longer than to load it.
import psutil

import d2studio.core.diagnostics
import d2studio.core.logs
import d2studio.core.model_rules
import d2studio.core.page_state
import d2studio.core.reading_order
import d2studio.core.region_text
import d2studio.core.report
import d2studio.core.requests
import d2studio.core.result_store
import d2studio.core.rule_changes
import d2studio.core.samples
import d2studio.core.session
import d2studio.core.settings
import d2studio.core.shown
