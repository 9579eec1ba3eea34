"""Turns failures and disappointing results into findings, which say what happened and what to do.

    finding = explain(failure, place="report.pdf, page 3", activity="opening the page")

Which finding a failure is stands in `diagnosis_rules`, what is said in `diagnosis_table`, what the program can do in
`fixes`. Every code has a section in docs/findings.md.
"""

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from d2studio.core import fixes
from d2studio.core.diagnosis_rules import BROKEN_LIBRARY, DIFFERENT_CLASSES, WRONG_PASSWORD, Rule, find_rule, words_of
from d2studio.core.diagnosis_table import ADVICE_OF_LIBRARY, CHILDREN, DIAGNOSES
from d2studio.core.diagnosis_table import phrases as _table_phrases
from d2studio.core.endings import ending_in_words
from d2studio.core.error_sentences import KINDS, PAGE_OF, SENTENCES, SYSTEM
from d2studio.core.failures import INTERNAL, Failure
from d2studio.core.findings import Category, Finding, Fix
from d2studio.core.words import printable
from d2studio.detections import DEFAULT_FLOOR, Detections
from d2studio.filters import Filtered, FilterRules, Reason

_MAX_EVIDENCE_LINE: Final = 240
_MAX_PROBLEMS: Final = 3  # the others stand in the details
_MAX_DETAILS: Final = 40_000

_ANSI: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # PyTorch puts colours into its messages
_CLASS_COUNTS: Final = re.compile(r"the weights have ([\d,]+) class(?:es)?, the config says ([\d,]+) class")

_ASKED_MEMORY: Final = re.compile(r"[Tt]ried to allocate (\d+(?:\.\d+)?) (bytes|KiB|MiB|GiB)")
_UNITS: Final = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

# Of no use where a page could not even be opened.
_MODEL_FIXES: Final = frozenset({fixes.LOWER_INPUT_SIZE, fixes.USE_CPU, fixes.USE_FLOAT32, fixes.USE_BUNDLED_MODEL})
# Of no use to the child that looks after models, which runs none and knows no page.
_RUN_FIXES: Final = _MODEL_FIXES | {fixes.RUN_AGAIN, fixes.REMOVE_PAGE}
_NEEDS_ARGUMENT: Final = frozenset(
    {
        fixes.OPEN_FOLDER,
        fixes.REMOVE_PAGE,
        fixes.LOWER_THRESHOLD,
        fixes.RAISE_DETECTIONS_LIMIT,
        fixes.LOAD_LAST_MODEL,
        fixes.TAKE_CLASSES_OF_WEIGHTS,
        fixes.INSTALL_MODEL,
        fixes.ADD_MODEL,
    }
)


# A page with a shorter side than this has no letters that anybody could read.
_SMALL_SIDE_PX: Final = 200
# A guess of a fifth of what counts is more than the noise that a model of other things puts out.
_WEAK_SHARE: Final = 0.2
_THRESHOLD_STEP: Final = 0.05
_LIMIT_FACTOR: Final = 2

_BLANK_PAGE: Final = "The page looks blank. If it is not, scan it again with more contrast."
_SMALL_PAGE: Final = "The page is very small. Scan it, or draw the PDF, at a higher resolution."
_WEAK_SCORES: Final = (
    "The best guess was too weak to count. A larger input size, a better scan or another model may help."
)
_MODEL_PASSED_OVER: Final = "d2studio did not end properly the last time; it started without the last model."
_LOAD_AGAIN: Final = (
    "Load the last model again. If this happens with the same model each time, copy the report and send it to us."
)
_TRY_AGAIN: Final = "Try again"  # instead of the words for `INSTALL_MODEL` where it was tried
_SETTINGS_NO_ROOM: Final = "Make room on the disk, and save them again."


def phrases() -> tuple[str, ...]:
    """Every text that a finding can show, for translations; of errors and of evidence, those of `error_sentences`."""
    of_rules = (BROKEN_LIBRARY, DIFFERENT_CLASSES, WRONG_PASSWORD)
    of_results = (_BLANK_PAGE, _SMALL_PAGE, _WEAK_SCORES)
    of_errors = (*SENTENCES, PAGE_OF, *KINDS, *SYSTEM)
    return _table_phrases(
        (*of_rules, *of_results, _MODEL_PASSED_OVER, _LOAD_AGAIN, _SETTINGS_NO_ROOM, _TRY_AGAIN, *of_errors)
    )


