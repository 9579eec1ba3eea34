"""A download arrives whole and as promised, or not at all; what servers do to it is played by one on this machine."""

import dataclasses
import gzip
import hashlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from d2studio.control import Control
from d2studio.core.diagnostics import explain
from d2studio.core.download import discard, download
from d2studio.core.download_hosts import HostRules
from d2studio.core.download_values import Downloaded, Limits, Transfer, WantedFile
from d2studio.core.failures import Failure
from d2studio.errors import (
    Cancelled,
    CertificateRefused,
    DownloadDamaged,
    DownloadError,
    DownloadGone,
    DownloadUnreachable,
    LoginRequired,
    OutputError,
    ProxyFailed,
    UnsafeAddress,
)
from tests.core.http_server import (
    HOST,
    Handler,
    InTurn,
    Play,
    Says,
    Sends,
    Server,
    deaf_port,
    free_port,
    redirects,
    serving,
)

HERE = HostRules(frozenset({HOST}), plain_http=frozenset({HOST}))
TYPED = HostRules(None)
QUICK = Limits(
    connect_s=1.0,
    read_s=0.4,
    slow_for_s=0.8,
    tries=3,
    progress_bytes=1_000,
    backoff_s=0.01,
    longest_wait_s=2.0,
)
BODY = random.Random(5).randbytes(1_000_000)
SHA256 = hashlib.sha256(BODY).hexdigest()
MD5 = hashlib.md5(BODY).hexdigest()
WEB_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>" + b" " * 2_000 + b"</body></html>"
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 330000000\n"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "model_final.pth"


def wanted(*urls: str) -> WantedFile:
    return WantedFile(urls, len(BODY), SHA256)


def get(
    file: WantedFile,
    target: Path,
    *,
    control: Control | None = None,
    on_progress: Callable[[Transfer], None] = lambda transfer: None,
    hosts: HostRules = HERE,
    limits: Limits = QUICK,
) -> Downloaded:
    return download(file, target, control or Control(), on_progress=on_progress, hosts=hosts, limits=limits)


def part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def left_in(target: Path) -> list[str]:
    """Names in the folder of a target, where there is one."""
    return sorted(path.name for path in target.parent.glob("*"))


def fails(kind: type[DownloadError], file: WantedFile, target: Path, *, limits: Limits = QUICK) -> DownloadError:
    """The error; exactly of this kind, and no file was made."""
    with pytest.raises(kind) as caught:
        get(file, target, limits=limits)
    assert type(caught.value) is kind
    assert len(caught.value.problems) == len(file.urls)
    assert not target.exists()
    return caught.value


# What goes well


def test_that_a_file_arrives_with_its_size_and_hash(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY))
    heard: list[Transfer] = []
    found = get(wanted(url), target, on_progress=heard.append)
    assert found == Downloaded(target, len(BODY), SHA256, url, None)
    assert target.read_bytes() == BODY
    assert left_in(target) == [target.name]
    assert (heard[-1].done, heard[-1].total, heard[-1].host) == (len(BODY), len(BODY), HOST)


def test_that_a_file_of_which_nothing_is_known_arrives(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, has_length=False, etag=""))
    assert get(WantedFile((url,)), target).sha256 == SHA256
    assert left_in(target) == [target.name]


