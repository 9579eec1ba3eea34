"""Reports help to understand a problem and do not say whose it is, whatever names are made of."""

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime

import pytest

from d2studio.core.diagnostics import explain, make_finding
from d2studio.core.failures import Failure
from d2studio.core.logs import LogLine
from d2studio.core.redaction import FileNames, Redaction, this_user
from d2studio.core.report import make_report

NOBODY = Redaction(homes=(), users=(), hosts=())
ANN = Redaction(
    homes=("/home/Ann.Lee", "C:\\Users\\Ann.Lee"), users=("Ann.Lee",), hosts=("scan-box.example.org", "scan-box")
)


def log_line(text: str, level: int = logging.INFO) -> LogLine:
    return LogLine(datetime(2025, 3, 4, 5, 6, 7), level, "d2studio.core.jobs", text)


def report_of(text: str, *, with_names: bool = False, file_names: tuple[str, ...] = (), hidden: Redaction = ANN) -> str:
    """A report in which `text` occurs in every place that a text can occur in."""
    finding = make_finding("PAGE_UNREADABLE", evidence=[text], advice=text, place=text, details=text)
    return make_report(
        [finding], [log_line(text)], {"model": text}, with_names=with_names, file_names=file_names, redaction=hidden
    )


def test_that_a_report_has_versions_findings_and_the_log() -> None:
    finding = make_finding("DISK_FULL", evidence=["12 MB are missing"], place="batch", details="Traceback: x")
    report = make_report([finding], [log_line("started", 30)], {"d2studio": "1.2", "PyTorch": "2.12"}, with_names=True)
    for piece in ("d2studio: 1.2\nPyTorch: 2.12", "## DISK_FULL (error, disk), 20", "The disk is full.", "- 12 MB are"):
        assert piece in report
    assert "Traceback: x" in report
    assert "05:06:07 WARNING d2studio.core.jobs: started" in report


@pytest.mark.parametrize("with_names", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "opened /home/Ann.Lee/scans/letter.pdf on scan-box",
        "C:\\Users\\Ann.Lee\\letter.pdf",
        "'C:\\\\Users\\\\Ann.Lee\\\\letter.pdf'",
        "file:///C:/Users/Ann.Lee/letter.pdf",
        "file:///home/Ann%2ELee/x and /HOME/ANN.LEE/y",
        'File "/home/Ann.Lee/venv/lib/python3.11/torch/nn.py", line 3',
        "ann.lee@scan-box.example.org: permission denied",
        "\\\\SCAN-BOX\\share",
        "user=Ann.Lee;host=scan-box",
    ],
)
def test_that_home_user_and_host_never_occur(text: str, with_names: bool) -> None:
    report = report_of(text, with_names=with_names).casefold()
    assert "ann.lee" not in report.replace("ann%2elee", "")
    assert "scan-box" not in report


def test_that_what_remains_of_a_path_says_where_it_was() -> None:
    report = report_of('File "/home/Ann.Lee/venv/torch/nn.py", line 3 /home/Ann.Leeds', with_names=True)
    assert 'File "~/venv/torch/nn.py", line 3' in report


def test_that_a_word_that_contains_the_users_name_stays() -> None:
    hidden = Redaction(homes=(), users=("ann",), hosts=("box",))
    report = report_of("cannot plan boxes; ann_2 at box", with_names=True, hidden=hidden)
    assert "cannot plan boxes; <user>_2 at <host>" in report


def test_that_this_process_knows_whom_to_hide() -> None:
    hidden = this_user()
    assert os.path.expanduser("~") in hidden.homes
    assert socket.gethostname() in hidden.hosts or socket.gethostname() == "localhost"
    home = os.path.expanduser("~")
    report = make_report([], [log_line(f"{home}/x on {socket.gethostname()}")], {}, with_names=True)
    assert f"{home}/x" not in report
    assert "~/x on <host>" in report


def test_that_a_system_without_a_name_for_its_user_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid not found")))
    assert this_user().homes


def test_that_credentials_in_addresses_are_hidden() -> None:
    report = report_of("proxy http://ann:s3cret@proxy.example:8080 and https://token@host/x", with_names=True)
    assert "s3cret" not in report
    assert "token" not in report
    assert "http://<credentials>@proxy.example:8080" in report


