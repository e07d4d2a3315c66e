"""The words in which a difference is told, in English and Spanish. The Spanish waits for a native reader."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Language = Literal["en", "es"]


class Tongue(msgspec.Struct, frozen=True):
    """One language: the names of fields, the phrases around values, and the words of our lists (`voice`, `visit`)."""

    labels: dict[str, str]
    phrases: dict[str, str]
    codes: dict[str, str]
    days: tuple[str, ...]

    def label(self, field: str) -> str:
        """`hours` -> `Hours`; a name that nothing else is known of is told as it is."""
        return self.labels.get(field, field.replace("_", " ").capitalize())

    def say(self, name: str, /, **values: object) -> str:
        """One phrase with its values."""
        return self.phrases[name].format(**values)

    def code(self, word: str) -> str:
        """A word of one of our lists; as it is where there is no other."""
        return self.codes.get(word, word)


ENGLISH: Final = Tongue(
    labels={
        "name": "Name", "alternate_name": "Other name", "description": "Description", "website": "Web site",
        "url": "Web page", "email": "E-mail", "phones": "Phone", "address": "Address",
        "mailing_address": "Mailing address", "hours": "Hours", "address_1": "Street", "address_2": "Suite",
        "city": "City", "postal_code": "ZIP code", "latitude": "Latitude", "longitude": "Longitude",
        "needs": "Needs", "languages": "Languages", "cost": "Cost", "status": "Status",
        "eligibility_description": "Who can get it", "minimum_age": "Youngest age", "maximum_age": "Oldest age",
        "application_process": "How to apply", "required_documents": "What to bring", "serves": "Area served",
        "counties": "Counties", "zips": "ZIP codes", "cities": "Cities", "closed": "Closed",
        "verified": "Checked by a person", "alert": "Notice", "sources": "Source",
        "questions": "Question for stewards", "transportation": "Bus and train", "accessibility": "Getting in",
        "confidential": "Confidential", "locations": "Place", "services": "Service", "formerly": "Earlier names",
        "merged": "Merged records", "translations": "Translation", "identifiers": "Identifier", "county": "County",
        "location_type": "Kind of place", "audiences": "Who it is for",
    },
    phrases={
        "of": "{field} of {thing}", "at": "{thing} at {place}", "yes": "yes", "no": "no", "extension": "ext. {number}",
        "spoken": "in {languages}", "checked": "on {date} by {by}, {how}: {covers}", "everything": "everything",
        "since": "on {date}", "instead": "; instead: {records}", "state": "the whole state", "county": "{name} County",
        "hidden": "{field} changed (not shown here, since it may be private)", "added": "{field} added: {new}",
        "removed": "{field} removed: {old}", "part": "{field} changed {part}",
        "changed": "{field} changed: {old} becomes {new}", "unknown": "A key that is not known",
        "folder": "Looked after by", "days": "on {days}: {old} becomes {new}", "all_days": "all days",
        "range": "{first} to {last}", "and": "{first} and {last}", "nothing": "nothing said",
        "holidays": "on public holidays: {old} becomes {new}",
        "head_added": "New: {name}", "head_removed": "Removed: {name}", "head_changed": "{name}",
        "head_merged": "{name} becomes part of {was}", "head_renamed": "{name} (until now {was})",
        "head_unreadable": "{name} cannot be read; run bluepages check",
    },
    codes={},
    days=("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
)  # fmt: skip

SPANISH: Final = Tongue(
    labels={
        "name": "Nombre", "alternate_name": "Otro nombre", "description": "Descripción", "website": "Sitio web",
        "url": "Página web", "email": "Correo electrónico", "phones": "Teléfono", "address": "Dirección",
        "mailing_address": "Dirección postal", "hours": "Horario", "address_1": "Calle", "address_2": "Oficina",
        "city": "Ciudad", "postal_code": "Código postal", "latitude": "Latitud", "longitude": "Longitud",
        "needs": "Necesidades", "languages": "Idiomas", "cost": "Costo", "status": "Estado del servicio",
        "eligibility_description": "Quién puede recibirlo", "minimum_age": "Edad mínima", "maximum_age": "Edad máxima",
        "application_process": "Cómo pedirlo", "required_documents": "Qué llevar", "serves": "Zona que atiende",
        "counties": "Condados", "zips": "Códigos postales", "cities": "Ciudades", "closed": "Cerrado",
        "verified": "Verificado por una persona", "alert": "Aviso", "sources": "Fuente",
        "questions": "Pregunta para quienes cuidan del condado", "transportation": "Autobús y tren",
        "accessibility": "Cómo entrar", "confidential": "Se guarda en secreto", "locations": "Lugar",
        "services": "Servicio", "formerly": "Nombres anteriores", "merged": "Registros unidos",
        "translations": "Traducción", "identifiers": "Identificador", "county": "Condado",
        "location_type": "Tipo de lugar", "audiences": "Para quién es",
        "accessibility_details": "Más sobre cómo entrar", "amount": "Cantidad",
        "amount_description": "Qué cantidad es", "at": "Lugar", "attention": "A la atención de",
        "by": "Quién lo dice", "cost_options": "Costos", "country": "País", "covers": "Qué abarca", "date": "Día",
        "extension": "Extensión", "field": "Dato", "how": "Cómo", "interpretation_services": "Intérpretes",
        "legal_status": "Forma legal", "not_duplicate_of": "No es el mismo que", "note": "Nota", "number": "Número",
        "option": "Opción", "public_address": "Permiso para mostrar la dirección", "ref": "Referencia",
        "region": "Región", "reported_correct": "Reportado como correcto", "see": "En su lugar",
        "state_province": "Estado", "statewide": "Todo el estado", "text": "Texto", "type": "Tipo",
        "until": "Hasta", "year_incorporated": "Año de fundación",
    },
    phrases={
        "of": "{field} de {thing}", "at": "{thing} en {place}", "yes": "sí", "no": "no", "extension": "ext. {number}",
        "spoken": "en {languages}", "checked": "el {date} por {by}, {how}: {covers}", "everything": "todo",
        "since": "desde el {date}", "instead": "; en su lugar: {records}", "state": "todo el estado",
        "county": "condado de {name}",
        "hidden": "{field}: cambia (no se muestra aquí, porque puede ser privado)", "added": "{field}: se agrega {new}",
        "removed": "{field}: se quita {old}", "part": "{field} {part}",
        "changed": "{field}: antes {old}, ahora {new}", "unknown": "Un dato que no se conoce",
        "folder": "Quién lo cuida", "days": "({days}): antes {old}, ahora {new}", "all_days": "todos los días",
        "range": "de {first} a {last}", "and": "{first} y {last}", "nothing": "no se decía nada",
        "holidays": "(días festivos): antes {old}, ahora {new}",
        "head_added": "Nuevo: {name}", "head_removed": "Se quita: {name}", "head_changed": "{name}",
        "head_merged": "{name} pasa a ser parte de {was}", "head_renamed": "{name} (hasta ahora {was})",
        "head_unreadable": "{name} no se puede leer",
    },
    codes={
        "free": "gratis", "voice": "voz",
        "text": "mensajes de texto", "fax": "fax", "textphone": "teléfono de texto", "cell": "celular",
        "pager": "buscapersonas", "video": "video", "physical": "se puede ir", "postal": "solo correo",
        "virtual": "en línea", "active": "activo", "inactive": "inactivo", "defunct": "terminado",
        "temporarily closed": "cerrado por un tiempo", "name": "nombre", "description": "descripción",
        "phone": "teléfono", "address": "dirección", "hours": "horario", "needs": "necesidades",
        "eligibility": "quién puede recibirlo", "cost": "costo", "languages": "idiomas", "documents": "documentos",
        "area": "zona que atiende", "website": "sitio web", "all": "todo", "phone call": "por teléfono",
        "visit": "visita", "e-mail from the provider": "correo de la organización",
        "staff of the provider": "personal de la organización",
    },
    days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábados", "domingos"),
)  # fmt: skip

TONGUES: Final[dict[str, Tongue]] = {"en": ENGLISH, "es": SPANISH}
