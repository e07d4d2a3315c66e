"""The states and territories by their full names in small letters, as two letters (USPS)."""

from __future__ import annotations

from typing import Final

_STATES = (
    "alabama=AL,alaska=AK,arizona=AZ,arkansas=AR,california=CA,colorado=CO,connecticut=CT,delaware=DE,"
    "district of columbia=DC,florida=FL,georgia=GA,hawaii=HI,idaho=ID,illinois=IL,indiana=IN,iowa=IA,kansas=KS,"
    "kentucky=KY,louisiana=LA,maine=ME,maryland=MD,massachusetts=MA,michigan=MI,minnesota=MN,mississippi=MS,"
    "missouri=MO,montana=MT,nebraska=NE,nevada=NV,new hampshire=NH,new jersey=NJ,new mexico=NM,new york=NY,"
    "north carolina=NC,north dakota=ND,ohio=OH,oklahoma=OK,oregon=OR,pennsylvania=PA,rhode island=RI,"
    "south carolina=SC,south dakota=SD,tennessee=TN,texas=TX,utah=UT,vermont=VT,virginia=VA,washington=WA,"
    "west virginia=WV,wisconsin=WI,wyoming=WY,puerto rico=PR,guam=GU,virgin islands=VI"
)
STATES: Final = dict(pair.split("=") for pair in _STATES.split(","))