def test_that_an_older_file_stays_until_the_new_one_is_whole(server: Server, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    url = server.play("/file", InTurn(Says(404), Sends(BODY)))
    with pytest.raises(DownloadGone):
        get(wanted(url), target)
    assert target.read_bytes() == b"old"
    get(wanted(url), target)
    assert target.read_bytes() == BODY


def test_that_nothing_is_told_that_need_not_be(
    server: Server, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine {HOST} login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.play("/first", redirects("/file", Set_Cookie="a=b"))
    server.play("/file", Sends(BODY))
    get(wanted(server.url("/first")), target)
    for asked in server.asked:
        assert sorted(asked.headers.keys()) == ["Accept", "Accept-Encoding", "Host", "User-Agent"]
        assert asked.headers["Accept-Encoding"] == "identity"
        assert asked.headers["User-Agent"].startswith("d2studio/")


def test_that_progress_tells_speed_and_time_left(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, piece_bytes=50_000, pause_s=0.04))
    heard: list[Transfer] = []
    began = time.monotonic()
    get(wanted(url), target, on_progress=heard.append)
    assert 3 <= len(heard) <= 10 * (time.monotonic() - began) + 3
    middle = heard[len(heard) // 2]
    assert 50_000 < middle.bytes_per_s < 3_000_000
    assert middle.seconds_left is not None
    assert 0 < middle.seconds_left < 20
    assert [transfer.done for transfer in heard] == sorted(transfer.done for transfer in heard)


# What servers answer


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, DownloadGone, "no such file any more"),
        (410, DownloadGone, "no such file any more"),
        (401, LoginRequired, "login or a licence"),
        (403, LoginRequired, "login or a licence"),
        (418, DownloadError, "418"),
        (304, DownloadError, "304"),
        (500, DownloadError, "failure of its own"),
        (429, DownloadError, "too busy"),
    ],
)
def test_that_each_refusal_is_named(
    status: int, kind: type[DownloadError], words: str, server: Server, target: Path
) -> None:
    url = server.play("/file", Says(status, body=b""))
    assert words in str(fails(kind, wanted(url), target))
    assert left_in(target) == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_that_a_busy_server_is_left_alone_as_long_as_it_asks(
    status: int, form: str, server: Server, target: Path
) -> None:
    wait = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)  # dates have whole seconds
    url = server.play("/file", InTurn(Says(status, {"Retry-After": wait}), Sends(BODY)))
    heard: list[Transfer] = []
    began = time.monotonic()
    get(wanted(url), target, on_progress=heard.append)
    assert 0.9 < time.monotonic() - began < 2.6
    assert any(transfer.waits_s > 0.5 for transfer in heard)


@pytest.mark.parametrize("wait", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_that_a_server_that_asks_for_too_long_is_given_up(wait: str, server: Server, target: Path) -> None:
    busy = server.play("/busy", Says(429, {"Retry-After": wait}))
    good = server.play("/good", Sends(BODY))
    assert "left alone" in str(fails(DownloadError, wanted(busy), target))
    assert get(wanted(busy, good), target).url == good


@pytest.mark.parametrize("wait", ["soon", "-5", "", "9" * 400, "Wed, 99 Xyz 2099 07:28:00 GMT"])
def test_that_a_wait_that_makes_no_sense_is_passed_over(wait: str, server: Server, target: Path) -> None:
    url = server.play("/file", InTurn(Says(503, {"Retry-After": wait}), Sends(BODY)))
    assert get(wanted(url), target).sha256 == SHA256


def test_that_failures_of_a_server_are_tried_again(server: Server, target: Path) -> None:
    url = server.play("/file", InTurn(Says(500), Says(502), Sends(BODY)))
    assert get(wanted(url), target).sha256 == SHA256
    assert len(server.asked) == 3


def test_that_a_server_that_always_fails_is_asked_a_few_times(server: Server, target: Path) -> None:
    fails(DownloadError, wanted(server.play("/file", Says(500))), target)
    assert len(server.asked) == QUICK.tries


# Redirects


def play_chain(server: Server, length: int) -> str:
    for step in range(length):
        server.play(f"/{step}", redirects(f"/{step + 1}", status=(301, 302, 303, 307, 308)[step % 5]))
    server.play(f"/{length}", Sends(BODY))
    return server.url("/0")


def test_that_five_redirects_are_followed(server: Server, target: Path) -> None:
    assert get(wanted(play_chain(server, 5)), target).sha256 == SHA256


def test_that_six_redirects_are_not(server: Server, target: Path) -> None:
    assert "redirects more than 5 times" in str(fails(DownloadError, wanted(play_chain(server, 6)), target))


def test_that_a_circle_of_redirects_ends(server: Server, target: Path) -> None:
    fails(DownloadError, wanted(server.play("/file", redirects("/file"))), target)
    assert len(server.asked) == 6


def test_that_what_comes_with_a_redirect_is_not_read(server: Server, target: Path) -> None:
    def pours(handler: Handler) -> None:
        handler.begin(302, {"Location": "/good"})
        while not handler.server.is_closing.is_set():
            handler.wfile.write(BODY)

    server.play("/good", Sends(BODY))
    assert get(wanted(server.play("/file", pours)), target).sha256 == SHA256


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("http://localhost:{port}/good", "not secure"),
        ("https://example.com/model_final.pth", "not among the servers"),
        ("https://127.0.0.1.example.com/", "not among the servers"),
        ("//example.com/model_final.pth", "not secure"),
        ("https://me:secret@127.0.0.1/", "name or password"),
        ("file:///etc/passwd", "no address of a web server"),
        ("ftp://127.0.0.1/file", "no address of a web server"),
        ("http://[", "no address of a web server"),
        ("http://me:secret@127.0.0.1:x/?secret", "no address of a web server"),
        ("https://exa mple.com/", "sends d2studio on to"),
        ("https://example.com\\@127.0.0.1/", "not among the servers"),
        ("javascript:alert(1)", "no address of a web server"),
    ],
)
def test_that_redirects_lead_only_where_they_may(to: str, words: str, server: Server, target: Path) -> None:
    server.play("/good", Sends(BODY))
    url = server.play("/file", redirects(to.format(port=server.server_port)))
    error = fails(UnsafeAddress, wanted(url), target)
    assert words in str(error)
    assert "secret" not in str(error)
    assert len(server.asked) == 1


