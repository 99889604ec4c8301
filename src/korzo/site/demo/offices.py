"""The city hall of Galebinje and its offices, in the nine languages of the house."""

from dataclasses import dataclass

CITY = "city"
INTAKE = "intake"


@dataclass(frozen=True)
class Office:
    """An office: code, kind of organisation, and its name in each language (Serbian Latin follows from Cyrillic)."""

    code: str
    kind: str
    name: dict[str, str]

    @property
    def email(self) -> str:
        """Its address, at a domain that is reserved for examples."""
        return f"{self.code}@example.org"


_LANGUAGES = ("sr", "hr", "bs", "cnr", "mk", "sq", "en", "ko")
_OFFICES = """
    city | city | Град Галебиње | Grad Galebinje | Grad Galebinje | Grad Galebinje
        | Град Галебиње | Bashkia Galebinjë | City of Galebinje | 갈레비네 시청
    intake | department | Позивни центар 120 | Pozivni centar 120 | Pozivni centar 120 | Pozivni centar 120
        | Повикувачки центар 120 | Qendra e thirrjeve 120 | Call centre 120 | 120 민원 콜센터
    roads | department | Одељење за путеве | Odjel za ceste | Odjeljenje za puteve | Odjeljenje za puteve
        | Одделение за патишта | Drejtoria e rrugëve | Roads department | 도로과
    water | utility | Водовод и канализација | Vodovod i odvodnja | Vodovod i kanalizacija | Vodovod i kanalizacija
        | Водовод и канализација | Ujësjellës-kanalizime | Waterworks and sewerage | 상하수도공사
    waste | utility | Чистоћа | Čistoća | Čistoća | Čistoća
        | Комунална хигиена | Pastrimi i qytetit | Waste and cleaning | 청소공사
    lighting | utility | Јавна расвета | Javna rasvjeta | Javna rasvjeta | Javna rasvjeta
        | Јавно осветлување | Ndriçimi publik | Street lighting | 가로등 관리공사
    parks | utility | Паркови и зеленило | Parkovi i nasadi | Parkovi i zelenilo | Parkovi i zelenilo
        | Паркови и зеленило | Parqet dhe gjelbërimi | Parks and greenery | 공원녹지공사
    parking | utility | Паркинг и саобраћај | Parking i promet | Parking i saobraćaj | Parking i saobraćaj
        | Паркинг и сообраќај | Parkimi dhe trafiku | Parking and traffic | 주차교통공사
    police | department | Комунална полиција | Komunalno redarstvo | Komunalna policija | Komunalna policija
        | Комунално редарство | Policia bashkiake | Communal police | 생활질서 단속과
    inspection | department | Грађевинска инспекција | Građevinska inspekcija | Građevinska inspekcija
        | Građevinska inspekcija | Градежна инспекција | Inspektorati i ndërtimit | Building inspection | 건축 감독과
    transport | utility | Градски превоз | Gradski prijevoz | Gradski prijevoz | Gradski prevoz
        | Градски превоз | Transporti urban | Public transport | 시내버스공사
    beach | utility | Плаже и лука | Plaže i luka | Plaže i luka | Plaže i luka
        | Плажи и пристаниште | Plazhet dhe porti | Beaches and harbour | 해변항만공사
"""


def _read(table: str) -> tuple[Office, ...]:
    """Read rows of cells between bars; a row goes on in the next line when that begins with a bar."""
    rows = table.strip().replace("\n        |", "|").splitlines()
    cells = ([cell.strip() for cell in row.split("|")] for row in rows)
    return tuple(Office(code, kind, dict(zip(_LANGUAGES, names, strict=True))) for code, kind, *names in cells)


OFFICES = _read(_OFFICES)
"""The city first, then its offices."""
