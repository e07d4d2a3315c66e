"""California's holidays as `directory.yaml` lists them, and strategies for hours that the syntax allows."""

from __future__ import annotations

from hypothesis import strategies as st

from bluepages.hours import Hours, HoursError, parse

CALIFORNIA = [
    {"name": "New Year's Day", "rule": "Jan 1", "observed": "monday"},
    {"name": "Martin Luther King Jr. Day", "rule": "Jan Mo[3]"},
    {"name": "Presidents' Day", "rule": "Feb Mo[3]"},
    {"name": "Cesar Chavez Day", "rule": "Mar 31", "observed": "monday"},
    {"name": "Memorial Day", "rule": "May Mo[-1]"},
    {"name": "Juneteenth", "rule": "Jun 19", "observed": "monday"},
    {"name": "Independence Day", "rule": "Jul 4", "observed": "monday"},
    {"name": "Labor Day", "rule": "Sep Mo[1]"},
    {"name": "Indigenous Peoples' Day and Columbus Day", "rule": "Oct Mo[2]"},
    {"name": "Veterans Day", "rule": "Nov 11", "observed": "weekday"},
    {"name": "Thanksgiving Day", "rule": "Nov Th[4]"},
    {"name": "Day after Thanksgiving", "rule": "Nov Th[4] +1 day"},
    {"name": "Christmas Day", "rule": "Dec 25", "observed": "monday"},
]


DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@st.composite
def spans(draw: st.DrawFn, overnight: bool = True) -> str:
    cuts = sorted(draw(st.lists(st.integers(0, 95), min_size=2, max_size=4, unique=True)))
    found = [
        f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}" for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if overnight and draw(st.integers(0, 5)) == 0:
        found = [f"{draw(st.integers(18, 23))}:00-0{draw(st.integers(1, 9))}:30"]
    return ",".join(found)


@st.composite
def hours_text(draw: st.DrawFn, overnight: bool = True, comments: bool = True, holidays: bool = True) -> str:
    """Ordinary week, then counted days, seasons, holidays and dates; not every draw is accepted by `parse`."""

    def says(may_close: bool) -> str:
        choice = draw(st.integers(0, 9))
        if may_close and choice <= 3:
            return "off"
        if choice == 4:
            return draw(spans(overnight)) + " unknown"
        if comments and choice == 5:
            return draw(st.sampled_from(['"by appointment"', '09:00-12:00 "call first"', 'unknown "ask"']))
        return draw(spans(overnight))

    rules = []
    for _ in range(draw(st.integers(1, 3))):
        first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
        rules.append(f"{first if first == last else f'{first}-{last}'} {says(False)}")
    if draw(st.booleans()):
        places = draw(st.sampled_from(["1", "1,3", "-1", "2,4", "5", "2,-1"]))
        rules.append(f"{draw(st.sampled_from(DAYS))}[{places}] {says(True)}")
    if draw(st.booleans()):
        season = draw(st.sampled_from(["Jun-Aug", "Nov-Feb", "Apr", "Jun 15-Sep 3", "Dec 20-Jan 8"]))
        rules.append(f"{season} {draw(st.sampled_from(['', 'Mo-Fr', 'Sa,Su', 'We']))} {says(True)}")
    if holidays and draw(st.booleans()):
        rules.append(f"PH {says(True)}")
    if draw(st.booleans()):
        dates = ["2026 Dec 24", "2026 Nov 26-2026 Nov 28", "Dec 24-Dec 26", "2026 Dec 30-2027 Jan 2", "Nov 1", "Mar 8"]
        rules.append(f"{draw(st.sampled_from(dates))} {says(True)}")
    text = rules[0]
    for rule in rules[1:]:
        text += draw(st.sampled_from(["; ", "; ", "; ", ", "])) + rule
    return text


def hours_values(**options: bool) -> st.SearchStrategy[Hours]:
    def read(text: str) -> Hours | None:
        try:
            return parse(text)
        except HoursError as error:
            return (
                parse(error.fixed)
                if error.fixed and (options.get("holidays", True) or "PH" not in error.fixed)
                else None
            )

    return hours_text(**options).map(read).filter(lambda hours: hours is not None)  # type: ignore[arg-type, return-value]