def test_that_each_hop_may_promise_the_hash(server: Server, target: Path) -> None:
    server.play("/file", Sends(BODY))
    url = server.play("/first", redirects("/second", X_Linked_ETag=f'"{SHA256}"'))
    server.play("/second", redirects("/file"))
    assert get(WantedFile((url,)), target).promised_sha256 == SHA256


def test_that_what_was_promised_is_kept_to(server: Server, target: Path) -> None:
    server.play("/file", Sends(BODY))
    url = server.play("/first", redirects("/file", X_Linked_ETag=f'"{"0" * 64}"'))
    assert "SHA-256" in str(fails(DownloadDamaged, WantedFile((url,)), target))
    assert left_in(target) == []


def test_that_a_server_with_another_file_is_not_asked_for_it(server: Server, target: Path) -> None:
    server.play("/file", Sends(BODY))
    url = server.play("/first", redirects("/file", X_Linked_ETag=f'"{"0" * 64}"'))
    assert "another file" in str(fails(DownloadDamaged, wanted(url), target))


# Hosts


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/file",
        "https://localhost/file",
        "https://[::1]/file",
        "https://[::ffff:127.0.0.1]/file",
        "https://[64:ff9b::7f00:1]/file",
        "https://[2002:7f00:1::]/file",
        "https://0.0.0.0/file",
        "https://10.0.0.1/file",
        "https://192.168.1.1/file",
        "https://172.16.0.1/file",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/file",
        "https://[fd00::1]/file",
        "https://100.64.0.1/file",
        "https://2130706433/file",
        "https://127.1/file",
        "https://224.0.0.1/file",
    ],
)
def test_that_a_typed_address_does_not_lead_into_the_own_network(url: str, target: Path) -> None:
    with pytest.raises(UnsafeAddress, match="own network"):
        get(wanted(url), target, hosts=TYPED)


@pytest.mark.parametrize(
    "url", ["http://example.com/file", "file:///etc/passwd", "ftp://example.com/f", "model.pth", ""]
)
def test_that_a_typed_address_has_to_be_secure(url: str, target: Path) -> None:
    with pytest.raises(UnsafeAddress):
        get(wanted(url), target, hosts=TYPED)


