"""Draws the steps of CONTRIBUTING on GitHub, in English and Spanish.

`python3 tools/drawings.py` writes docs/contributing/*.svg.

They are drawings and say so: buttons and words are GitHub's own (it speaks English only), the rest is kept simple.
The pictures of our own pages beside them are photographs of the real site.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "contributing"
WIDTH = 760
FILE = "data/providers/alameda/harbor-street-community-kitchen.yaml"
NOTE = {"en": "A drawing of GitHub's page", "es": "Dibujo de la página de GitHub"}
LINES = ("name: Harbor Street Community Kitchen", "phones:", "  - number: 510-555-0142", "services:", "  hot-lunch:",
         '    hours: "Mo-Fr 11:30-13:30"')  # fmt: skip


def text(x: int, y: int, words: str, size: int = 14, colour: str = "#1f2328", extra: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" {extra}>{escape(words)}</text>'


def box(x: int, y: int, width: int, height: int, fill: str = "#fff", line: str = "#d1d9e0") -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{line}"/>'


def button(x: int, y: int, words: str, *, green: bool = False) -> str:
    width = 26 + 9 * len(words)
    fill, colour = ("#1f883d", "#fff") if green else ("#f6f8fa", "#1f2328")
    return box(x, y, width, 32, fill) + text(x + 12, y + 21, words, 14, colour, 'font-weight="600"')


def ring(x: int, y: int, width: int, height: int, number: int) -> str:
    """What to press, and in which order."""
    size = f'x="{x - 6}" y="{y - 6}" width="{width + 12}" height="{height + 12}"'
    frame = f'<rect {size} rx="9" fill="none" stroke="#b5460f" stroke-width="3"/>'
    middle = y + height // 2
    circle = f'<circle cx="{x - 20}" cy="{middle}" r="13" fill="#b5460f"/>'
    return frame + circle + text(x - 24, middle + 5, str(number), 14, "#fff", _BOLD)


_BOLD = 'font-weight="700"'
_MONO = 'font-family="ui-monospace,Menlo,Consolas,monospace" xml:space="preserve"'


def code(y: int, changed: str = "") -> str:
    """The record as a file, one line of it changed."""
    rows = []
    for at, line in enumerate(LINES):
        here = y + 26 * at
        if changed and at == len(LINES) - 1:
            rows.append(f'<rect x="41" y="{here - 18}" width="678" height="26" fill="#dafbe1"/>')
            line = changed
        rows += [text(56, here, str(at + 1), 13, "#59636e", _MONO), text(90, here, line, 13, "#1f2328", _MONO)]
    return "".join(rows)


def drawing(height: int, language: str, title: str, body: str) -> str:
    note = text(40, height - 14, NOTE[language], 12, "#59636e", 'font-style="italic"')
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    font = 'font-family="system-ui,Segoe UI,Helvetica,Arial,sans-serif"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{language}" {font}>'
    back = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    edge = f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="10" fill="none" stroke="#d1d9e0"/>'
    return f"{head}<title>{escape(title)}</title>{back}{edge}{body}{note}</svg>\n"


def fork(language: str) -> str:
    words = {"en": "The first time, GitHub makes a copy for you (a fork). It asks once.",
             "es": "La primera vez, GitHub le hace una copia. Lo pregunta una vez."}  # fmt: skip
    said = "You need to fork this repository to propose changes."
    body = text(40, 42, FILE, 13, "#59636e") + box(40, 62, 680, 110, "#fff8c5", "#d4a72c66")
    body += text(60, 96, said, 15, "#1f2328", _BOLD) + button(60, 116, "Fork this repository", green=True)
    body += ring(60, 116, 206, 32, 1) + text(290, 137, words[language], 13, "#59636e")
    return drawing(220, language, said, body)


def edit(language: str) -> str:
    changed = '    hours: "Mo-Fr 11:30-14:00"'
    words = {"en": "Change the line, and nothing else.", "es": "Cambie la línea, y nada más."}
    body = text(40, 42, FILE, 13, "#59636e") + button(540, 24, "Commit changes...", green=True)
    body += box(40, 76, 680, 176) + code(106, changed) + ring(41, 218, 678, 24, 1) + ring(540, 24, 179, 32, 2)
    return drawing(300, language, words[language], body + text(380, 276, words[language], 13, "#59636e"))


def propose(language: str) -> str:
    said = {"en": "Hours changed; I called on Monday", "es": "Cambió el horario; llamé el lunes"}
    words = {"en": "What you know, and from where.", "es": "Qué sabe, y cómo lo sabe."}
    body = box(150, 24, 460, 248) + text(174, 60, "Propose changes", 17, "#1f2328", _BOLD)
    body += (
        text(174, 94, "Commit message", 13, "#1f2328", _BOLD) + box(174, 104, 412, 34) + text(186, 126, said[language])
    )
    body += text(174, 160, words[language], 13, "#59636e") + text(
        174, 184, "Extended description", 13, "#1f2328", _BOLD
    )
    body += box(174, 192, 412, 26) + button(425, 228, "Propose changes", green=True)
    body += ring(174, 104, 412, 34, 1) + ring(425, 228, 161, 32, 2)
    return drawing(310, language, "Propose changes", body)


def pull(language: str) -> str:
    title = {"en": "Hours changed; I called on Monday", "es": "Cambió el horario; llamé el lunes"}
    asked = "What changes, and how do you know? / ¿Qué cambia y cómo lo sabe?"
    said = {
        "en": "They now close at 2 pm. Their phone says so.",
        "es": "Ahora cierran a las 2. Lo dice su contestador.",
    }
    consent = {"en": "I give this to the public domain (CC0).", "es": "Entrego esto al dominio público (CC0)."}
    body = (
        text(40, 44, "Open a pull request", 19, "#1f2328", _BOLD) + box(40, 60, 680, 36) + text(54, 83, title[language])
    )
    body += box(40, 110, 680, 138) + text(54, 138, asked, 13, "#1f2328", _BOLD) + text(54, 166, said[language], 14)
    body += text(54, 206, f"- [x] {consent[language]}", 14, "#1f2328", _MONO)
    body += button(523, 262, "Create pull request", green=True)
    body += ring(54, 152, 340, 20, 1) + ring(54, 190, 420, 22, 2) + ring(523, 262, 197, 32, 3)
    return drawing(330, language, "Open a pull request", body)


def checks(language: str) -> str:
    wait = {"en": "A person starts the checks of your first change. That may take a day.",
            "es": "Una persona inicia las revisiones de su primer cambio. Puede tardar un día."}  # fmt: skip
    then = {"en": "Then: what to mend, on the very line.", "es": "Después: qué corregir, en la línea exacta."}
    body = box(40, 28, 680, 72, "#fff8c5", "#d4a72c66") + text(
        60, 56, "1 workflow awaiting approval", 15, "#1f2328", _BOLD
    )
    body += text(60, 82, wait[language], 13, "#59636e") + text(40, 132, then[language], 14, "#1f2328", _BOLD)
    body += box(40, 146, 680, 118) + text(56, 172, "6", 13, "#59636e", _MONO)
    body += text(90, 172, '    hours: "Mo-Fr 11:30 to 2"', 13, "#1f2328", _MONO) + box(
        90, 186, 610, 62, "#ffebe9", "#ff8182"
    )
    body += text(106, 210, "P310 Hours that cannot be read", 14, "#d1242f", _BOLD)
    body += text(106, 234, "Write it like Mo-Fr 11:30-14:00.", 13)
    return drawing(300, language, "Checks", body)


DRAWINGS = {"fork": fork, "edit": edit, "propose": propose, "pull": pull, "checks": checks}


def drawn() -> dict[str, str]:
    """Every drawing by its file name."""
    return {f"{name}.{language}.svg": draw(language) for name, draw in DRAWINGS.items() for language in NOTE}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in drawn().items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