def make_finding(
    code: str,
    *,
    what: str = "",
    evidence: Iterable[str] = (),
    advice: str = "",
    fixes: Iterable[Fix] | None = None,
    place: str = "",
    details: str = "",
) -> Finding:
    """A finding with the table's words for `code`, where none are given.

    Args:
        code: a key of `DIAGNOSES`.
        what: instead of the table's sentence.
        evidence: texts of any origin; each comes out on one line and once, empty ones are left out.
        advice: instead of the table's.
        fixes: instead of the table's, of which those that need an argument are left out.
        place: which page or model it is about.
        details: text of any origin.
    """
    diagnosis = DIAGNOSES[code]
    if fixes is None:
        fixes = [make_fix(action) for action in diagnosis.actions if action not in _NEEDS_ARGUMENT]
    return Finding(
        category=diagnosis.category,
        code=code,
        what=what or diagnosis.what.replace("{child}", CHILDREN[""]),
        evidence=tuple(line for line in dict.fromkeys(map(_one_line, evidence)) if line),
        advice=_one_line(advice) or diagnosis.advice,
        fixes=tuple(fixes),
        severity=diagnosis.severity,
        place=_one_line(place),
        details=_ANSI.sub("", details)[-_MAX_DETAILS:].strip(),
    )


def make_fix(action: str, argument: str = "") -> Fix:
    """`action` with the words for its button."""
    return Fix(action, fixes.LABELS[action], argument)


def explain(failure: Failure, *, place: str = "", activity: str = "", path: str = "") -> Finding:
    """What a failure means and what to do about it.

    Args:
        failure: of any kind; what no rule knows is INTERNAL.
        place: the page or model that it is about, for people; else taken from the failure's facts.
        activity: what was being done: "loading the model".
        path: the file that it is about, where the failure does not say it itself.
    """
    if path and not failure.context.get("path"):
        failure = replace(failure, context={**failure.context, "path": path})
    rule = find_rule(failure)
    diagnosis = DIAGNOSES[rule.finding]
    child = failure.context.get("child", "")
    return make_finding(
        rule.finding,
        what=rule.what or diagnosis.what.replace("{child}", CHILDREN.get(child, CHILDREN[""])),
        evidence=_evidence(failure, rule, activity),
        advice=_advice(failure, rule),
        fixes=[_fix(action, failure) for action in diagnosis.actions if _helps(action, failure)],
        place=place or _place(failure),
        details=_details(failure),
    )


def _advice(failure: Failure, rule: Rule) -> str:
    """What to do, where that is not what the table says."""
    if failure.context.get("child") == "library" and rule.finding in ADVICE_OF_LIBRARY:
        return ADVICE_OF_LIBRARY[rule.finding]
    is_for_others = DIAGNOSES[rule.finding].keeps_advice or failure.code.startswith("worker")
    return "" if is_for_others else failure.hint


def _evidence(failure: Failure, rule: Rule, activity: str) -> list[str]:
    counts = _CLASS_COUNTS.search(failure.message)
    if rule.what == DIFFERENT_CLASSES and counts:  # which says it all
        return [f"Config says {counts[2]} classes, weights have {counts[1]}."]
    lines = []
    if failure.code == INTERNAL and failure.type_names:
        lines.append(f"{failure.type_names[0]}: {_first_line(failure.message)}")
    elif failure.code.startswith("worker-crash"):
        lines += _crash_evidence(failure)
    else:
        lines.append(_first_line(failure.message))
    if DIAGNOSES[rule.finding].category is Category.MEMORY:
        lines += _memory_evidence(failure)
    if activity:
        lines.append(f"It happened while {activity}.")
    said = " ".join(lines)
    problems = [problem for problem in failure.problems if problem not in said]  # a message may quote the first
    lines += problems[:_MAX_PROBLEMS]
    if len(problems) > _MAX_PROBLEMS:
        lines.append(f"and {len(problems) - _MAX_PROBLEMS:,} more, see Details")
    return lines


def _crash_evidence(failure: Failure) -> list[str]:
    """How it ended, the system's own count of processes ended for want of memory, and the last that it said."""
    context = failure.context
    ending = ending_in_words(context) or _first_line(failure.message)
    seconds = context.get("seconds", "")
    had_begun = seconds.strip("0.")  # else it was asked nothing, or ended in the same moment
    lines = [f"{ending[:1].upper()}{ending[1:]}{f', after {seconds} s' if had_begun else ''}."]
    if re.fullmatch(r"0*[1-9]\d*", context.get("oom_kills", "")):
        lines.append("The system has just ended a process because the memory was full.")
    last = [line for line in context.get("last_words", "").splitlines() if line.strip()]
    if last:
        lines.append(f"Its last words: {last[-1].strip()}")
    return lines