HOSTILE_NAMES = [
    "Merger with ACME (secret).pdf",
    "Vertrag Müller & Söhne, Entwurf 3.final.PDF",
    "a'b\"c`d.png",
    "new\nline.jpg",
    "caf\udce9 geheim.tiff",
    "right\u202eto left.png",
    "```\n# heading.png",
    "secret*[a-z]+(.png",
    "100 % secret.png",
    "secret.pdf.png",
    "secret without suffix",
    ".pth.png secret.yaml",
    "secret page 3, page 4.pdf",
    "x" * 240 + "secret.png",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
@pytest.mark.parametrize("folder", ["", "/data/Client secret/", "D:\\Client secret\\"])
def test_that_known_names_never_occur_whatever_they_are_made_of(name: str, folder: str) -> None:
    path = folder + name
    text = f"{path} cannot be read. Page 3 of {name} is incomplete: {path!r}, or {name!a}."
    report = report_of(text, file_names=("/other/one.png", path))
    told = report.casefold()
    assert "secret" not in told
    assert "client" not in told
    for piece in name.replace("\n", " ").split():
        if len(piece) > 8:
            assert piece.casefold() not in told


def test_that_a_file_has_the_same_stand_in_everywhere() -> None:
    names = FileNames(["/scans/b.png", "/scans/a.png", "/models/m.pth"])
    text = names.replace("a.png, /scans/b.png, A.png, m.pth, 'b.png'")
    assert text == "page_0001.png, page_0002.png, page_0001.png, model_0001.pth, 'page_0002.png'"


def test_that_stand_ins_are_the_same_in_all_parts_of_a_report() -> None:
    finding = make_finding("PAGE_KIND", place="b.png, page 2")
    report = make_report([finding], [log_line("a.png"), log_line("b.png")], {"page": "b.png"}, with_names=False)
    assert report.count("page_0001.png") == 3
    assert report.count("page_0002.png") == 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("cannot open '/x y/My letter.pdf' here", "cannot open 'page_0001.pdf' here"),
        ("opened /x/a.png and /x/b.jpg", "opened page_0001.png and page_0002.jpg"),
        ("config=letter.yaml", "config=model_0001.yaml"),
        ("“My letter.pdf” is gone", "“page_0001.pdf” is gone"),
        ("Choose the .pth, .pkl or *.safetensors file", "Choose the .pth, .pkl or *.safetensors file"),
        ('File "/lib/d2studio/core/images.py", line 5', 'File "/lib/d2studio/core/images.py", line 5'),
        ("version 2.12.1, 3.5 MB", "version 2.12.1, 3.5 MB"),
    ],
)
def test_that_names_that_nobody_told_are_found_by_their_suffix(text: str, clean: str) -> None:
    assert FileNames(()).replace(text) == clean


def test_that_names_are_known_from_the_facts_of_a_failure() -> None:
    failure = Failure("page", "My secret letter.pdf is incomplete.", context={"path": "/x/My secret letter.pdf"})
    report = make_report([explain(failure)], [], {}, with_names=False, redaction=NOBODY)
    assert "secret" not in report
    assert "page_0001.pdf is incomplete" in report


def test_that_a_folder_of_a_known_file_is_hidden_but_no_word_that_is_like_it() -> None:
    names = FileNames(["/data/ACME/a.png", "scans/b.png"])
    assert names.replace("ls /data/ACME and /data/ACMEX, scans") == "ls <folder> and /data/ACMEX, scans"


def test_that_names_are_there_where_they_are_asked_for() -> None:
    assert "My letter.pdf" in report_of("My letter.pdf", with_names=True, file_names=("/x/My letter.pdf",))


def test_that_no_text_ends_its_block() -> None:
    report = report_of("`````\n# Not a heading", with_names=True)
    fences = [line for line in report.splitlines() if line.startswith("``````")]
    assert len(fences) == 6
    assert "# Not a heading" in report


def test_that_control_characters_come_out_as_escapes() -> None:
    report = report_of("a\x1b[2Jb\x00c\u202ed", with_names=True)
    assert report.isprintable() or all(letter == "\n" or letter.isprintable() for letter in report)


def test_that_a_report_of_very_much_is_short_and_quick() -> None:
    finding = make_finding("INTERNAL", details='File "/x/a.png"\n' * 20_000)
    lines = [log_line(f"page {index}: /scans/folder {index}/page {index}.png") for index in range(2_000)]
    begun = time.process_time()
    report = make_report(
        [finding] * 200, lines, {}, with_names=False, file_names=[f"/scans/page {index}.png" for index in range(5_000)]
    )
    assert time.process_time() - begun < 5
    assert len(report) < 1_000_000
    assert "150 earlier findings are left out." in report


def test_that_a_report_takes_hardly_longer_than_reading_it() -> None:
    """It is made while the window waits."""
    names = [f"/scans/of 1887/page {index}.tif" for index in range(200)]
    trace = '  File "/lib/d2studio/core/images.py", line 5, in read\n    raise PageError(message)\n' * 40
    failures = [Failure("page", f"{name} is incomplete.", context={"path": name}, trace=trace) for name in names[:60]]
    findings, lines = [explain(failure) for failure in failures], [log_line(f"opened {name}") for name in names]

    def seconds(work: Callable[[], object]) -> float:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun

    def make() -> str:
        return make_report(findings, lines, {}, with_names=False, file_names=names)

    text = make()
    assert len(text) > 150_000
    reading = min(seconds(lambda: [letter.isprintable() for letter in text]) for _ in range(5))
    assert min(seconds(make) for _ in range(5)) < 7 * reading  # letter by letter it took 20 times as long


def test_that_names_are_found_in_every_line_of_a_text() -> None:
    names = FileNames(["/scans/My letter.pdf"])
    text = names.replace("My letter.pdf\nopened my other.png and My letter.pdf\n/x y/\nletter.jpg\n\nMy letter.pdf")
    lines = [
        "page_0001.pdf",
        "opened my page_0002.png and page_0001.pdf",
        "/x y/",
        "page_0003.jpg",
        "",
        "page_0001.pdf",
    ]
    assert text.split("\n") == lines


def test_that_letters_that_count_as_the_same_hide_nobody() -> None:
    hidden = Redaction(homes=(), users=("straße", "kim"), hosts=())
    assert hidden.apply("STRASSE, Straße and \u212aIM") == "STRASSE, <user> and <user>"
    assert Redaction(homes=(), users=("\u212aim",), hosts=()).apply("kim") == "<user>"
