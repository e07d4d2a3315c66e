"""What the program says to people who use a form, in English and Spanish. The Spanish waits for a native reader."""

from __future__ import annotations

from typing import Final

_EN: Final = {
    "too_long_body": "The text of this issue is longer than GitHub allows; nothing was read.",
    "heading_missing": "The heading of this question is gone, or the questions are in another order.",
    "heading_missing_hint": "Put the line back as it was (### and the question), or open a new form.",
    "heading_twice": "The heading of this question stands more than once, so it is not clear which text answers it.",
    "heading_twice_hint": "If an answer quotes the question, leave out the ### before it.",
    "not_ticked": "This box is not ticked.",
    "not_ticked_hint": "Nothing can be taken over without it. Tick it if you agree.",
    "blank": "This is blank.",
    "blank_hint": "It is needed here.",
    "too_long": "This has {found} characters; at most {most} fit.",
    "too_long_hint": "Say it in fewer words.",
    "not_an_option": "This is not one of the answers to choose from.",
    "did_you_mean": "Did you mean: {near}",
    "choose_hint": "Open a new form to see them.",
    "no_record": "There is no such record.",
    "itself": "This is the same record, not another one.",
    "no_record_near": "Did you mean {near}?",
    "no_record_hint": "Copy the address of its page. If it is not in the directory, use the form to add a service.",
    "no_service": "The record has no such service.",
    "which_service": "The record has several services, and it is not clear which one this is about.",
    "no_place": "The record has no such place.",
    "which_place": "The record has several places, and it is not clear which one this is about.",
    "choose_of": "Write one of: {names}",
    "which_phone": "The record has several telephones, and it is not clear which one changes.",
    "no_phone": "The record has no such telephone.",
    "nothing_there": "There is nothing here to take away.",
    "needed": "This cannot be taken away; a record needs it.",
    "needed_hint": "Write what is right instead.",
    "nothing_changes": "Nothing changes: the record says this already, or every answer is blank.",
    "nothing_changes_hint": "Fill in what is right where the record is wrong.",
    "unknown_language": "{word} is not a language that is known here.",
    "unknown_language_hint": "Write names such as English, Spanish, with a comma between them.",
    "bad_date": "This is not a day in the calendar.",
    "bad_date_hint": "Write it like 2026-10-02.",
    "late_date": "This day has not come yet.",
    "hidden_street": "A place that is kept secret has no street or ZIP code here.",
    "mended": "What will be written instead, as a machine reads it:",
    "hello_problems": "Thank you. Some answers cannot be taken over as they are:",
    "next_edit": "**Next:** edit the text of this issue (the ... at its upper right). It is checked again by itself.",
    "hello_good": "Thank you. Everything can be read, and this is what would change:",
    "look": "Worth a look, but no obstacle:",
    "proposed": "**Next:** somebody who looks after the county reads the proposal {pull}, perhaps asks here, "
    "and merges it. "
    "This issue closes then by itself, and the page changes a few minutes later.",
    "proposed_local": "**Next:** the proposal stands in the branch `{branch}`, for somebody to review.",
    "too_many": "**Next:** {most} of your proposals wait for a review already, so this one waits as well. When some of "
    "them are merged, edit this issue, and it is taken up.",
    "edit_more": "You may still edit this issue; the proposal follows.",
    "by_hand": "A person has already worked on the proposal {pull}. It was left as it is: please say there what else "
    "should change.",
    "held": "Thank you. This needs a person's eyes before anything is shown, so nothing was taken over and "
    "nothing of it "
    "is repeated here. **Please write nothing more about it in public.** If you have more to say, say it in private: "
    "{private}",
    "personal": "Something that looks like a private person's own data, a number of a card or a password stands under: "
    "{fields}. Nothing was taken over, and it is not repeated here. **Take it out by editing this issue**; then it is "
    "checked again. What was there stays in the history of the issue until somebody deletes it; to ask for that: "
    "{private}",
    "private_relay": "use the form at {url} and choose that it is not safe to show",
    "private_github": "report it privately at {url}",
    "private_mail": "write to {mail}",
    "private_none": "use *Report a vulnerability* in the tab *Security*",
    "review_opened": "Thank you. This is now the review of **{name}** ({reason}). Everybody may say here what "
    "they know "
    "and how they know it. The record stays as it is until somebody proposes a change and somebody else agrees.",
    "review_joined": "Thank you. There is already a review of **{name}** ({reason}): #{number}. Your report has joined "
    "it; please follow it there.",
    "joined_note": "Said by somebody else as well: {numbers}.",
    "county_opened": "Thank you. This is now the conversation about **{name} County**. Facts from it go into "
    "the data only "
    "when somebody proposes them with a source and a date.",
    "county_joined": "Thank you. The conversation about **{name} County** is #{number}; your answers have joined it.",
    "talk": "Thank you. People read this and answer here; what is decided, and how, stands in GOVERNANCE.md.",
    "more_problems": "{count} more like these.",
    "cut": "{letters} characters more do not fit here.",
    "our_fault": "What we would publish of this does not fit the standard. That is our fault, not yours, and a "
    "maintainer will look.",
}