def _memory_evidence(failure: Failure) -> list[str]:
    """How much was asked for in vain, where PyTorch says it: the CPU in bytes, a GPU in units of 1024."""
    asked = _ASKED_MEMORY.search(words_of(failure))
    if asked is None:
        return []
    size = float(asked[1]) * _UNITS[asked[2]]
    gigabyte, megabyte = _UNITS["GiB"], _UNITS["MiB"]  # as the window counts what is free
    if size >= gigabyte:
        return [f"It asked for {size / gigabyte:.1f} GB more."]
    return [f"It asked for {size / megabyte:.0f} MB more."]


def _fix(action: str, failure: Failure) -> Fix:
    fix = make_fix(action, _argument(action, failure))
    was_tried = action == fixes.INSTALL_MODEL and "model" not in failure.context
    return replace(fix, label=_TRY_AGAIN) if was_tried else fix


def _helps(action: str, failure: Failure) -> bool:
    if action in _NEEDS_ARGUMENT and not _argument(action, failure):
        return False
    if action == fixes.USE_CPU and failure.context.get("device") == "cpu":
        return False
    if action == fixes.USE_FLOAT32 and failure.context.get("is_float32") == "True":
        return False
    if failure.context.get("is_listed") == "False" and action in (fixes.RUN_AGAIN, fixes.REMOVE_PAGE):
        return False
    if failure.context.get("child") == "library" and action in _RUN_FIXES:
        return False
    is_about_page = failure.code.startswith("page") or failure.context.get("child") == "decode"
    return not (is_about_page and action in _MODEL_FIXES)


def _argument(action: str, failure: Failure) -> str:
    path = failure.context.get("path", "")
    if action in (fixes.ENTER_PASSWORD, fixes.REMOVE_PAGE):
        return path
    if action in (fixes.OPEN_FOLDER, fixes.CHOOSE_WEIGHTS, fixes.CHOOSE_CONFIG):
        return os.path.dirname(path)
    if action == fixes.RAISE_PIXEL_LIMIT:
        sides = re.findall(r"\d+", failure.context.get("size_hw", ""))
        return str(int(sides[0]) * int(sides[1])) if len(sides) == 2 else ""
    if action == fixes.INSTALL_MODEL:
        return failure.context.get("catalogue_id", "")
    if action == fixes.ADD_MODEL:
        return failure.context.get("to_add", "")
    if action == fixes.TAKE_CLASSES_OF_WEIGHTS:
        files = (failure.context.get(key, "") for key in ("config_path", "weights_path"))
        count = failure.context.get("class_count", "")
        return "\0".join((*files, count)) if count.isdecimal() and failure.context.get("config_path") else ""
    return failure.context.get("child", "") if action == fixes.RESTART_CHILD else ""


def _place(failure: Failure) -> str:
    name = os.path.basename(failure.context.get("path", ""))
    index = failure.context.get("index", "")
    return f"{name}, page {int(index) + 1}" if name and index.isdecimal() else name


def _details(failure: Failure) -> str:
    facts = "\n".join(f"{key}: {value}" for key, value in failure.context.items() if key != "last_words")
    parts = (failure.message, "\n".join(failure.problems), failure.context.get("last_words", ""), facts, failure.trace)
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _one_line(text: str) -> str:
    line = printable(_ANSI.sub("", text).strip())
    return line if len(line) <= _MAX_EVIDENCE_LINE else f"{line[: _MAX_EVIDENCE_LINE - 1]}…"


def explain_settings(problems: Sequence[str], *, place: str = "") -> Finding:
    """Saved settings that could not be used; `problems` has a line for each."""
    return make_finding("SETTINGS_PROBLEM", evidence=problems, place=place, details="\n".join(problems))


def explain_unsaved_settings(failure: Failure) -> Finding:
    """The settings cannot be written; the failure's facts have their path."""
    is_full = find_rule(failure).finding == "OUTPUT_NO_ROOM"
    folder = os.path.dirname(failure.context.get("path", ""))
    return make_finding(
        "SETTINGS_UNSAVED",
        evidence=(_first_line(failure.message),),
        advice=_SETTINGS_NO_ROOM if is_full else "",
        fixes=(make_fix(fixes.SAVE_SETTINGS), *((make_fix(fixes.OPEN_FOLDER, folder),) if folder else ())),
        details=_details(failure),
    )


def explain_unclean_end(*, config: str = "", weights: str = "", last_words: str = "") -> Finding:
    """The last run of the program did not end properly.

    Args:
        config: the model that was passed over for that, as the settings had it; empty for none.
        weights: of a config file.
        last_words: what the crash file holds.
    """
    if not config:
        return make_finding("UNCLEAN_END", details=last_words)
    return make_finding(
        "UNCLEAN_END",
        what=_MODEL_PASSED_OVER,
        evidence=[f"The last model was {config}."],
        advice=_LOAD_AGAIN,
        fixes=(make_fix(fixes.LOAD_LAST_MODEL, f"{config}\0{weights}"), make_fix(fixes.COPY_REPORT)),
        details=last_words,
    )


