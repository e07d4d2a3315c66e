"""The set-up installs once, does nothing twice, and says plainly what is missing, without a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.source import ROOT
from tests.project.tools import load

setup = load("setup")
browser = setup.browser
Calls = list[list[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with lock files, not set up yet."""
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "package.json", "package-lock.json"):
        (tmp_path / name).write_text("a==1 \\\nb==2\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, project: Path) -> Calls:
    """The programs that the set-up calls, faked so that all succeed."""
    made: Calls = []

    def run(command: list[str], cwd: Path) -> str:
        made.append(command)
        if command[1:3] == ["-m", "venv"]:
            (project / ".venv" / "bin").mkdir(parents=True)
            (project / ".venv" / "bin" / "python").touch()
        elif command[-1] == "ci":
            (project / "node_modules" / "leaflet").mkdir(parents=True, exist_ok=True)
        elif "-c" in command:
            if not Path(command[0]).exists():
                raise setup.CommandFailedError("not there")
            return f"True {project / '.venv'}\n"
        return ""

    monkeypatch.setattr(setup, "run", run)
    monkeypatch.setattr(setup.os, "name", "posix")
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browser, "find", lambda python, say: sys.executable)
    return made


def fail_on(monkeypatch: pytest.MonkeyPatch, word: str, output: str) -> None:
    """Let the first program with `word` in its command fail with `output`."""
    run = setup.run

    def failing(command: list[str], cwd: Path) -> str:
        if word in command:
            raise setup.CommandFailedError(output)
        return str(run(command, cwd))

    monkeypatch.setattr(setup, "run", failing)


def note(notes: list[str], text: str) -> bool:
    """Write down that something was asked for; it succeeds."""
    notes.append(text)
    return True


def words(command: list[str]) -> str:
    return " ".join(command)


def test_a_build_is_set_up_once(project: Path, calls: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main([], project) == 0
    assert any("--require-hashes -r requirements.lock" in words(call) for call in calls)
    assert any("--no-deps --no-build-isolation -e ." in words(call) for call in calls)
    assert any(call[-1] == "ci" for call in calls)
    assert "Set up." in capsys.readouterr().out
    calls.clear()
    assert setup.main([], project) == 0
    assert calls == []
    assert capsys.readouterr().out == ""


def test_tests_add_to_a_build_and_serve_it(project: Path, calls: Calls) -> None:
    assert setup.main([], project) == 0
    calls.clear()
    assert setup.main(["--tests"], project) == 0
    assert any("requirements-dev.lock" in words(call) for call in calls)
    assert not any("venv" in call for call in calls), "the .venv that is there serves"
    assert browser.chosen(project) == sys.executable
    calls.clear()
    assert setup.main(["--tests"], project) == 0
    assert setup.main([], project) == 0
    assert calls == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(project: Path, calls: Calls, name: str) -> None:
    setup.main([], project)
    calls.clear()
    (project / name).write_text("a==3 \\\n", encoding="utf-8")
    assert setup.main([], project) == 0
    assert any("--require-hashes" in call for call in calls)
    assert not any(call[-1] == "ci" for call in calls), "npm's lock is the same"


def test_a_moved_project_is_set_up_anew(project: Path, calls: Calls, tmp_path_factory: pytest.TempPathFactory) -> None:
    setup.main([], project)
    stamp = project / ".venv" / browser.STAMP_NAME
    state = json.loads(stamp.read_text(encoding="utf-8"))
    stamp.write_text(json.dumps({**state, "root": "/elsewhere"}), encoding="utf-8")
    calls.clear()
    assert setup.main([], project) == 0
    assert any("--require-hashes" in call for call in calls)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"root": 1}', "\x00"])
def test_a_broken_stamp_is_no_stamp(project: Path, calls: Calls, text: str) -> None:
    setup.main([], project)
    (project / ".venv" / browser.STAMP_NAME).write_text(text, encoding="utf-8")
    assert setup.main([], project) == 0


