"""What the checks of a record find, for people who used a form in Spanish. The Spanish waits for a native reader.

The checks themselves speak English, where every file, line and field has its place. Each rule has its Spanish here,
also one that no form can meet today: what a form can meet changes more often than the rules do.
"""

from __future__ import annotations

import re
from typing import Final

from bluepages.problems import Problem

_OURS: Final = "El archivo del registro no está bien hecho. Es culpa nuestra, no suya, y alguien lo mirará."
_TWIN: Final = (
    "Se parece a otro registro que ya está aquí{other}: {why}. Si son el mismo, corrija ese; si no, diga en qué se "
    "distinguen."
)

SPANISH: Final = {
    **dict.fromkeys(
        ("P101", "P102", "P103", "P104", "P105", "P107", "P108", "P109", "P110", "P116", "P117", "P118", "P190", "P191",
         "P211", "P213", "P215", "P331", "P603", "P604", "P910", "P911", "P912", "P913", "P914", "P915", "P916"), _OURS,
    ),
    "P106": "Hay un signo invisible o de control. Escriba el texto de nuevo.",
    "P111": "Falta un dato que hace falta.",
    "P112": "Esto no es la clase de dato que va aquí.",
    "P113": "No es una de las respuestas de la lista.",
    "P114": "Está vacío, es demasiado largo o está fuera de lo posible.",
    "P115": "No está escrito en la forma correcta.",
    "P201": "No es una dirección de correo electrónico. Escríbala como oficina@example.org.",
    "P202": "No es una dirección web. Escríbala como https://example.org.",
    "P203": "Esta dirección esconde a dónde lleva. Escriba la dirección propia del sitio.",
    "P204": "No es un número de teléfono de los Estados Unidos (10 cifras). Escríbalo como 510-555-0100.",
    "P205": "Este número está escrito de otra forma. Escríbalo como 510-555-0100.",
    "P206": "Parece un número de fax, y está como teléfono.",
    "P207": "El mismo número está dos veces.",
    "P208": "Es un número que solo existe en películas y cuentos.",
    "P210": "Con este nombre no se puede hacer una dirección. Escriba el nombre con letras y cifras.",
    "P212": "Ya hay un registro con este nombre{other}. Si es el mismo, corrija ese; si no, escriba otro más exacto.",
    "P214": "Este nombre ya fue de otra cosa. Escriba un nombre más exacto.",
    "P220": _TWIN.replace("{why}", "el mismo teléfono y un nombre parecido"),
    "P221": _TWIN.replace("{why}", "la misma dirección y un nombre parecido"),
    "P222": _TWIN.replace("{why}", "la misma dirección web y un nombre parecido"),
    "P223": _TWIN.replace("{why}", "el mismo nombre, o casi, en el mismo condado"),
    "P224": "Este registro y el otro{other} ya no se parecen; no hace falta decir que son distintos.",
    "P300": "No se sabe dónde está este lugar. Escriba su dirección o su condado.",
    "P301": "Este punto del mapa está fuera del estado.",
    "P302": "La latitud y la longitud están cambiadas.",
    "P303": "Falta la latitud o la longitud. Escriba las dos, o ninguna.",
    "P304": "Este punto del mapa está fuera del condado que se dice.",
    "P305": "Este punto del mapa está lejos del código postal.",
    "P306": "Esta dirección no está en el estado.",
    "P307": "Este código postal es de otro condado. ¿Es correcto el condado?",
    "P308": "No se conoce esta ciudad en ese condado. ¿Está bien escrita?",
    "P309": "La dirección está en los campos equivocados: calle, ciudad y código postal van por separado.",
    "P310": "Este horario no se puede leer. Escríbalo como Mo-Fr 09:00-17:00; Sa 10:00-12:00 (Mo es lunes).",
    "P311": "Este horario está escrito de otra forma. Escríbalo como Mo-Fr 09:00-17:00 (Mo es lunes).",
    "P320": "No está en la lista de necesidades.",
    "P321": "No está en la lista de grupos de personas.",
    "P322": "No está en la lista de ayudas para entrar.",
    "P323": "No está en la lista de condados.",
    "P324": "Solo quien cuida del condado puede decir que algo está verificado.",
    "P325": "La misma palabra está dos veces.",
    "P326": "La edad mínima es mayor que la máxima. Cambie una por la otra.",
    "P327": "Esta zona nombra un lugar que está fuera del estado.",
    "P330": "No es un idioma de la lista.",
    "P401": "De un lugar que se guarda en secreto solo se dicen el condado y la ciudad. Quite lo demás.",
    "P402": "Diga si la dirección se guarda en secreto: aquí se ayuda a personas que huyen del maltrato.",
    "P403": "Falta decir quién permitió mostrar esta dirección.",
    "P404": "Parece un número del Seguro Social. Quítelo.",
    "P405": "Parece el número de una tarjeta de pago. Quítelo.",
    "P406": "Parece el correo de una persona. Escriba el de la oficina, o solo un teléfono.",
    "P407": "Parece el nombre o el teléfono de una persona. Nombre la oficina, nunca a la persona.",
    "P408": "Parece una fecha de nacimiento. Quítela.",
    "P409": "Parece una contraseña o una clave. Quítela, y cámbiela donde la usa.",
    "P410": "Hay texto que no se ve. Quítelo.",
    "P411": "Este texto puede decir dónde está un lugar que se guarda en secreto. Quite la calle y el código postal.",
    "P501": "No es un día del calendario. Escríbalo como 2026-10-02.",
    "P502": "Ese día todavía no ha llegado.",
    "P503": "La última verificación es muy vieja.",
    "P504": "La fuente es muy vieja.",
    "P505": "Este aviso ya terminó.",
    "P506": "Ese día todavía no ha llegado; un cierre se anota cuando ya pasó.",
    "P601": "El registro no tiene ese lugar.",
    "P602": "Ese registro no existe.",
    "P605": "Ningún servicio se da en este lugar.",
    "P606": "Nadie puede llegar a este servicio: hace falta un teléfono, una dirección, un correo o un sitio web.",
    "P701": "Hay código HTML en el texto. Escriba solo palabras.",
    "P702": "Hay letras dañadas. Escriba el texto de nuevo.",
    "P703": "Este texto parece de relleno. Escriba lo que sabe, o déjelo en blanco.",
    "P704": "Todo está en mayúsculas. Escríbalo como una frase normal.",
    "P705": "Hay espacios de más.",
    "P706": "El nombre es muy largo. Escriba solo el nombre; lo demás va en la descripción.",
    "P901": "Lo que publicaríamos de esto no cumple la norma. Es culpa nuestra, no suya, y alguien lo mirará.",
    "P920": "Solo quien cuida del condado puede decir que algo está verificado.",
    "P921": "Diga cómo se verificó: por teléfono, con una visita o por correo, y qué se preguntó.",
}  # fmt: skip
"""By the code of the rule; `{other}` is the record that it is about besides this one."""

_OTHER: Final = re.compile(r"[a-z0-9/_-]+\.yaml|^[a-z0-9-]+(?= does not look)")


def told(problem: Problem, language: str) -> str:
    """A problem in the language of the form. What is wrong with an answer itself is in that language already."""
    words = SPANISH.get(problem.rule, "") if language == "es" else ""
    if not words:
        return f"{problem.message} {problem.hint}".strip()
    other = _OTHER.search(problem.message)
    return words.replace("{other}", f" ({other.group().removesuffix('.yaml').rpartition('/')[2]})" if other else "")
