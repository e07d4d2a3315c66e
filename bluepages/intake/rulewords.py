"""What the checks of a record find, for people who used a form in Spanish. The Spanish waits for a native reader.

The checks themselves speak English, where every file, line and field has its place. The rules below are those that the
answers of a form can meet; any other is told in English rather than not at all.
"""

from __future__ import annotations

from typing import Final

from bluepages.problems import Problem

_ES: Final = {
    "P106": "Hay un signo invisible o de control. Escriba el texto de nuevo.",
    "P114": "Está vacío, es demasiado largo o está fuera de lo posible.",
    "P115": "No está escrito en la forma correcta.",
    "P201": "No es una dirección de correo electrónico. Escríbala como oficina@example.org.",
    "P202": "No es una dirección web. Escríbala como https://example.org.",
    "P203": "Esta dirección esconde a dónde lleva. Escriba la dirección propia del sitio.",
    "P204": "No es un número de teléfono de los Estados Unidos (10 cifras). Escríbalo como 510-555-0100.",
    "P207": "El mismo número está dos veces.",
    "P208": "Es un número que solo existe en películas y cuentos.",
    "P210": "Con este nombre no se puede hacer una dirección. Escriba el nombre con letras y cifras.",
    "P306": "Esta dirección no está en el estado.",
    "P307": "Este código postal es de otro condado. ¿Es correcto el condado?",
    "P308": "No se conoce esta ciudad en ese condado. ¿Está bien escrita?",
    "P309": "La dirección está en los campos equivocados: calle, ciudad y código postal van por separado.",
    "P310": "Este horario no se puede leer. Escríbalo como Mo-Fr 09:00-17:00; Sa 10:00-12:00 (Mo es lunes).",
    "P320": "No está en la lista de necesidades.",
    "P323": "No está en la lista de condados.",
    "P330": "No es un idioma de la lista.",
    "P501": "No es un día del calendario. Escríbalo como 2026-10-02.",
    "P502": "Ese día todavía no ha llegado.",
    "P506": "Ese día todavía no ha llegado; un cierre se anota cuando ya pasó.",
    "P606": "Nadie puede llegar a este servicio: hace falta un teléfono, una dirección, un correo o un sitio web.",
    "P701": "Hay código HTML en el texto. Escriba solo palabras.",
    "P702": "Hay letras dañadas. Escriba el texto de nuevo.",
    "P703": "Este texto parece de relleno. Escriba lo que sabe, o déjelo en blanco.",
    "P704": "Todo está en mayúsculas. Escríbalo como una frase normal.",
    "P706": "El nombre es muy largo. Escriba solo el nombre; lo demás va en la descripción.",
    **dict.fromkeys(("P212", "P220", "P221", "P222", "P223"), "Se parece a otro registro que ya está aquí"),
}
_NAMES: Final = frozenset({"P212", "P220", "P221", "P222", "P223"})
"""These name the other record, which only their own words do."""


def told(problem: Problem, language: str) -> str:
    """A problem in the language of the form, as far as we have words for it."""
    own = f"{problem.message} {problem.hint}".strip()
    words = _ES.get(problem.rule, "") if language == "es" else ""
    if problem.rule in _NAMES and words:
        return f"{words} ({own})"
    return words or own
