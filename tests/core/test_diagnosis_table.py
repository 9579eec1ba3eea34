"""What findings say is complete, plain and documented; and results that disappoint are explained."""

import re
from pathlib import Path

import pytest

from d2studio.core import fixes
from d2studio.core.diagnosis_rules import RULES
from d2studio.core.diagnosis_table import DIAGNOSES
from d2studio.core.diagnostics import (
    explain,
    explain_limit,
    explain_nothing_found,
    explain_nothing_shown,
    explain_result,
    explain_settings,
    explain_unclean_end,
    explain_unsaved_settings,
    make_finding,
    phrases,
)
from d2studio.core.failures import Failure
from d2studio.core.findings import Category, Severity
from d2studio.detections import Detections
from d2studio.errors import D2StudioError
from d2studio.filters import FilterRules, apply_rules
from tests.core.made_failures import actions, failure, fix
from tests.made_up import detections_of
from tests.test_errors import ALL_KINDS

DOCUMENTATION = Path(__file__).resolve().parent.parent.parent / "docs" / "findings.md"


def nothing(note: str, size_hw: tuple[int, int] = (2000, 1500)) -> Detections:
    empty = detections_of([], [], size_hw=size_hw)
    return Detections(empty.size_hw, empty.class_names, empty.boxes, empty.scores, empty.class_ids, notes=(note,))


@pytest.mark.parametrize(
    ("top_score", "blank", "size_hw", "advice"),
    [
        ("0.031", None, (2000, 1500), "The best guess was too weak"),
        ("0.0004", None, (2000, 1500), "The model may be made for another kind of pages"),
        ("nan", None, (2000, 1500), "The model may be made for another kind of pages"),
        ("0.031", True, (2000, 1500), "The page looks blank"),
        ("0.031", None, (90, 60), "The page is very small"),
    ],
)
def test_that_nothing_found_is_explained_by_what_is_known(
    top_score: str, blank: bool | None, size_hw: tuple[int, int], advice: str
) -> None:
    found = nothing(f"Nothing scored above 0.05; the largest score was {top_score}.", size_hw)
    finding = explain_nothing_found(found, model="Layout S", place="a.png", page_is_blank=blank)
    assert (finding.code, finding.category, finding.severity) == ("NOTHING_FOUND", Category.EMPTY, Severity.NOTE)
    assert finding.advice.startswith(advice)
    assert f"{size_hw[1]:,} x {size_hw[0]:,} pixels" in finding.evidence[1]
    assert "Layout S" in finding.evidence[2]
    assert (fixes.RAISE_INPUT_SIZE in actions(finding)) == ("larger input size" in finding.advice)


def test_that_the_best_score_of_nothing_is_evidence() -> None:
    finding = explain_nothing_found(nothing("Nothing scored above 0.1; the largest score was 0.0312."))
    assert finding.evidence[0] == "The best score was 0.031; from 0.1 on it counts as a detection."


def test_that_a_result_speaks_only_when_there_is_something_to_say() -> None:
    assert explain_result(detections_of([[0, 0, 9, 9]], [0.9])) is None
    assert explain_result(nothing("")) is not None
    cut = nothing("The model's limit of 1,100 detections a page was reached; weaker ones were cut off.")
    finding = explain_result(cut)
    assert finding is not None
    assert finding.code == "LIMIT_REACHED"
    assert finding.fixes == explain_limit(1100).fixes


def test_that_the_limit_can_be_raised_to_twice_what_it_is() -> None:
    assert explain_limit(100).fixes == (fix(fixes.RAISE_DETECTIONS_LIMIT, "200"),)


@pytest.mark.parametrize(("best", "offer"), [(0.41, "0.40"), (0.7, "0.65"), (0.06, "0.05"), (0.15, "0.15")])
def test_that_the_threshold_that_is_offered_shows_the_best_detection(best: float, offer: str) -> None:
    found = detections_of([[0, 0, 9, 9], [0, 0, 5, 5]], [best, 0.05], [1, 0])
    rules = FilterRules(threshold=0.8)
    finding = explain_nothing_shown(found, apply_rules(found, rules), rules)
    assert finding.fixes == (fix(fixes.LOWER_THRESHOLD, offer),)
    assert f"the best score is {best:.2f}, of Title, and the threshold 0.80" in finding.evidence[0]
    assert len(apply_rules(found, FilterRules(threshold=float(offer))).shown) > 0


