"""Hours in words, and the table of the ordinary week."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bluepages.hours import Hours, HoursLine, WeekRow, parse, sentence, week, words
from tests.hours.samples import hours_values

ROWS = [
    (
        "Mo-Fr 11:30-13:30; Sa[1,3] 12:00-14:00; PH off",
        (
            "Monday to Friday 11:30 AM to 1:30 PM; First and third Saturday of the month: noon to 2:00 PM;"
            " Public holidays: Closed"
        ),
        (
            "Lunes a viernes 11:30 a. m. a 1:30 p. m.; Primer y tercer sábado del mes: mediodía a 2:00 p. m.;"
            " Días festivos: Cerrado"
        ),
    ),
    ("24/7", "Every day: Open 24 hours", "Todos los días: Abierto las 24 horas"),
    ('"by appointment"', "Call first (by appointment)", "Llame antes (con cita)"),
    ("unknown", "Hours not known", "Horario desconocido"),
    ("off", "Every day: Closed", "Todos los días: Cerrado"),
    (
        'Mo,We,Fr 09:00-17:00 "by appointment"',
        "Monday, Wednesday and Friday 9:00 AM to 5:00 PM (call first: by appointment)",
        "Lunes, miércoles y viernes 9:00 a. m. a 5:00 p. m. (llame antes: con cita)",
    ),
    (
        "Fr,Sa 22:00-06:00",
        "Friday and Saturday 10:00 PM to 6:00 AM the next day",
        "Viernes y sábado 10:00 p. m. a 6:00 a. m. del día siguiente",
    ),
    (
        "Mo-Fr 09:00-17:00; We 12:00-20:00; Su off",
        "Monday, Tuesday, Thursday and Friday 9:00 AM to 5:00 PM; Wednesday: noon to 8:00 PM; Sunday: Closed",
        "Lunes, martes, jueves y viernes 9:00 a. m. a 5:00 p. m.; Miércoles: mediodía a 8:00 p. m.; Domingo: Cerrado",
    ),
    (
        "Jun-Aug Sa-Mo 08:00-24:00",
        "June to August, Saturday to Monday 8:00 AM to midnight",
        "De junio a agosto, sábado a lunes 8:00 a. m. a medianoche",
    ),
    (
        'Mo 09:00-17:00; Dec 24-Dec 26 off; 2026 Nov 26 off; 2026 Dec 31-2027 Jan 1 off "winter break"',
        (
            "Monday 9:00 AM to 5:00 PM; December 24 to 26: Closed; November 26, 2026: Closed;"
            " December 31, 2026 to January 1, 2027: Closed (winter break)"
        ),
        (
            "Lunes 9:00 a. m. a 5:00 p. m.; Del 24 al 26 de diciembre: Cerrado; 26 de noviembre de 2026: Cerrado;"
            " Del 31 de diciembre de 2026 al 1.º de enero de 2027: Cerrado (winter break)"
        ),
    ),
    (
        "Mo-Fr 09:00-12:00, Sa[-1] 13:00-15:00",
        "Monday to Friday 9:00 AM to noon; Last Saturday of the month 1:00 PM to 3:00 PM (also)",
        "Lunes a viernes 9:00 a. m. a mediodía; Último sábado del mes 1:00 p. m. a 3:00 p. m. (además)",
    ),
    (
        "Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off",
        "Monday to Friday 9:00 AM to noon and 1:00 PM to 5:00 PM",
        "Lunes a viernes 9:00 a. m. a mediodía y 1:00 p. m. a 5:00 p. m.",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_sentences(row: tuple[str, str, str]) -> None:
    hours = parse(row[0])
    assert sentence(hours, "en") == row[1]
    assert sentence(hours, "es") == row[2]


def test_lines() -> None:
    hours = parse("Mo-Fr 11:30-13:30; PH off; 2026 Dec 24 off")
    assert words(hours, "en") == (
        HoursLine("Monday to Friday", "11:30 AM to 1:30 PM", ""),
        HoursLine("Public holidays", "Closed", ""),
        HoursLine("December 24, 2026", "Closed", ""),
    )
    assert words(None, "en") == words(Hours(), "es") == ()


def test_week() -> None:
    rows = week(parse('Mo-Fr 09:00-12:00, Mo 14:00-16:00 "call ahead"; Sa[1,3] 10:00-12:00; PH off'), "en")
    assert rows is not None
    assert rows[0] == WeekRow("Monday", "9:00 AM to noon and 2:00 PM to 4:00 PM", "Call ahead")
    assert rows[1] == WeekRow("Tuesday", "9:00 AM to noon", "")
    assert rows[5] == WeekRow("Saturday", "First and third Saturday of the month 10:00 AM to noon", "")
    assert rows[6] == WeekRow("Sunday", "Closed", "")
    assert week(parse("Jun-Aug Mo 09:00-12:00"), "en") is None
    assert week(None, "es") is None
    spanish = week(parse("unknown"), "es")
    assert spanish is not None
    assert spanish[6] == WeekRow("Domingo", "Horario desconocido", "")


@given(hours_values())
@settings(max_examples=100, deadline=None)
def test_any_hours_can_be_said(hours: Hours) -> None:
    for language in ("en", "es"):
        for line in words(hours, language):  # type: ignore[arg-type]
            assert line.times
        assert "\n" not in sentence(hours, language)  # type: ignore[arg-type]
        rows = week(hours, language)  # type: ignore[arg-type]
        assert rows is None or (len(rows) == 7 and all(row.times for row in rows))
