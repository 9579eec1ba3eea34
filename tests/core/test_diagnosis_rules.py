"""What libraries, the system and children say is understood."""

import pytest

from d2studio.core import fixes
from d2studio.core.diagnosis_rules import words_of
from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.findings import Category
from tests.core.made_failures import actions, failure, fix

MESSAGES = {
    "DTYPE_MISMATCH": (
        "RuntimeError: Input type (torch.FloatTensor) and weight type (torch.HalfTensor) should be the same",
        "RuntimeError: Input type (float) and bias type (c10::Half) should be the same",
        "RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float",
        "RuntimeError: dets should have the same type as scores",
        "TypeError: Cannot convert a MPS Tensor to float64 dtype as MPS doesn't support float64.",
    ),
    "DEVICE_MIXED": (
        "RuntimeError: Expected all tensors to be on the same device, but found cuda:0 and cpu!",
        "RuntimeError: Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) should be the same",
    ),
    "DEVICE_MISSING": (
        "AssertionError: Torch not compiled with CUDA enabled",
        "RuntimeError: Found no NVIDIA driver on your system.",
    ),
    "DEVICE_DRIVER": ("RuntimeError: The NVIDIA driver on your system is too old (found version 11040).",),
    "DEVICE_OLD": ("AcceleratorError: CUDA error: no kernel image is available for execution on the device",),
    "MEMORY_GPU": (
        "OutOfMemoryError: CUDA out of memory. Tried to allocate 2.22 GiB.",
        "RuntimeError: MPS backend out of memory (MPS allocated: 17.36 GB)",
        "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    ),
    "DEVICE_FAILED": (
        "RuntimeError: cuDNN error: CUDNN_STATUS_NOT_INITIALIZED",
        "AcceleratorError: CUDA error: device-side assert triggered",
    ),
    "DEVICE_CANNOT": ("NotImplementedError: 'torchvision::nms' is not currently implemented for the MPS device",),
    "MEMORY_FULL": ("error: OpenCV(5.0) (-4:Insufficient memory) Failed to allocate 900 bytes",),
    "LIBRARY_MISSING": ("ModuleNotFoundError: No module named 'detectron2'",),
    "LIBRARY_CONFLICT": (
        "ImportError: /x/_C.so: undefined symbol: _ZN2at4_ops5zeros4callEv",
        "ImportError: libfoo.so.99: cannot open shared object file: No such file or directory",
        "OSError: [WinError 1114] A dynamic link library (DLL) initialization routine failed",
        "RuntimeError: operator torchvision::nms does not exist",
        "RuntimeError: Numpy is not available",
    ),
    "DISK_FULL": ("OSError: [Errno 28] No space left on device",),
    "INTERNAL": (
        "KeyError: 'proposal_boxes'",
        "ZeroDivisionError: division by zero",
    ),
}
FOREIGN = {line: code for code, lines in MESSAGES.items() for line in lines}


@pytest.mark.parametrize("line", FOREIGN)
def test_that_the_words_of_libraries_are_understood(line: str) -> None:
    name, _, message = line.partition(": ")
    assert explain(failure("internal", message, types=name, trace=f"Traceback:\n{line}\n")).code == FOREIGN[line]


@pytest.mark.parametrize("line", FOREIGN)
def test_that_the_last_words_of_a_child_are_understood_as_well(line: str) -> None:
    finding = explain(failure("worker-crashed", child="infer", exit_code="1", last_words=f"Traceback:\n{line}"))
    assert finding.code == (FOREIGN[line] if FOREIGN[line] != "INTERNAL" else "CHILD_CRASHED")


def test_that_a_cause_is_understood_where_the_message_says_nothing() -> None:
    trace = "Traceback:\nRuntimeError: CUDA error: out of memory\n\nThe above exception was...\n\nValueError: failed\n"
    assert explain(failure("internal", "failed", types="ValueError", trace=trace)).code == "MEMORY_GPU"


def test_that_source_text_quoted_in_a_traceback_is_not_taken_for_a_message() -> None:
    trace = 'Traceback:\n  File "a.py", line 3\n    raise RuntimeError("CUDA out of memory")\nValueError: failed\n'
    assert explain(failure("internal", "failed", types="ValueError", trace=trace)).code == "INTERNAL"


def test_that_very_long_messages_are_searched_in_no_time_and_cut_for_people() -> None:
    finding = explain(failure("internal", "Input type (" * 200_000, types="RuntimeError", trace="a" * 2_000_000))
    assert finding.code == "INTERNAL"
    assert max(map(len, finding.evidence)) <= 240
    assert len(finding.details) <= 40_000


def test_that_a_child_that_was_killed_probably_ran_out_of_memory() -> None:
    finding = explain(failure("worker-crashed", child="infer", signal="9", seconds="12.0", oom_kills="0"))
    assert finding.code == "CHILD_KILLED"
    assert finding.what.startswith("The process that runs models was ended from outside, probably because the memory")
    assert finding.evidence == ("The system or another program ended it at once (signal 9, SIGKILL), after 12.0 s.",)
    assert fixes.LOWER_INPUT_SIZE in actions(finding)


def test_that_the_systems_own_count_is_evidence_for_memory() -> None:
    finding = explain(failure("worker-crashed", child="infer", signal="9", oom_kills="1"))
    assert "because the memory was full" in finding.evidence[-1]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"signal": "11"}, "It used memory that is not its own (signal 11, SIGSEGV)."),
        ({"signal": "6"}, "It gave up by itself (signal 6, SIGABRT)."),
        ({"signal": "4"}, "It ran into an instruction that this processor does not have (signal 4, SIGILL)."),
        ({"signal": "77"}, "It was ended by signal 77."),
        ({"exit_code": "3"}, "It ended with exit code 3."),
        ({"exit_code": "0"}, "It ended with exit code 0."),
        ({"signal": "6", "seconds": "0.0"}, "It gave up by itself (signal 6, SIGABRT)."),  # nothing was asked of it
        ({"signal": "6", "seconds": "10.0"}, "It gave up by itself (signal 6, SIGABRT), after 10.0 s."),
        ({"exit_code": "3221225477"}, "It used memory that is not its own (0xC0000005, access violation)."),
        ({"exit_code": "-1073740791"}, "It gave up by itself (0xC0000409, fast fail)."),
        ({}, "It failed.."),
    ],
)
def test_that_the_end_of_a_child_is_told_in_words(facts: dict[str, str], words: str) -> None:
    finding = explain(failure("worker-crashed", child="decode", **facts))
    assert finding.code == "CHILD_CRASHED"
    assert finding.what == "The process that opens pages crashed; it starts again by itself."
    assert finding.evidence == (words,)


