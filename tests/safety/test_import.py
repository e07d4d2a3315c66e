"""A source that still tells what is hidden here, in whatever way: nothing of it comes back, no report repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.federate import csv_import
from tests.federate.conftest import HEADER, MAPPING, SOURCES
from tests.safety.canaries import SECRETS, Address, World, leaks
from tests.whole.program import bluepages

HERE = f"{HEADER},Latitude,Longitude"
RULES = MAPPING.replace(" trust: Trust}", " trust: Trust, latitude: Latitude, longitude: Longitude}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("world") / "directory")
    with (made.root / "data" / "sources.yaml").open("a") as file:
        file.write(SOURCES)
    return made


def row(name: str, street: str = "", *, point: tuple[float, float] | None = None, phone: str = "", web: str = "",
        date: str = "2026-04") -> str:  # fmt: skip
    where = f"{point[0]},{point[1]}" if point else ","
    return f'"{name}",kitchen,Alameda,"{street}",Oakland,94613,{phone},{web},{date},official,{where}'


def rows(secret: Address) -> list[str]:
    """The same place under other names, spellings and columns."""
    return [
        row("Quiet Refuge", secret.line),
        row("Quiet House", f"{secret.number} {secret.street.upper()} LN., Apt 2"),
        row("Quiet Garden", point=(secret.latitude, secret.longitude)),
        row("Quiet Corner", "9 Main St", point=(secret.latitude + 0.0004, secret.longitude)),
        row(f"Quiet Table at {secret.line}", "12 Main St"),
        row("Quiet Page", "14 Main St", web=f"https://quiet.example.org/{secret.key}"),
        row(f"Quiet Lead at {secret.line}", date="2020-01"),
    ]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.street)
def test_nothing_comes_back(world: World, secret: Address, tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(RULES.replace("rows: []\n", ""))
    for number, name in enumerate(("Safe Harbor House", "Old Haven", "Gone House", "Lantern House", "Willow House",
                                   "Open Door House", "Harbor Home")):  # fmt: skip
        (tmp_path / f"{number}.csv").write_text(f"{HERE}\n{row(name, secret.line, phone='510-555-0188')}\n")
    for number, said in enumerate(rows(secret)):
        (tmp_path / f"r{number}.csv").write_text(f"{HERE}\n{said}\n")
    for table in sorted(tmp_path.glob("*.csv")):
        report = csv_import(table, tmp_path / "mapping.yaml", world.root, plan_only=True)
        now = {name: world.root.joinpath(name).read_text() if world.root.joinpath(name).exists() else ""
               for name in report.files}  # fmt: skip
        new = {name: "\n".join(set(text.split("\n")) - set(now[name].split("\n"))).encode()
               for name, text in report.files.items()}  # fmt: skip
        assert leaks(new) == {}, table.read_text()


def test_a_row_that_is_no_secret_comes_in(world: World, tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(RULES.replace("rows: []\n", ""))
    (tmp_path / "a.csv").write_text(f"{HERE}\n{row('Sunny Kitchen', '77 Sunny Way', phone='510-555-0123')}\n")
    report = csv_import(tmp_path / "a.csv", tmp_path / "mapping.yaml", world.root, plan_only=True)
    assert "data/providers/alameda/sunny-kitchen.yaml" in report.files


def test_the_command_and_its_proposal_repeat_nothing(world: World, tmp_path: Path) -> None:
    said = [line for secret in SECRETS for line in rows(secret)]
    (tmp_path / "mapping.yaml").write_text(RULES.replace("rows: []\n", ""))
    (tmp_path / "all.csv").write_text("\n".join([HERE, *said]) + "\n")
    run = bluepages("import", "csv", tmp_path / "all.csv", "--source", "harbor-list", "--mapping",
                    tmp_path / "mapping.yaml", "--plan", root=world.root)  # fmt: skip
    assert run.returncode == 0, run.stderr
    titles = run.stdout + run.stderr
    assert leaks({"said": titles.encode()}) == {}
