"""What the town, its districts, neighbours and grounds are called in the nine languages of the house."""

_LATIN = ("sr-latn", "hr", "bs", "cnr")


def _names(*said: str) -> dict[str, str]:
    """Give the names in the order Serbian Cyrillic, Latin, Macedonian, Albanian, English, Korean."""
    cyrillic, latin, macedonian, albanian, english, korean = said
    latins = dict.fromkeys(_LATIN, latin)
    return {"sr": cyrillic, **latins, "mk": macedonian, "sq": albanian, "en": english, "ko": korean}


def _table(text: str) -> dict[str, dict[str, str]]:
    """Read lines of `code | Serbian Cyrillic | Latin | Macedonian | Albanian | English | Korean`."""
    rows = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return {code: _names(*names) for code, *names in rows}


def _municipality(cyrillic: str, latin: str, albanian: str, korean: str) -> dict[str, str]:
    """Name a municipality; only here do the Latin languages differ."""
    names = _names(
        f"Општина {cyrillic}",
        f"Opština {latin}",
        f"Општина {cyrillic}",
        f"Komuna {albanian}",
        f"Municipality of {latin}",
        f"{korean}시",
    )
    return names | {"hr": f"Općina {latin}", "bs": f"Općina {latin}"}


TOWN = _names("Галебиње", "Galebinje", "Галебиње", "Galebinja", "Galebinje", "갈레비네")

DISTRICTS = _table("""
    stari-grad | Стари град | Stari grad | Стар град | Qyteti i Vjetër | Old Town | 구시가지
    centar | Центар | Centar | Центар | Qendra | Centre | 중심가
    mirista | Миришта | Mirišta | Миришта | Mirishta | Mirišta | 미리슈타
    duga-plaza | Дуга плажа | Duga plaža | Долга плажа | Plazhi i Gjatë | Long Beach | 긴 해변
    masline | Маслине | Masline | Маслинки | Ullinjtë | Olives | 마슬리네
    vodenice | Воденице | Vodenice | Воденици | Mullinjtë | Watermills | 보데니체
    solila | Солила | Solila | Солила | Kriporet | Saltworks | 솔릴라
    borik | Борик | Borik | Борик | Pishat | Borik | 보리크
    istok | Источно поље | Istočno polje | Источно Поле | Fusha Lindore | East Field | 동쪽 들
    suncana-uvala | Сунчана увала | Sunčana uvala | Сончев Залив | Gjiri i Diellit | Sunny Cove | 햇살만
    donja-smokva | Доња Смоква | Donja Smokva | Долна Смоква | Fiku i Poshtëm | Lower Smokva | 아래 스모크바
    vinogradi | Виногради | Vinogradi | Лозја | Vreshtat | Vineyards | 비노그라디
    izvor | Извор | Izvor | Извор | Burimi | Springs | 이즈보르
""")

NEIGHBOURS = {
    "smokvarin": _municipality("Смокварин", "Smokvarin", "Smokvarin", "스모크바린"),
    "vrelogoje": _municipality("Врелогоје", "Vrelogoje", "Vrelogoja", "브렐로고예"),
    "jasendol": _municipality("Јасендол", "Jasendol", "Jasendol", "야센돌"),
    "kamenodol": _municipality("Каменодол", "Kamenodol", "Kamenodol", "카메노돌"),
}

GROUNDS = _table("""
    gradski-park | Градски парк | Gradski park | Градски парк | Parku i qytetit | City Park | 시립 공원
    park-mira | Парк мира | Park mira | Парк на мирот | Parku i Paqes | Peace Park | 평화 공원
    borova-suma | Борова шума | Borova šuma | Борова шума | Pylli i pishave | Pine Wood | 소나무 숲
    tvrdjava | Тврђава Галеб | Tvrđava Galeb | Тврдина Галеб | Kalaja Galeb | Fort Galeb | 갈레브 요새
    groblje | Градско гробље | Gradsko groblje | Градски гробишта | Varrezat e qytetit | City Cemetery | 시립 묘지
    stadion | Стадион крај пруге | Stadion kraj pruge | Стадион крај пругата | Stadiumi | Railside Stadium | 철길 경기장
    duga-plaza | Дуга плажа | Duga plaža | Долга плажа | Plazhi i Gjatë | Long Beach | 긴 해변
    suncana-plaza | Сунчана плажа | Sunčana plaža | Сончева плажа | Plazhi i Diellit | Sunny Beach | 햇살 해변
    gradska-plaza | Градска плажа | Gradska plaža | Градска плажа | Plazhi i qytetit | Town Beach | 시립 해변
    rijeka | Галебница | Galebnica | Галебница | Galebnica | Galebnica | 갈레브니차강
    luka | Стара лука | Stara luka | Старо пристаниште | Porti i vjetër | Old Harbour | 옛 항구
""")