_ES: Final = {
    "too_long_body": "El texto es más largo de lo que permite GitHub; no se leyó nada.",
    "heading_missing": "Falta el título de esta pregunta, o las preguntas están en otro orden.",
    "heading_missing_hint": "Vuelva a poner la línea como estaba (### y la pregunta), o abra otro formulario.",
    "heading_twice": "El título de esta pregunta aparece más de una vez y no está claro cuál es la respuesta.",
    "heading_twice_hint": "Si una respuesta cita la pregunta, quite los ### que van delante.",
    "not_ticked": "Esta casilla no está marcada.",
    "not_ticked_hint": "Sin ella no se puede tomar nada. Márquela si está de acuerdo.",
    "blank": "Está en blanco.",
    "blank_hint": "Aquí hace falta.",
    "too_long": "Tiene {found} caracteres; caben como máximo {most}.",
    "too_long_hint": "Dígalo con menos palabras.",
    "not_an_option": "No es una de las respuestas para elegir.",
    "did_you_mean": "¿Quiso decir: {near}?",
    "choose_hint": "Abra otro formulario para verlas.",
    "no_record": "No hay tal registro.",
    "itself": "Es el mismo registro, no otro.",
    "no_record_near": "¿Quiso decir {near}?",
    "no_record_hint": "Copie la dirección de su página. Si no está en el directorio, use el formulario para agregarlo.",
    "no_service": "El registro no tiene ese servicio.",
    "which_service": "El registro tiene varios servicios y no está claro de cuál se trata.",
    "no_place": "El registro no tiene ese lugar.",
    "which_place": "El registro tiene varios lugares y no está claro de cuál se trata.",
    "choose_of": "Escriba uno de: {names}",
    "which_phone": "El registro tiene varios teléfonos y no está claro cuál cambia.",
    "no_phone": "El registro no tiene ese teléfono.",
    "nothing_there": "Aquí no hay nada que quitar.",
    "needed": "Esto no se puede quitar; un registro lo necesita.",
    "needed_hint": "Escriba en su lugar lo correcto.",
    "nothing_changes": "No cambia nada: el registro ya lo dice, o todas las respuestas están en blanco.",
    "nothing_changes_hint": "Escriba lo correcto donde el registro está mal.",
    "unknown_language": "{word} no es un idioma conocido aquí.",
    "unknown_language_hint": "Escriba nombres como inglés, español, con una coma entre ellos.",
    "bad_date": "No es un día del calendario.",
    "bad_date_hint": "Escríbalo como 2026-10-02.",
    "late_date": "Ese día todavía no ha llegado.",
    "hidden_street": "Un lugar que se guarda en secreto no lleva aquí ni calle ni código postal.",
    "mended": "Lo que se escribirá en su lugar, como lo lee una máquina:",
    "hello_problems": "Gracias. Algunas respuestas no se pueden tomar como están:",
    "next_edit": "**Ahora:** edite el texto (los ... arriba a la derecha). Se vuelve a revisar por sí solo.",
    "hello_good": "Gracias. Todo se puede leer, y esto es lo que cambiaría:",
    "look": "Conviene mirarlo, pero no lo impide:",
    "proposed": "**Ahora:** alguien que cuida del condado lee la propuesta {pull}, quizá pregunta aquí, y la acepta. "
    "Entonces esto se cierra por sí solo, y la página cambia unos minutos después.",
    "proposed_local": "**Ahora:** la propuesta está en la rama `{branch}`, para que alguien la revise.",
    "too_many": "**Ahora:** ya hay {most} propuestas suyas que esperan revisión, así que esta espera también. Cuando "
    "se acepten algunas, edite este texto y se tomará.",
    "edit_more": "Todavía puede editar este texto; la propuesta lo sigue.",
    "by_hand": "Una persona ya trabajó en la propuesta {pull}. Quedó como está: diga ahí qué más debe cambiar.",
    "held": "Gracias. Esto lo tiene que ver una persona antes de mostrar nada; no se tomó nada y no se repite aquí. "
    "**Por favor, no escriba más sobre esto en público.** Si tiene algo más que decir, dígalo en privado: {private}",
    "personal": "Algo que parece ser dato propio de una persona, número de una tarjeta o contraseña está en: "
    "{fields}. No "
    "se tomó nada y no se repite aquí. **Quítelo editando este texto**; después se vuelve a revisar. Lo que "
    "había queda "
    "en el historial hasta que alguien lo borre; para pedirlo: {private}",
    "private_relay": "use el formulario en {url} y elija que no es seguro mostrarlo",
    "private_github": "avise en privado en {url}",
    "private_mail": "escriba a {mail}",
    "private_none": "use *Report a vulnerability* en la pestaña *Security*",
    "review_opened": "Gracias. Esta es ahora la revisión de **{name}** ({reason}). Todos pueden decir aquí lo "
    "que saben y "
    "cómo lo saben. El registro queda como está hasta que alguien propone un cambio y otra persona está de acuerdo.",
    "review_joined": "Gracias. Ya hay una revisión de **{name}** ({reason}): #{number}. Su aviso se ha unido a ella; "
    "por favor, sígala ahí.",
    "joined_note": "Said by somebody else as well: {numbers}.",
    "county_opened": "Gracias. Esta es ahora la conversación sobre el condado de **{name}**. Los hechos entran en los "
    "datos solo cuando alguien los propone con una fuente y una fecha.",
    "county_joined": "Gracias. La conversación sobre el condado de **{name}** es #{number}; sus respuestas se "
    "han unido a "
    "ella.",
    "talk": "Gracias. Lo leen personas y responden aquí; qué se decide y cómo está en GOVERNANCE.md.",
    "more_problems": "{count} más como estas.",
    "cut": "No caben aquí {letters} letras más.",
    "our_fault": "Lo que publicaríamos de esto no cumple la norma. Es culpa nuestra, no suya, y alguien lo mirará.",
}

WORDS: Final = {"en": _EN, "es": _ES}


def say(language: str, name: str, /, **values: object) -> str:
    """One sentence of ours; what stands in `values` must already be fit for where it will be shown."""
    return WORDS[language][name].format(**values)
