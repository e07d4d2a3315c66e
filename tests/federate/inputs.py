"""Invented files with the faults that real ones have, one for each kind of trouble."""

from __future__ import annotations

import io
import json
from typing import Any

SEMICOLONS = """\
Nombre del programa;Dirección;Ciudad;Código postal;Teléfono;Sitio web;Horario;Tipo
Comedor San José;1200 Harbor St;Oakland;94607;(510) 555-0142;www.comedor.example.org;Mon-Fri 9am-5pm;Comida
Despensa Señora de la Paz;88 Peña Ave;Richmond;94801;510.555.0177;;;Comida
""".encode("latin-1")

UTF_16 = (
    "Agency\tProgram\tAddress\tPhone\tHours\r\n"
    "Harbor Kitchen\tHot lunch\t1200 Harbor St, Oakland, CA 94607\t510-555-0142 x12\tM-F 9-5\r\n"
).encode("utf-16")

PIPES = b"""\
AGENCY_NAME|ADDRESS1|CITY|STATE|ZIP|PHONE1
Harbor "Kitchen|1200 Harbor St|Oakland|CA|94607|5105550142
Bay Pantry|45 Bay St|Berkeley|CA|94710|5105550188|extra
Hill Pantry|9 Hill Rd|Berkeley|CA|94710|5105550177
"""

CELLS = b"""\
Common Name,Location 1,the_geom,Site Type
Harbor Kitchen,"1200 Harbor St
Oakland, CA 94607
(37.8044, -122.2712)",POINT (-122.2712 37.8044),Meals
Bay Pantry,"45 Bay St
Berkeley, CA 94710
(37.86, -122.29)",,Meals
"""

NESTED = json.dumps(
    {"meta": {"count": 2}, "data": {"providers": [
        {"uid": "12345678901234567", "providerName": "Harbor Kitchen",
         "contacts": [{"type": "phone", "value": "510-555-0142"}],
         "location": {"address": {"street": "1200 Harbor St", "town": "Oakland", "zipCode": 94607},
                      "coordinates": [-122.2712, 37.8044]}},
        {"uid": "12345678901234568", "providerName": "Bay Pantry", "contacts": [],
         "location": {"address": {"street": "45 Bay St", "town": "Berkeley", "zipCode": 94710},
                      "coordinates": [-122.29, 37.86]}},
    ]}}
).encode()  # fmt: skip


def square(west: float, south: float, size: float) -> dict[str, Any]:
    """An outline."""
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


OUTLINES = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"FACILITY_NAME": "Harbor Park Center", "ADDR": "1200 Harbor St",
         "CITYNAME": "Oakland", "ZIPCODE": "94607", "TEL": "510-555-0142"},
         "geometry": square(-122.272, 37.804, 0.002)},
        {"type": "Feature", "properties": {"FACILITY_NAME": "Bay Area Center", "ADDR": "45 Bay St",
         "CITYNAME": "Berkeley", "ZIPCODE": "94710", "TEL": ""}, "geometry": square(-122.5, 37.5, 0.6)},
        {"type": "Feature", "properties": {"FACILITY_NAME": "No Shape", "ADDR": "46 Bay St", "CITYNAME": "Berkeley",
         "ZIPCODE": "94710", "TEL": ""}, "geometry": None},
    ]}
).encode()  # fmt: skip

RENAMED = {
    "organization.csv": "ID,Organization Name,Desc,Web,Board Chair\n1,Harbor Kitchen,Meals for all,harbor.example.org,"
    "Jane Roe\n2,Bay Pantry,Groceries,,\n",
    "service.csv": "ID,Org ID,Service Name,Desc,Status,Fees\n10,1,Soup kitchen,Lunch on weekdays,Active,None\n"
    "11,2,Food pantry,Groceries weekly,Active,\n12,99,Orphan meals,,Active,\n",
    "location.csv": "ID,Org ID,Location Name,Lat,Lng\n20,1,Kitchen,37.8044,-122.2712\n21,2,Pantry,0,0\n",
    "physical_address.csv": "ID,Location ID,Address,City,State,Zip\n30,20,1200 Harbor St,Oakland,CA,94607\n"
    "31,21,45 Bay St,Berkeley,California,94710.0\n",
    "services_at_location.csv": "ID,Service ID,Location ID\n40,10,20\n41,11,21\n",
    "phone.csv": "ID,Service ID,Phone\n50,10,510-555-0142\n51,11,(510) 555-0188\n",
}


def workbook() -> bytes:
    """A cover sheet, titles above the headings, and a total below the rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Directory of food"
    sheet = book.create_sheet("Sites")
    for row in (
        ["County Directory of Food Sites"], ["Updated 10/02/2026 by the Office of Food"], [],
        ["Site Name", "Street Address", "City", "ZIP", "Phone #", "Days/Hours", "Program Type", "Contact Person",
         "Lat", "Long"],
        ["Harbor Kitchen", "1200 Harbor St", "Oakland", 94607, 5105550142, "Mon-Fri 11:30am-1:30pm", "Meals",
         "Jane Roe", 37.8044, -122.2712],
        ["Bay Pantry", "45 Bay St", "Berkeley", 94710, "510-555-0188 ask for Pat", "1st & 3rd Sat 9-noon", "Meals",
         "Pat Poe", 37.86, -122.29],
        ["TOTAL", 2],
    ):  # fmt: skip
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MERCATOR = json.dumps(
    {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
     "features": [
        {"type": "Feature", "properties": {"USER_NAME": "Harbor Kitchen", "USER_ADDR": "1200 Harbor St",
         "USER_CITY": "OAKLAND", "USER_ZIP": 94607, "HRS": "M-F 9-5", "last_edited_date": 1764547200000},
         "geometry": {"type": "Point", "coordinates": [-13611167.7, 4551830.8]}},
    ]}
).encode()  # fmt: skip

HUMAN_ADDRESS = json.dumps(
    [{":id": "row-1", "name": "Harbor Kitchen", "type": "Meals", "location": {
        "latitude": "37.8044", "longitude": "-122.2712",
        "human_address": json.dumps({"address": "1200 Harbor St", "city": "Oakland", "state": "CA", "zip": "94607"})}}]
).encode()  # fmt: skip

DAYS_AND_TIMES = b"""\
Site,Address,City/State/Zip,Days,Time,Services Offered,Last Updated
Harbor Kitchen,1200 Harbor St,"OAKLAND, CA 94607-1234",Mon-Fri,11:30 AM - 12:30 PM,Meals,3/4/2026
Bay Pantry,Various locations,Berkeley CA,M W F,11:30,Meals,2/30/2026
"""
