"""Hours taken apart for people: the ordinary week first, then each kind of exception.

`bluepages.hours.order` has made sure that exceptions stand last, so each block can be told on its own.
"""

from __future__ import annotations

import msgspec

from bluepages.hours.evaluate import Piece, stack, timeline
from bluepages.hours.value import DAY, DateRange, Hours, Rule


class Block(msgspec.Struct, frozen=True):
    """Rules for the same dates, counted weekdays or holidays. `days` pairs runs of weekdays with what holds on them.

    For counted weekdays and holidays there is one entry without weekdays. No pieces: expressly closed, `note` why.
    `adds`: it joins what holds otherwise on those days, and does not replace it.
    """

    dates: tuple[DateRange, ...]
    nth: tuple[tuple[int, tuple[int, ...]], ...]
    holidays: bool
    days: tuple[tuple[tuple[int, ...], tuple[Piece, ...]], ...]
    adds: bool = False

    @property
    def ordinary(self) -> bool:
        """True for the plain week."""
        return not (self.dates or self.nth or self.holidays)


def blocks(hours: Hours) -> tuple[Block, ...]:
    """The ordinary week, if the hours have one, then the exceptions in the order of the rules."""
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in hours.rules:
        for atom in _atoms(rule):
            groups.setdefault((atom.dates, atom.nth, atom.holidays), []).append(atom)
    found = [_block(rules) for rules in groups.values()]
    return tuple(sorted(found, key=lambda block: not block.ordinary))


def _atoms(rule: Rule) -> list[Rule]:
    """`Mo,Sa[1],PH` is three selections with the same times."""
    atoms = [msgspec.structs.replace(rule, nth=(), holidays=False)] if rule.weekdays or rule.every_day else []
    atoms += [msgspec.structs.replace(rule, weekdays=(), nth=(each,), holidays=False) for each in rule.nth]
    if rule.holidays:
        atoms.append(msgspec.structs.replace(rule, weekdays=(), nth=()))
    return atoms


def _block(rules: list[Rule]) -> Block:
    first = rules[0]
    days: list[tuple[tuple[int, ...], tuple[Piece, ...]]] = []
    if first.nth or first.holidays:
        days.append(((), _told(rules)))
    else:
        for weekday in range(7):
            here = [rule for rule in rules if rule.every_day or weekday in rule.weekdays]
            if not here:
                continue
            told = _told(here)
            same = next((at for at, (_, other) in enumerate(days) if other == told), None)
            if same is None:
                days.append(((weekday,), told))
            else:
                days[same] = ((*days[same][0], weekday), told)
    return Block(first.dates, first.nth, first.holidays, tuple(days), adds=first.adds and first.kind != "off")


def _told(rules: list[Rule]) -> tuple[Piece, ...]:
    """The pieces that are not closed; closed ones only where nothing else is said."""
    layers = stack(tuple(rules))
    if all(rule.kind == "off" for rule in rules):
        return layers
    told = tuple(piece for piece in timeline(layers, 3 * DAY) if piece.kind != "closed")
    return told or tuple(piece for piece in layers if piece.kind == "closed")