def test_that_hidden_classes_and_other_rules_are_offered_only_where_they_hide() -> None:
    found = detections_of([[0, 0, 9, 9], [20, 0, 25, 5]], [0.9, 0.8], [0, 1])
    rules = FilterRules(hidden_classes=frozenset({0}), max_count=0)
    finding = explain_nothing_shown(found, apply_rules(found, rules), rules)
    assert actions(finding) == [fixes.SHOW_CLASSES, fixes.RESET_RULES]
    assert [line.split()[0] for line in finding.evidence] == ["1", "1"]


@pytest.mark.parametrize(
    "kind", [kind for kind in ALL_KINDS if kind is not D2StudioError], ids=lambda kind: kind.__name__
)
def test_that_no_error_of_ours_is_called_a_mistake_of_ours(kind: type[D2StudioError]) -> None:
    assert explain(Failure.of(kind("It failed."))).code != "INTERNAL"


def test_that_every_code_of_the_table_can_come_up() -> None:
    made_elsewhere = {"NOTHING_FOUND", "NOTHING_SHOWN", "LIMIT_REACHED", "UNCLEAN_END"}
    made_elsewhere |= {"SETTINGS_PROBLEM", "SETTINGS_UNSAVED", "MODEL_NOTES", "CACHE_UNUSABLE"}
    assert {rule.finding for rule in RULES} | made_elsewhere == set(DIAGNOSES)


def test_that_every_action_has_words_and_is_offered_somewhere() -> None:
    names = {value for name, value in vars(fixes).items() if name.isupper() and isinstance(value, str)}
    assert names == set(fixes.LABELS)
    assert names == {action for diagnosis in DIAGNOSES.values() for action in diagnosis.actions}


@pytest.mark.parametrize("code", DIAGNOSES)
def test_that_what_is_said_is_said_plainly(code: str) -> None:
    diagnosis = DIAGNOSES[code]
    assert re.fullmatch(r"[A-Z][A-Z_]+", code)
    for text in (diagnosis.what, diagnosis.advice):
        assert text.endswith(".")
        assert not re.search(r"!|please|oops|\btensors?\b|exception|stderr|traceback", text, re.IGNORECASE)


def test_that_phrases_hold_everything_that_findings_say_by_themselves() -> None:
    said = set(phrases())
    findings = [explain(failure(code, child="infer")) for code in ("worker-crashed", "worker-stuck", "weights", "page")]
    findings += [explain_limit(5), explain_settings(["theme: is no theme"])]
    findings += [explain_unclean_end(), explain_unclean_end(config="/m/config.yaml")]
    findings += [explain_unsaved_settings(failure("output", said)) for said in ("no permission", "[Errno 28]")]
    for finding in findings:
        assert {finding.what, finding.advice, *(fix.label for fix in finding.fixes)} <= said


def test_that_every_finding_has_a_section_in_the_documentation_and_no_other_has() -> None:
    sections = re.findall(r"^### `([A-Z_]+)`", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE)
    assert sections == list(DIAGNOSES)


def test_that_texts_from_files_come_out_on_one_line_each() -> None:
    finding = make_finding("PAGE_KIND", evidence=["a\nb\u202ec\x1b[31m", ""], place="x\ny.png")
    assert finding.evidence == ("a\\nb\\u202ec",)
    assert finding.place == "x\\ny.png"


def test_that_an_unclean_end_names_the_model_and_keeps_the_crash() -> None:
    finding = explain_unclean_end(config="/m/config.yaml", weights="/m/w.pth", last_words="Fatal Python error: Aborted")
    assert finding.evidence == ("The last model was /m/config.yaml.",)
    assert finding.fixes[0] == fix(fixes.LOAD_LAST_MODEL, "/m/config.yaml\0/m/w.pth")
    assert finding.details == "Fatal Python error: Aborted"


def test_that_an_unclean_end_without_another_model_offers_none() -> None:
    finding = explain_unclean_end(last_words="Fatal Python error: Aborted")
    assert "model" not in finding.what + finding.advice
    assert actions(finding) == [fixes.COPY_REPORT]


@pytest.mark.parametrize(("reason", "advice"), [("[Errno 28] No space", "Make room"), ("[Errno 13]", "Check the perm")])
def test_that_unsaved_settings_are_saved_again_and_nowhere_else(reason: str, advice: str) -> None:
    finding = explain_unsaved_settings(failure("output", "It failed.", trace=reason, path="/config/settings.json"))
    assert (finding.code, finding.category) == ("SETTINGS_UNSAVED", Category.DISK)
    assert finding.advice.startswith(advice)
    assert finding.fixes == (fix(fixes.SAVE_SETTINGS, ""), fix(fixes.OPEN_FOLDER, "/config"))