def test_an_interrupted_set_up_goes_on(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as broken:
        fail_on(broken, "-e", "Network is unreachable")
        assert setup.main([], project) == 1
    assert "can't be reached" in capsys.readouterr().err
    assert setup.main([], project) == 0


def test_no_ensurepip(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(browser, "is_debian_root", lambda: False)
    assert setup.main([], project) == 1
    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_a_venv_that_stops_at_ensurepip(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_on(monkeypatch, "venv", "The virtual environment was not created because ensurepip is not available.")
    monkeypatch.setattr(browser, "is_debian_root", lambda: False)
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None if name == "virtualenv" else True)
    assert setup.main([], project) == 1
    assert "python3-venv" in capsys.readouterr().err


def test_no_ensurepip_as_root_on_debian(project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(browser, "is_debian_root", lambda: True)
    monkeypatch.setattr(browser, "apt_install", lambda package, say: note(asked, package))
    assert setup.main([], project) == 0
    assert asked == [f"python3.{sys.version_info[1]}-venv"]


def test_no_npm(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    assert setup.main([], project) == 0
    assert "without the map button" in capsys.readouterr().out


def test_npm_without_network(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_on(monkeypatch, "ci", "npm error code ENOTFOUND")
    assert setup.main([], project) == 0
    out = capsys.readouterr().out
    assert "can't be reached" in out
    assert "without the map button" in out


def test_no_browser(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "find", lambda python, say: None)
    assert setup.main(["--tests"], project) == 1
    assert "apt install chromium" in capsys.readouterr().err
    assert setup.main(["--tests", "--no-browser"], project) == 0


def test_a_browser_that_is_gone_is_looked_for_again(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "chromium").touch()
    monkeypatch.setattr(browser, "find", lambda python, say: str(project / "chromium"))
    assert setup.main(["--tests"], project) == 0
    (project / "chromium").unlink()
    monkeypatch.setattr(browser, "find", lambda python, say: "")
    assert setup.main(["--tests"], project) == 0
    assert browser.chosen(project) == ""


def test_an_old_python_is_told_of_a_newer(
    project: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 18))
    assert setup.main([], project) == 1
    assert "needs Python 3.11" in (message := capsys.readouterr().err)
    assert "PYTHON=python3.13" in message


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "byte for byte"),
        ("npm error code EINTEGRITY", "byte for byte"),
        ("Failed to establish a new connection: [Errno 111] Connection refused", "can't be reached"),
        ("[Errno -3] Temporary failure in name resolution", "can't be reached"),
        ("Permission denied: '.venv'", "may not be written"),
        ("one\n\ntwo\n", "It said:\n  one\n  two"),
        ("", "(nothing)"),
    ],
)
def test_reasons_in_words(output: str, said: str) -> None:
    assert said in setup.reason(output)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "may not be written"), (errno.EIO, "system says")],
)
def test_the_file_system_in_words(
    project: Path,
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    said: str,
) -> None:
    def broken(self: object) -> None:
        raise OSError(number, os.strerror(number), "/x")

    monkeypatch.setattr(setup.Setup, "everything", broken)
    assert setup.main([], project) == 1
    assert said in capsys.readouterr().err


def test_a_program_that_is_not_there_is_a_failure_in_words(tmp_path: Path) -> None:
    with pytest.raises(setup.CommandFailedError, match="nowhere"):
        setup.run([str(tmp_path / "nowhere")], tmp_path)


def test_a_failing_program_hands_over_its_words(tmp_path: Path) -> None:
    with pytest.raises(setup.CommandFailedError, match="oh no"):
        setup.run([sys.executable, "-c", "import sys; print('oh no', file=sys.stderr); sys.exit(3)"], tmp_path)


def test_wrong_usage_is_two() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "setup.py", "--wat"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_the_order_of_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    said: list[str] = []
    python = Path(sys.executable)
    monkeypatch.setattr(browser, "starts", lambda python, candidate: not note(tried, candidate))
    monkeypatch.setattr(browser, "system_browsers", lambda: iter(["/usr/bin/chromium"]))
    monkeypatch.setattr(browser, "is_debian_root", lambda: True)
    monkeypatch.setattr(browser, "apt_install", lambda package, say: note(tried, f"apt {package}"))
    monkeypatch.setattr(browser, "download", lambda python, say: note(tried, "download"))
    assert browser.find(python, said.append) is None
    assert tried == ["", "/usr/bin/chromium", "apt chromium", "/usr/bin/chromium", "download", ""]
    monkeypatch.setattr(browser, "starts", lambda python, candidate: candidate != "")
    assert browser.find(python, said.append) == "/usr/bin/chromium"


def test_what_is_no_browser_does_not_start(tmp_path: Path) -> None:
    assert not browser.starts(tmp_path / "python", "")
    assert not browser.starts(Path(sys.executable), str(tmp_path / "chromium"))


def test_in_venv_says_that_the_set_up_was_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_venv = load("in_venv")
    monkeypatch.setattr(in_venv, "ROOT", tmp_path)
    assert in_venv.main(["ruff", "check"]) == 2
    assert "tools/setup.py" in capsys.readouterr().err
