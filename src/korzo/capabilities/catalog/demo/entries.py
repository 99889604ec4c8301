"""What the invented city keeps: one entry a data set, the closed registers too, with the reason why."""

from dataclasses import dataclass

from korzo.capabilities.catalog.demo.words import cells, said

_LANGUAGES = ("sr", "hr", "mk", "sq", "en", "ko")
_ENTRIES = """
    city-budget-2023 | city | ECON | NEVER | file budget | 2023
        | Градски буџет 2023. | Gradski proračun 2023. | Градски буџет 2023 | Buxheti i qytetit 2023
        | City budget 2023 | 2023년 시 예산
        | Приходи и расходи по намени, онако како их је усвојило веће.
        | Income and spending by purpose, as the council adopted them.
    city-budget-2024 | city | ECON | NEVER | file budget | 2024
        | Градски буџет 2024. | Gradski proračun 2024. | Градски буџет 2024 | Buxheti i qytetit 2024
        | City budget 2024 | 2024년 시 예산
        | Приходи и расходи по намени, онако како их је усвојило веће.
        | Income and spending by purpose, as the council adopted them.
    city-budget-2025 | city | ECON | ANNUAL | file budget | 2025
        | Градски буџет 2025. | Gradski proračun 2025. | Градски буџет 2025 | Buxheti i qytetit 2025
        | City budget 2025 | 2025년 시 예산
        | Приходи и расходи по намени, онако како их је усвојило веће.
        | Income and spending by purpose, as the council adopted them.
    residents-budget | city | GOVE | IRREG | open budget-results.csv
        | Шта је изабрано у грађанском буџету | Što je izabrano u građanskom proračunu
        | Што е избрано во граѓанскиот буџет
        | Çfarë u zgjodh në buxhetin e qytetarëve | What residents chose with their budget | 시민참여예산 선정 결과
        | Идеје које су победиле, са ценом и бројем гласова. | The ideas that won, with their cost and votes.
    social-care-register | city | SOCI | DAILY | closed
        | Регистар корисника социјалне помоћи | Registar korisnika socijalne skrbi
        | Регистар на корисници на социјална помош
        | Regjistri i përfituesve të ndihmës sociale | Register of social care | 사회복지 대상자 명부
        | Ко прима коју врсту помоћи и од када. | Who receives which kind of help, and since when.
        | Подаци о здрављу и имовном стању људи заштићени су законом о заштити података о личности.
        | Data on people’s health and means are protected by the law on personal data.
    civil-status | city | SOCI | DAILY | closed
        | Матичне књиге | Matične knjige | Матични книги | Librat e gjendjes civile | Civil status registers
        | 가족관계등록부
        | Рођења, венчања и смрти. | Births, marriages and deaths.
        | Изводи се дају само онима на које се односе, по закону о матичним књигама.
        | Extracts are given only to those whom they concern, by the law on civil status.
    city-staff | city | GOVE | QUARTERLY | partly
        | Запослени у градској управи | Zaposleni u gradskoj upravi | Вработени во градската управа
        | Të punësuarit në administratën e qytetit | People who work for the city | 시 공무원 현황
        | Радна места, стручна спрема и плата по платном разреду. | Posts, education, and pay by grade.
        | Имена и адресе не објављују се; бројке испод пет спојене су.
        | Names and addresses are not published; counts below five are joined.
    land-registry | inspection | GOVE | DAILY | closed
        | Извод из катастра непокретности | Izvadak iz zemljišnih knjiga | Извод од катастарот на недвижности
        | Ekstrakti i regjistrit të pasurive | Extract of the land registry | 토지등기 발췌
        | Власници и терети на парцелама, за поступке инспекције.
        | Owners of plots and what burdens them, for inspections.
        | Води га државни катастар; град сме да га користи само у поступку и не сме да га даје даље.
        | It is kept by the state; the city may use it only in proceedings and may not pass it on.
    building-permits | inspection | REGI | MONTHLY | file permits
        | Грађевинске дозволе | Građevinske dozvole | Градежни дозволи | Lejet e ndërtimit | Building permits
        | 건축 허가
        | Издате дозволе: датум, врста, улица, површина. Без имена.
        | Permits given: day, kind, street, floor area. No names.
    road-reports | roads | TRAN | IRREG | open cases.csv cases.geojson
        | Пријаве грађана | Prijave građana | Пријави на граѓаните | Raportimet e qytetarëve
        | What residents report | 시민 신고
        | Све пријаве са врстом, местом и исходом. | Every report with its kind, place and outcome.
    road-network | roads | TRAN | QUARTERLY | file streets
        | Мрежа улица | Mreža ulica | Улична мрежа | Rrjeti i rrugëve | Road network | 도로망
        | Улице са дужином, врстом застора и годином обнове. | Streets with length, surface and the year of renewal.
    road-register | roads | TRAN | NEVER | deprecated road-network
        | Књига путева | Knjiga cesta | Книга на патишта | Libri i rrugëve | Book of roads | 도로 대장
        | Стара евиденција, вођена до 2022. | The old record, kept until 2022.
    bridges | roads | TRAN | ANNUAL | review
        | Прегледи мостова | Pregledi mostova | Прегледи на мостови | Kontrollet e urave | Bridge inspections
        | 교량 점검
        | Оцене стања сваког моста, по години. | The state of every bridge, by year.
    drinking-water | water | ENVI | MONTHLY | file drinking | hvd c_dd313021
        | Квалитет воде за пиће | Kvaliteta vode za piće | Квалитет на водата за пиење | Cilësia e ujit të pijshëm
        | Drinking water quality | 수돗물 수질
        | Месечне анализе по делу града: хлор, мутноћа, бактерије.
        | Monthly analyses by part of town: chlorine, turbidity, bacteria.
    water-customers | water | GOVE | DAILY | closed
        | Корисници водовода | Korisnici vodovoda | Корисници на водоводот | Klientët e ujësjellësit
        | Customers of the waterworks | 상수도 사용자
        | Уговори, бројила и потрошња по домаћинству. | Contracts, meters and use by household.
        | Потрошња домаћинства говори ко је и када код куће. Збирови по делу града дају се на захтев.
        | What a household uses tells who is at home, and when. Sums by part of town are given on request.
    recycling-islands | waste | ENVI | IRREG | file islands | hvd c_ac64a52d
        | Рециклажна острва | Reciklažni otoci | Рециклажни острови | Ishujt e riciklimit | Recycling islands
        | 재활용 수거함
        | Где стоји који контејнер и колико често се празни.
        | Which container stands where, and how often it is emptied.
    waste-amounts | waste | ENVI | QUARTERLY | draft
        | Количине отпада | Količine otpada | Количини отпад | Sasitë e mbetjeve | Amounts of waste | 폐기물 발생량
        | Тоне по врсти отпада и тромесечју. | Tonnes by kind of waste and quarter.
    street-lamps | lighting | ENER | MONTHLY | file lamps | hvd c_ac64a52d
        | Уличне светиљке | Ulične svjetiljke | Улични светилки | Llambat e rrugëve | Street lamps | 가로등
        | Свака светиљка: место, врста, снага, година. | Every lamp: place, kind, power, year.
    trees | parks | ENVI | ANNUAL | file trees
        | Катастар зеленила | Katastar zelenila | Катастар на зеленило | Kadastra e gjelbërimit | Register of trees
        | 가로수 대장
        | Свако дрво на јавној површини: врста, обим, стање. | Every tree on public ground: kind, girth, health.
    playgrounds | parks | EDUC | IRREG | draft
        | Дечја игралишта | Dječja igrališta | Детски игралишта | Këndet e lojërave | Playgrounds | 어린이 놀이터
        | Справе, подлога и датум последњег прегледа. | Equipment, ground, and the day of the last check.
    parking-occupancy | parking | TRAN | DAILY | file parking | hvd c_b79e35eb
        | Попуњеност гаража | Popunjenost garaža | Пополнетост на гаражи | Zënia e garazheve
        | How full the car parks are | 주차장 이용률
        | Слободна места сваког сата у четири гараже. | Free places every hour in four car parks.
    parking-permits | parking | TRAN | DAILY | partly
        | Дозволе за станаре | Dozvole za stanare | Дозволи за станари | Lejet për banorët
        | Residents’ parking permits | 거주자 주차 허가
        | Број дозвола по зони и години. | Number of permits by zone and year.
        | Регистарске ознаке и имена не објављују се. | Number plates and names are not published.
    penalties | police | JUST | DAILY | closed
        | Прекршајни налози | Prekršajni nalozi | Прекршочни налози | Gjobat | Penalties | 과태료 부과
        | Налози комуналне полиције са исходом поступка. | Orders of the communal police and how they ended.
        | Кажњавање је податак о личности; годишњи збирови објављују се у извештају.
        | Having been fined is personal; yearly sums stand in the report.
    bus-stops | transport | TRAN | QUARTERLY | file stops | hvd c_b79e35eb
        | Аутобуска стајалишта | Autobusna stajališta | Автобуски постојки | Stacionet e autobusit | Bus stops
        | 버스 정류장
        | Стајалишта са линијама, надстрешницом и рампом. | Stops with their lines, shelters and ramps.
    timetable | transport | TRAN | ANNUAL_2 | embargo
        | Летњи ред вожње | Ljetni vozni red | Летен возен ред | Orari i verës | Summer timetable | 여름 운행 시간표
        | Све линије градског превоза за наредну сезону. | All lines of public transport for the next season.
    bathing-water | beach | ENVI | WEEKLY | file bathing | hvd c_dd313021
        | Квалитет мора на плажама | Kakvoća mora na plažama | Квалитет на морето на плажите
        | Cilësia e detit në plazhe | Bathing water quality | 해수욕장 수질
        | Узорци узети на десет плажа током сезоне. | Samples taken at ten beaches during the season.
    berths | beach | TRAN | DAILY | partly
        | Везови у луци | Vezovi u luci | Врски во пристаништето | Vendet e ankorimit | Berths in the harbour
        | 항구 계류장
        | Број слободних и заузетих везова по дужини пловила. | Free and taken berths by length of boat.
        | Имена власника пловила не објављују се. | The names of owners of boats are not published.
    call-centre | intake | GOVE | IRREG | open case-scores.csv
        | Рад служби у бројкама | Rad službi u brojkama | Работата на службите во бројки | Puna e zyrave në shifra
        | How the offices do | 부서별 처리 실적
        | Колико пријава стигне, колико је решено у року. | How many reports come in, and how many are solved in time.
"""
_GROUPS = """
    sea | Море и обала | More i obala | Море и брег | Deti dhe bregu | Sea and shore | 바다와 해안
    streets | На улици | Na ulici | На улица | Në rrugë | On the street | 거리
    money | Где иде новац | Kamo ide novac | Каде оди парите | Ku shkojnë paratë | Where the money goes | 시 재정
"""
GROUPED = {
    "sea": ("bathing-water", "berths", "drinking-water"),
    "streets": ("street-lamps", "trees", "bus-stops", "road-network", "recycling-islands", "road-reports"),
    "money": ("city-budget-2023", "city-budget-2024", "city-budget-2025", "residents-budget"),
}
SERIES = ("city-budget", ("city-budget-2023", "city-budget-2024", "city-budget-2025"))
_BUDGET = "Градски буџет | Gradski proračun | Градски буџет | Buxheti i qytetit | City budget | 시 예산"
SERIES_TITLE = dict(zip(_LANGUAGES, _BUDGET.split(" | "), strict=True))
INVENTED = said("Измишљено за приказ.", "Invented for this demo.")


@dataclass(frozen=True)
class Entry:
    """A data set: its name, who keeps it, theme and rhythm, what there is of it (`how`), more, and its words."""

    name: str
    publisher: str
    theme: str
    frequency: str
    how: tuple[str, ...]
    more: str
    title: dict[str, str]
    notes: dict[str, str]
    reason: dict[str, str]


def _entry(row: list[str]) -> Entry:
    name, publisher, theme, frequency, how, *rest = row
    more = rest.pop(0) if rest[0].isdecimal() or rest[0].startswith("hvd ") else ""
    titles, words = rest[: len(_LANGUAGES)], rest[len(_LANGUAGES) :]
    notes = {code: f"{text}\n\n{INVENTED[code]}" for code, text in said(*words[:2]).items()}
    reason = said(*words[2:]) if words[2:] else {}
    title = dict(zip(_LANGUAGES, titles, strict=True))
    return Entry(name, publisher, theme, frequency, tuple(how.split()), more, title, notes, reason)


ENTRIES = tuple(_entry(row) for row in cells(_ENTRIES))
GROUPS = {name: dict(zip(_LANGUAGES, titles, strict=True)) for name, *titles in cells(_GROUPS)}