def test_that_a_name_that_turns_inwards_after_it_was_looked_at_is_seen(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is looked at, too: a name may have another address the second time it is asked for."""
    server.play("/file", Sends(BODY))
    monkeypatch.setattr(HostRules, "check", lambda self, url, sent_by="": "127.0.0.1")  # the first look sees nothing
    with pytest.raises(UnsafeAddress, match="own network"):
        get(wanted(server.url("/file")), target, hosts=TYPED)
    assert server.asked == []


def test_that_hosts_of_the_list_and_below_them_are_allowed() -> None:
    rules = HostRules(frozenset({"huggingface.co", ".hf.co"}))
    assert rules.check("https://huggingface.co/a") == "huggingface.co"
    assert rules.check("https://cdn.hf.co/a") == "cdn.hf.co"
    for url in (
        "https://evilhf.co/",
        "https://hf.co/",
        "https://huggingface.co.evil.com/",
        "https://a.huggingface.co/",
    ):
        with pytest.raises(UnsafeAddress):
            rules.check(url)


# What comes instead of the file


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (WEB_PAGE, "a web page"),
        (b"\xef\xbb\xbf\n <HTML lang=de>", "a web page"),
        (LFS_POINTER, "a Git LFS placeholder"),
        (b"", "an empty file"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "an XML message"),
        (b'{"error": "Repository not found"}', "a JSON message"),
        (BODY[:5_000], "5,000 bytes there, and not 1,000,000"),
        (BODY[:500], "500 bytes there, and not 1,000,000"),
        (BODY + b"more", "1,000,004 bytes there, and not 1,000,000"),
        (BODY[:-1] + b"!", "SHA-256"),
    ],
)
def test_that_what_is_not_the_file_is_named_and_deleted(body: bytes, words: str, server: Server, target: Path) -> None:
    bad = server.play("/bad", Sends(body))
    good = server.play("/good", Sends(BODY))
    assert words in str(fails(DownloadDamaged, wanted(bad), target))
    assert left_in(target) == []
    assert get(wanted(bad, good), target).url == good
    assert left_in(target) == [target.name]


@pytest.mark.parametrize("body", [WEB_PAGE, LFS_POINTER])
def test_that_a_page_in_place_of_the_file_is_seen_without_any_length(body: bytes, server: Server, target: Path) -> None:
    url = server.play("/file", Sends(body, has_length=False))
    fails(DownloadDamaged, wanted(url), target)
    assert left_in(target) == []


def test_that_a_web_page_that_is_called_one_is_not_even_fetched(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, headers={"Content-Type": "text/html; charset=utf-8"}))
    assert "web page" in str(fails(DownloadDamaged, wanted(url), target))


def test_that_a_body_without_end_is_stopped(server: Server, target: Path) -> None:
    def pours(handler: Handler) -> None:
        handler.begin(200, {})
        while not handler.server.is_closing.is_set():
            handler.wfile.write(BODY)

    url = server.play("/file", pours)
    assert "More came than the 1,000,000 bytes" in str(fails(DownloadDamaged, wanted(url), target))


def test_that_a_packed_answer_is_refused(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(gzip.compress(BODY), headers={"Content-Encoding": "gzip"}))
    assert "packed (gzip)" in str(fails(DownloadDamaged, wanted(url), target))


def test_that_the_digits_of_an_md5_are_compared(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY))
    assert "MD5" in str(fails(DownloadDamaged, WantedFile((url,), md5_prefix="abcdef"), target))
    assert left_in(target) == []
    assert get(WantedFile((url,), md5_prefix=MD5[:6]), target).sha256 == SHA256


@pytest.mark.parametrize("body", [b"MODEL:\n  WEIGHTS: x\n", b"{}\n", b"# <html>\nMODEL: {}\n", "é: 1\n".encode()])
def test_that_a_config_is_a_text(body: bytes, server: Server, target: Path) -> None:
    url = server.play("/file", Sends(body, headers={"Content-Type": "text/plain"}))
    assert get(WantedFile((url,), kind="config"), target).size == len(body)


@pytest.mark.parametrize("body", [WEB_PAGE, BODY])
def test_that_what_is_no_text_is_no_config(body: bytes, server: Server, target: Path) -> None:
    fails(DownloadDamaged, WantedFile((server.play("/file", Sends(body)),), kind="config"), target)


# Connections that break, and going on


def test_that_a_connection_that_breaks_at_each_tenth_is_gone_on_with(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, breaks_after=100_000, piece_bytes=10_000))
    get(wanted(url), target)
    assert target.read_bytes() == BODY
    assert server.ranges() == [f"bytes={start}-" for start in range(100_000, 1_000_000, 100_000)]


def test_that_it_is_gone_on_with_where_only_the_connections_end_tells_the_files(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, breaks_after=300_000, has_length=False))
    get(wanted(url), target)
    assert target.read_bytes() == BODY


def test_that_a_later_call_goes_on(server: Server, target: Path) -> None:
    url = server.play("/file", InTurn(Sends(BODY, breaks_after=600_000), Says(404)))
    with pytest.raises(DownloadGone):
        get(wanted(url), target)
    assert part_of(target).read_bytes() == BODY[:600_000]
    server.play("/file", Sends(BODY))
    server.asked.clear()
    assert get(wanted(url), target).sha256 == SHA256
    assert server.ranges() == ["bytes=600000-"]
    assert server.asked[0].headers["If-Range"] == '"one"'
    assert left_in(target) == [target.name]


def begun(server: Server, target: Path, file: WantedFile, *, count: int = 600_000, etag: str = '"one"') -> None:
    """Leave the first `count` bytes behind."""
    server.play("/file", InTurn(Sends(BODY, etag=etag, breaks_after=count), Says(404)))
    with pytest.raises(DownloadGone):
        get(file, target)
    assert part_of(target).stat().st_size == count
    server.asked.clear()


def test_that_a_server_without_ranges_begins_again(server: Server, target: Path) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    server.play("/file", Sends(BODY, has_ranges=False))
    assert get(file, target).sha256 == SHA256
    assert server.ranges() == ["bytes=600000-"]


def test_that_a_server_without_ranges_that_always_breaks_is_given_up(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, has_ranges=False, breaks_after=900_000))
    fails(DownloadUnreachable, wanted(url), target)
    assert len(server.asked) == QUICK.tries


def test_that_a_file_that_changed_meanwhile_begins_again(server: Server, target: Path) -> None:
    file = WantedFile((server.url("/file"),))
    begun(server, target, file)
    other = BODY[::-1]
    server.play("/file", Sends(other, etag='"two"'))
    assert get(file, target).sha256 == hashlib.sha256(other).hexdigest()


def test_that_a_file_that_changed_is_seen_also_if_the_server_goes_on(server: Server, target: Path) -> None:
    file = WantedFile((server.url("/file"),))
    begun(server, target, file)
    other = BODY[::-1]

    def passes_over_the_condition(handler: Handler) -> None:
        del handler.headers["If-Range"]
        Sends(other, etag='"two"')(handler)

    server.play("/file", passes_over_the_condition)
    assert get(file, target).sha256 == hashlib.sha256(other).hexdigest()
    assert server.ranges() == ["bytes=600000-"]


@pytest.mark.parametrize(
    "place", ["bytes 0-999999/1000000", "bytes 599999-999999/1000000", "bytes 600000-9/10", "none"]
)
def test_that_a_part_that_is_another_one_is_not_taken(place: str, server: Server, target: Path) -> None:
    file = WantedFile((server.url("/file"),))  # without a hash that would tell
    begun(server, target, file)

    def sends_another_part(handler: Handler) -> None:
        play: Play = Sends(BODY)
        if "Range" in handler.headers:
            play = Says(206, {"Content-Range": place, "ETag": '"one"'}, BODY[:400_000])
        play(handler)

    server.play("/file", sends_another_part)
    get(file, target)
    assert target.read_bytes() == BODY


def test_that_a_refused_range_begins_again(server: Server, target: Path) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    server.play("/file", InTurn(Says(416), Sends(BODY)))
    assert get(file, target).sha256 == SHA256


@pytest.mark.parametrize("damage", ["bytes", "longer", "note", "no note", "note of another kind", "hostile note"])
def test_that_what_was_left_is_not_relied_on(damage: str, server: Server, target: Path) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    part, note = part_of(target), target.with_name(f"{target.name}.part.json")
    if damage == "bytes":
        part.write_bytes(bytes(600_000))
    elif damage == "longer":
        part.write_bytes(bytes(len(BODY) + 5))
    elif damage == "no note":
        note.unlink()
    else:
        notes = {
            "note": "{",
            "note of another kind": '{"url": 5, "size": "x"}',
            "hostile note": json.dumps({"url": file.urls[0], "etag": "x\r\nX-Evil: 1", "size": len(BODY)}),
        }
        note.write_text(notes[damage])
    server.play("/file", Sends(BODY))
    assert get(file, target).sha256 == SHA256
    assert left_in(target) == [target.name]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_that_a_link_in_place_of_what_was_left_is_not_written_through(
    server: Server, target: Path, tmp_path: Path
) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    precious = tmp_path / "precious"
    part_of(target).rename(precious)
    part_of(target).symlink_to(precious)
    server.play("/file", Sends(BODY))
    assert get(file, target).sha256 == SHA256
    assert precious.read_bytes() == BODY[:600_000]


def test_that_without_hash_and_name_of_the_content_nothing_is_gone_on_with(server: Server, target: Path) -> None:
    file = WantedFile((server.url("/file"),))
    begun(server, target, file, etag="")
    server.play("/file", Sends(BODY, etag=""))
    assert get(file, target).sha256 == SHA256
    assert server.ranges() == []


def test_that_a_whole_file_that_only_lacks_its_name_needs_no_server(server: Server, target: Path) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    part_of(target).write_bytes(BODY)
    assert get(file, target).sha256 == SHA256
    assert server.asked == []


def test_that_another_mirror_goes_on_where_the_hash_tells_that_it_is_the_same(server: Server, target: Path) -> None:
    first = server.play("/first", Sends(BODY, breaks_after=0, headers={"X-First": "1"}))
    file = wanted(server.url("/file"))
    begun(server, target, file)
    server.play("/file", Says(404))
    second = server.play("/second", Sends(BODY, etag='"another name"'))
    assert get(wanted(server.url("/file"), second), target).url == second
    assert server.ranges() == ["bytes=600000-", "bytes=600000-"]
    assert first not in file.urls


# Several mirrors


def test_that_the_next_mirror_is_asked_where_one_is_dead(server: Server, target: Path) -> None:
    dead = f"http://{HOST}:{free_port()}/file"
    good = server.play("/good", Sends(BODY))
    assert get(wanted(dead, good), target).url == good


def test_that_each_mirror_says_what_is_wrong_where_none_gives_the_file(server: Server, target: Path) -> None:
    dead = f"http://{HOST}:{free_port()}/file"
    gone = server.play("/gone", Says(404))
    page = server.play("/page", Sends(WEB_PAGE))
    error = fails(DownloadDamaged, wanted(dead, gone, page), target)
    assert [words in said for words, said in zip(("cannot be reached", "404", "web page"), error.problems, strict=True)]
    assert "from any of 3 addresses" in str(error)
    assert error.hint


def test_that_one_who_is_offline_hears_of_the_connection(target: Path) -> None:
    error = fails(DownloadUnreachable, wanted(f"http://{HOST}:{free_port()}/file"), target)
    assert "refused" in str(error).lower()


def test_that_a_name_that_does_not_exist_is_told(target: Path) -> None:
    rules = HostRules(frozenset({"nowhere.invalid"}))
    with pytest.raises(DownloadUnreachable, match="not known here"):
        get(wanted("https://nowhere.invalid/file"), target, hosts=rules)


# Servers that do not send


def test_that_a_server_that_stalls_is_tried_again(server: Server, target: Path) -> None:
    url = server.play("/file", InTurn(Sends(BODY, stalls_after=500_000), Sends(BODY)))
    assert get(wanted(url), target).sha256 == SHA256
    assert server.ranges() == ["bytes=500000-"]


def test_that_a_server_that_stalls_for_good_is_given_up(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, stalls_after=0))
    began = time.monotonic()
    assert "stopped sending" in str(fails(DownloadUnreachable, wanted(url), target))
    assert time.monotonic() - began < 3


def test_that_a_server_that_trickles_is_given_up(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, piece_bytes=5, pause_s=0.02))
    limits = dataclasses.replace(QUICK, tries=1)
    assert "hardly anything" in str(fails(DownloadUnreachable, wanted(url), target, limits=limits))


def test_that_a_server_that_trickles_headers_is_given_up(server: Server, target: Path) -> None:
    def trickles(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not handler.server.is_closing.wait(0.05):
            handler.wfile.write(b"a")

    limits = dataclasses.replace(QUICK, tries=1)
    fails(DownloadUnreachable, wanted(server.play("/file", trickles)), target, limits=limits)


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", b"\x16\x03\x01\x00\x00"]
)
def test_that_an_answer_that_is_none_is_one_line(answer: bytes, server: Server, target: Path) -> None:
    def answers(handler: Handler) -> None:
        handler.wfile.write(answer)

    url = server.play("/file", answers)
    assert "broke" in str(fails(DownloadUnreachable, wanted(url), target))


# Stopping


def cancelled_after(seconds: float, file: WantedFile, target: Path, *, hosts: HostRules = HERE) -> float:
    """How long it took to stop."""
    control = Control()
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        control.cancel()

    timer = threading.Timer(seconds, press)
    timer.start()
    with pytest.raises(Cancelled):
        get(file, target, control=control, hosts=hosts, limits=Limits())
    took = time.monotonic() - pressed[0]
    timer.join()
    assert not target.exists()
    return took


def test_that_cancelling_stops_while_connecting(target: Path) -> None:
    with deaf_port() as port:
        assert cancelled_after(0.2, wanted(f"http://{HOST}:{port}/file"), target) < 0.2


def test_that_cancelling_stops_while_a_name_is_looked_up(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    assert cancelled_after(0.2, wanted("https://example.com/file"), target, hosts=TYPED) < 0.2


def test_that_cancelling_stops_while_a_server_stalls_and_keeps_what_came(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, stalls_after=500_000))
    assert cancelled_after(0.3, wanted(url), target) < 0.2
    assert part_of(target).read_bytes() == BODY[:500_000]
    server.play("/file", Sends(BODY))
    assert get(wanted(url), target).sha256 == SHA256
    assert server.ranges() == ["bytes=500000-"]


def test_that_cancelling_stops_in_the_middle(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, piece_bytes=1_000, pause_s=0.005))
    assert cancelled_after(0.3, wanted(url), target) < 0.2
    assert 0 < part_of(target).stat().st_size < len(BODY)


def test_that_cancelling_stops_while_waiting_for_the_next_try(server: Server, target: Path) -> None:
    url = server.play("/file", Says(503, {"Retry-After": "60"}))
    assert cancelled_after(0.3, wanted(url), target) < 0.2


def test_that_a_stopped_download_can_be_dropped(server: Server, target: Path) -> None:
    begun(server, target, wanted(server.url("/file")))
    assert left_in(target) == [f"{target.name}.part", f"{target.name}.part.json"]
    discard(target)
    assert left_in(target) == []
    discard(target)
    discard(target.parent / "absent" / "file")
    assert not (target.parent / "absent").exists()


# Proxies and certificates


def test_that_a_proxy_that_is_dead_is_named_without_its_password(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("https_proxy", f"http://me:secret@{HOST}:{port}")
    with pytest.raises(ProxyFailed) as caught:
        get(wanted("https://example.com/file"), target, hosts=HostRules(frozenset({"example.com"})))
    assert f"http://{HOST}:{port}" in str(caught.value)
    assert "secret" not in f"{caught.value} {caught.value.problems} {caught.value.context}"


@pytest.mark.parametrize(
    ("status", "words"), [(407, "name and a password"), (403, "refuses to connect to example.com")]
)
def test_that_a_proxy_that_refuses_is_named(
    status: int, words: str, server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.play("example.com:443", Says(status))
    monkeypatch.setenv("https_proxy", server.url(""))
    with pytest.raises(ProxyFailed, match=words) as caught:
        get(wanted("https://example.com/file"), target, hosts=HostRules(frozenset({"example.com"})))
    assert server.url("") in str(caught.value)
    assert server.asked[0].line.startswith("CONNECT example.com:443")


def test_that_a_proxy_is_used_and_told_its_password(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url("").replace("//", "//me:secret@"))
    server.play("http://files.test/file", Sends(BODY))
    rules = HostRules(frozenset(), plain_http=frozenset({"files.test"}))
    assert get(wanted("http://files.test/file"), target, hosts=rules).sha256 == SHA256
    assert server.asked[0].headers["Proxy-Authorization"] == "Basic bWU6c2VjcmV0"


def test_that_hosts_without_a_proxy_are_asked_directly(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{HOST}:{free_port()}")
    monkeypatch.setenv("no_proxy", HOST)
    assert get(wanted(server.play("/file", Sends(BODY))), target).sha256 == SHA256


def test_that_a_proxy_of_another_kind_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://me:secret@127.0.0.1:1080")
    with pytest.raises(ProxyFailed, match=r"socks5://127\.0\.0\.1:1080"):
        get(wanted("https://example.com/file"), target, hosts=HostRules(frozenset({"example.com"})))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Files of a certificate that nobody trusts, for this machine, and of its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl")
    folder = tmp_path_factory.mktemp("certificate")
    names = str(folder / "certificate.pem"), str(folder / "key.pem")
    request = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:{HOST}".split()
    subprocess.run([openssl, *request, "-out", names[0], "-keyout", names[1]], check=True, capture_output=True)
    return names


def test_that_a_server_without_a_trusted_certificate_is_refused(certificate: tuple[str, str], target: Path) -> None:
    with serving(certificate) as server:
        url = server.play("/file", Sends(BODY))
        assert "self-signed" in str(fails(CertificateRefused, wanted(url), target))
        assert server.asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system alone decides")
def test_that_the_systems_certificates_are_trusted(
    certificate: tuple[str, str], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    with serving(certificate) as server:
        assert get(wanted(server.play("/file", Sends(BODY))), target).sha256 == SHA256


def test_that_a_server_that_speaks_no_tls_is_told(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY)).replace("http://", "https://")
    fails(DownloadUnreachable, wanted(url), target)


# The disk


def test_that_room_is_looked_for_again_where_it_goes_on(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = wanted(server.url("/file"))
    begun(server, target, file)
    server.play("/file", Sends(BODY))
    usage = shutil.disk_usage(target.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=590_000))
    with pytest.raises(OutputError, match="needs 1 MB"):
        get(file, target)
    assert part_of(target).read_bytes() == BODY[:600_000]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=610_000))
    assert get(file, target).sha256 == SHA256


def test_that_room_is_looked_for_first(server: Server, target: Path) -> None:
    def announces_much(handler: Handler) -> None:
        handler.begin(200, {"Content-Length": str(10**16)})
        handler.server.is_closing.wait(60)

    url = server.play("/file", announces_much)
    with pytest.raises(OutputError, match="12,000,000,000 MB") as caught:
        get(WantedFile((url,), 10**16), target)
    assert explain(Failure.of(caught.value)).code == "DISK_FULL"
    assert left_in(target) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that hold")
def test_that_a_folder_that_cannot_be_written_is_one_clear_error(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY))
    target.parent.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        get(wanted(url), target)


def test_that_a_file_in_place_of_the_folder_is_one_clear_error(server: Server, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        get(wanted(server.play("/file", Sends(BODY))), tmp_path / "models" / "model.pth")


CHILD = """
import json, os, resource, sys
from pathlib import Path
from d2studio.control import Control
from d2studio.core.download import download
from d2studio.core.download_hosts import HostRules
from d2studio.core.download_values import WantedFile
from d2studio.errors import D2StudioError

hosts = HostRules(frozenset({"127.0.0.1"}), plain_http=frozenset({"127.0.0.1"}))

def run(url, target, sha256, on_progress=lambda transfer: None):
    download(WantedFile((url,), sha256=sha256), Path(target), Control(), on_progress=on_progress, hosts=hosts)
"""


def run_child(code: str, *arguments: str) -> list[str]:
    """The lines that a program prints which can download."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD + code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="needs limits of processes")
def test_that_a_disk_that_fills_is_one_clear_error_and_keeps_what_fits(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY))
    code = """
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    run(*sys.argv[1:])
except D2StudioError as error:
    print(type(error).__name__, error)
"""
    (said,) = run_child(code, url, str(target), SHA256)
    assert said.startswith("OutputError")
    assert part_of(target).read_bytes() == BODY[:300_000]
    assert get(wanted(url), target).sha256 == SHA256
    assert server.ranges() == ["bytes=300000-"]