def explain_result(
    detections: Detections, *, model: str = "", place: str = "", page_is_blank: bool | None = None
) -> Finding | None:
    """What is worth saying of a page's result: nothing was found, or the limit was reached; mostly None."""
    limit = _noted(r"limit of ([\d,]+) detections", detections)
    if limit:
        return explain_limit(int(limit.replace(",", "")), place=place)
    if len(detections) or detections.semantic is not None:
        return None
    return explain_nothing_found(detections, model=model, place=place, page_is_blank=page_is_blank)


def explain_nothing_found(
    detections: Detections, *, model: str = "", place: str = "", page_is_blank: bool | None = None
) -> Finding:
    """A run that returned no detection.

    Args:
        detections: the result; its notes say the largest score.
        model: its name, for people.
        place: the page, for people.
        page_is_blank: whether the page has no ink; None where nobody looked.
    """
    height, width = detections.size_hw
    score = _score(_noted(r"largest score was (\S+?)\.?$", detections))
    floor = _score(_noted(r"Nothing scored above (\S+?);", detections)) or DEFAULT_FLOOR
    if page_is_blank:
        advice = _BLANK_PAGE
    elif min(height, width) < _SMALL_SIDE_PX:
        advice = _SMALL_PAGE
    elif score is not None and score >= _WEAK_SHARE * floor:
        advice = _WEAK_SCORES
    else:
        advice = ""
    # A larger input brings up what was nearly found, and cannot bring up what is not there.
    actions = [
        action
        for action in DIAGNOSES["NOTHING_FOUND"].actions
        if action != fixes.RAISE_INPUT_SIZE or advice == _WEAK_SCORES
    ]
    return make_finding(
        "NOTHING_FOUND",
        evidence=(
            "" if score is None else f"The best score was {score:.2g}; from {floor:g} on it counts as a detection.",
            f"The page has {width:,} x {height:,} pixels.",
            f"The model was {model}." if model else "",
        ),
        advice=advice,
        fixes=map(make_fix, actions),
        place=place,
        details="\n".join(detections.notes),
    )


def explain_nothing_shown(
    detections: Detections, filtered: Filtered, rules: FilterRules, *, place: str = ""
) -> Finding:
    """A result of which the rules hide everything. `detections` has at least one."""
    below = filtered.reasons == Reason.THRESHOLD
    of_hidden_class = int((filtered.reasons == Reason.CLASS).sum())
    evidence, offered = [], []
    if below.any():
        scores = detections.scores[below]
        best = int(scores.argmax())
        class_id = int(detections.class_ids[below][best])
        threshold = rules.class_thresholds.get(class_id, rules.threshold)
        evidence.append(
            f"{len(scores):,} below the threshold: the best score is {scores[best]:.2f}, "
            f"of {detections.thing_name(class_id)}, and the threshold {threshold:.2f}"
        )
        offered.append(make_fix(fixes.LOWER_THRESHOLD, f"{_step_below(float(scores[best])):.2f}"))
    if of_hidden_class:
        evidence.append(f"{of_hidden_class:,} of classes that are switched off")
        offered.append(make_fix(fixes.SHOW_CLASSES))
    others = len(detections) - int(below.sum()) - of_hidden_class
    if others:
        evidence.append(f"{others:,} hidden by other rules: overlap, containment, count")
        offered.append(make_fix(fixes.RESET_RULES))
    return make_finding("NOTHING_SHOWN", evidence=evidence, fixes=offered, place=place)


def explain_limit(limit: int, *, place: str = "") -> Finding:
    """A result that was cut off after `limit` detections."""
    return make_finding(
        "LIMIT_REACHED",
        evidence=(f"The model returns {limit:,} detections a page at most, the best ones.",),
        fixes=(make_fix(fixes.RAISE_DETECTIONS_LIMIT, str(max(limit, 1) * _LIMIT_FACTOR)),),
        place=place,
    )


def _step_below(score: float) -> float:
    """The largest multiple of the step that shows a detection of that score."""
    return math.floor(score / _THRESHOLD_STEP) * _THRESHOLD_STEP


def _noted(pattern: str, detections: Detections) -> str:
    """What the group of `pattern` caught in the first note that has it; else empty."""
    found = (re.search(pattern, note) for note in detections.notes)
    return next((match[1] for match in found if match), "")


def _score(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