def test_that_the_last_line_that_a_child_wrote_is_shown_and_all_of_them_kept() -> None:
    last_words = "Fatal Python error: Segmentation fault\n\n  File x\nsomething odd\n"
    finding = explain(failure("worker-crashed", child="infer", signal="11", last_words=last_words))
    assert finding.evidence[-1] == "Its last words: something odd"
    assert "Fatal Python error" in finding.details


@pytest.mark.parametrize(
    ("code", "finding_code", "first_fix"),
    [
        ("worker-stuck", "CHILD_STUCK", fixes.RUN_AGAIN),
        ("worker-loop", "CHILD_LOOP", fixes.RESTART_CHILD),
        ("worker-start", "CHILD_START", fixes.RESTART_CHILD),
    ],
)
def test_that_other_ends_of_children_have_their_codes(code: str, finding_code: str, first_fix: str) -> None:
    finding = explain(failure(code, child="decode"))
    assert (finding.code, finding.category) == (finding_code, Category.WORKER)
    assert finding.fixes[0].action == first_fix
    assert finding.fixes[0].argument == ("decode" if first_fix == fixes.RESTART_CHILD else "")
    assert "{child}" not in finding.what


def test_that_a_page_on_which_a_child_hangs_can_be_removed() -> None:
    finding = explain(failure("worker-stuck", child="decode"), path="/scans/bomb.pdf")
    assert fix(fixes.REMOVE_PAGE, "/scans/bomb.pdf") in finding.fixes
    assert finding.place == "bomb.pdf"


@pytest.mark.parametrize("code", ["worker-crashed", "worker-stuck", "worker-loop", "memory", "internal"])
def test_that_the_child_that_looks_after_models_is_not_advised_about_pages(code: str) -> None:
    for facts in ({}, {"signal": "9"}):
        finding = explain(failure(code, child="library", to_add="/m.zip", **facts))
        assert "page" not in finding.advice
        assert "un again" not in finding.advice
        assert (fix(fixes.ADD_MODEL, "/m.zip") in finding.fixes) == (code != "worker-loop")
        assert fixes.RUN_AGAIN not in actions(finding)


@pytest.mark.parametrize(
    "said",
    [
        "holiday.zip holds no model.",
        "/models/all holds a config (config.yaml) but no weights.",
        "/models/all holds 2 configs: a.yaml, b.yaml.",
        "/models/all holds 2 weights files: a.pth, b.pth.",
        "The configs in a.zip build on each other in a circle.",
    ],
)
def test_that_what_holds_no_model_is_told_from_an_unclear_request(said: str) -> None:
    finding = explain(failure("usage", said, path="/models/all/x.zip"))
    assert (finding.code, actions(finding)) == ("MODEL_NOT_FOUND", [fixes.OPEN_FOLDER])
    assert explain(failure("usage", "The name is empty.")).code == "REQUEST_UNCLEAR"


def test_that_a_problem_that_the_message_quotes_is_said_once() -> None:
    gone = "example.org has no such file any more (404)."
    found = Failure("download-gone", f"model.pth cannot be downloaded: {gone}", problems=(gone, "b.org is down."))
    assert explain(found).evidence == (f"model.pth cannot be downloaded: {gone}", "b.org is down.")


def test_that_the_words_of_a_failure_are_those_of_all_causes() -> None:
    words = words_of(failure("internal", "last", trace="Traceback:\n  File x\nFirst: a\n\nSecond: b\n", last_words="c"))
    assert words.splitlines() == ["last", "Traceback:", "First: a", "Second: b", "c"]