# Several processes


def test_that_two_downloads_of_one_file_do_not_mix(server: Server, target: Path) -> None:
    url = server.play("/file", Sends(BODY, piece_bytes=10_000, pause_s=0.01))
    others: list[BaseException | Downloaded] = []
    begun_event = threading.Event()

    def first() -> None:
        others.append(get(wanted(url), target, on_progress=lambda transfer: begun_event.set()))

    thread = threading.Thread(target=first)
    thread.start()
    assert begun_event.wait(10)
    with pytest.raises(DownloadError, match="another d2studio"):
        get(wanted(url), target)
    with pytest.raises(DownloadError, match="another d2studio"):
        discard(target)
    thread.join()
    assert isinstance(others[0], Downloaded)
    assert target.read_bytes() == BODY
    assert left_in(target) == [target.name]


FORKS = """
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        try:
            run(*json.loads(line))
        except D2StudioError as error:
            print("failed:", error, flush=True)
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    sys.stdin.readline()
    print(os.waitpid(pid, 0)[1], flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that start within a moment")
def test_that_a_download_that_is_killed_at_any_moment_leaves_no_wrong_file(server: Server, target: Path) -> None:
    body = BODY * 20
    sha256 = hashlib.sha256(body).hexdigest()
    url = server.play("/file", Sends(body, piece_bytes=1_000_000, pause_s=0.02))
    dice = random.Random(7)
    kills = completed = 0
    with subprocess.Popen(
        [sys.executable, "-c", CHILD + FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as forks:
        commands, answers = forks.stdin, forks.stdout
        assert commands is not None
        assert answers is not None

        def run(seconds: float | None) -> int:
            print(json.dumps([url, str(target), sha256]), file=commands, flush=True)
            pid = int(answers.readline())
            if seconds is not None:
                time.sleep(seconds)
                os.kill(pid, 9)
            print(file=commands, flush=True)  # only now it is waited for, so nobody else can have its number
            return int(answers.readline())

        while kills < 150:
            status = run(dice.uniform(0, 0.15))
            kills += status == 9
            assert status in (0, 9)
            if target.exists():
                assert hashlib.sha256(target.read_bytes()).hexdigest() == sha256
                completed += 1
                target.unlink()
        assert run(None) == 0
    assert completed >= 3
    assert server.ranges()
    assert target.read_bytes() == body
    assert left_in(target) == [target.name]


def test_that_a_large_file_needs_no_memory(server: Server, target: Path) -> None:
    size = 300_000_000

    def sends_much(handler: Handler) -> None:
        handler.begin(200, {"Content-Length": str(size)})
        for _ in range(size // len(BODY)):
            handler.wfile.write(BODY)

    url = server.play("/file", sends_much)
    code = """
import psutil

used = [psutil.Process().memory_info().rss]
run(*sys.argv[1:], None, lambda transfer: used.append(psutil.Process().memory_info().rss))
print(len(used), max(used) - used[0])
"""
    counts, growth = run_child(code, url, str(target))[0].split()
    assert target.stat().st_size == size
    assert int(counts) > 3
    assert int(growth) < 80_000_000
    target.unlink()
