"""What is wrong with `directory.yaml` is said in the terms of whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.errors import Complaint
from bluepages.records.load import load_config
from tests.support import SETTINGS


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("relay: {forge: git}", "relay.forge: 'git' is not one of the words that it can be."),
        ("relay: {urls: x}", "relay: there is no setting 'urls'."),
        ("relay: [1]", "relay: write settings with their names, as in {name: value}; this is a list, as in [a, b]."),
        ("relay: {most_an_hour: many}", "relay.most_an_hour: write a whole number; this is a text."),
        ("relay: {alert_command: mail}", "relay.alert_command: write a list, as in [a, b]; this is a text."),
        ("realy: {url: x}", "there is no setting 'realy'."),
    ],
)
def test_a_wrong_setting(tmp_path: Path, more: str, said: str) -> None:
    (tmp_path / "directory.yaml").write_text(f"{SETTINGS}{more}\n", encoding="utf-8")
    with pytest.raises(Complaint) as told:
        load_config(tmp_path)
    assert told.value.message == f"directory.yaml: {said}"
