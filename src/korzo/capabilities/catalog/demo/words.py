"""What the invented entries say in further languages, found by the English words."""

_LANGUAGES = ("hr", "mk", "sq", "ko")
_WORDS = """
    Invented for this demo.
        | Izmišljeno za prikaz. | Измислено за приказ. | E trilluar për këtë demonstrim. | 시범을 위해 지어낸 것입니다.
    Income and spending by purpose, as the council adopted them.
        | Prihodi i rashodi po namjeni, kako ih je usvojilo vijeće.
        | Приходи и расходи по намена, како што ги усвои советот.
        | Të ardhurat dhe shpenzimet sipas qëllimit, siç i miratoi këshilli.
        | 의회가 의결한 대로, 목적별 수입과 지출입니다.
    The ideas that won, with their cost and votes.
        | Ideje koje su pobijedile, s cijenom i brojem glasova.
        | Идеите што победија, со цена и број на гласови.
        | Idetë që fituan, me koston dhe votat. | 뽑힌 제안과 비용, 득표수입니다.
    Who receives which kind of help, and since when.
        | Tko prima koju vrstu pomoći i otkad. | Кој прима каков вид помош и од кога.
        | Kush merr çfarë ndihme dhe që kur. | 누가 어떤 도움을 언제부터 받는지입니다.
    Data on people’s health and means are protected by the law on personal data.
        | Podaci o zdravlju i imovini ljudi zaštićeni su zakonom o osobnim podacima.
        | Податоците за здравјето и имотот на луѓето се заштитени со законот за лични податоци.
        | Të dhënat për shëndetin dhe pasurinë e njerëzve mbrohen nga ligji për të dhënat personale.
        | 건강과 재산에 관한 정보는 개인정보 보호법이 보호합니다.
    Births, marriages and deaths.
        | Rođenja, vjenčanja i smrti. | Раѓања, венчавки и смртни случаи. | Lindjet, martesat dhe vdekjet.
        | 출생, 혼인, 사망입니다.
    Extracts are given only to those whom they concern, by the law on civil status.
        | Izvadci se daju samo onima na koje se odnose, po zakonu o matičnim knjigama.
        | Изводи се даваат само на оние на кои се однесуваат, според законот за матична евиденција.
        | Ekstraktet u jepen vetëm atyre që u përkasin, sipas ligjit për gjendjen civile.
        | 증명서는 가족관계등록법에 따라 본인에게만 줍니다.
    Posts, education, and pay by grade.
        | Radna mjesta, stručna sprema i plaća po razredu. | Работни места, образование и плата по степен.
        | Vendet e punës, arsimi dhe paga sipas klasës. | 직위와 학력, 급별 급여입니다.
    Names and addresses are not published; counts below five are joined.
        | Imena i adrese ne objavljuju se; brojevi manji od pet spojeni su.
        | Имињата и адресите не се објавуваат; броевите помали од пет се споени.
        | Emrat dhe adresat nuk publikohen; numrat nën pesë janë bashkuar.
        | 이름과 주소는 공개하지 않습니다. 다섯보다 적은 수는 합쳤습니다.
    Owners of plots and what burdens them, for inspections.
        | Vlasnici i tereti na česticama, za postupke inspekcije.
        | Сопственици и товари на парцелите, за постапките на инспекцијата.
        | Pronarët e parcelave dhe barrët mbi to, për inspektimet. | 점검에 쓰는 토지 소유자와 권리관계입니다.
    It is kept by the state; the city may use it only in proceedings and may not pass it on.
        | Vodi ga država; grad ga smije koristiti samo u postupku i ne smije ga davati dalje.
        | Го води државата; градот смее да го користи само во постапка и не смее да го дава понатаму.
        | E mban shteti; qyteti mund ta përdorë vetëm në procedura dhe nuk mund t’ia japë të tjerëve.
        | 국가가 관리합니다. 시는 절차에만 쓸 수 있고 다른 곳에 줄 수 없습니다.
    Permits given: day, kind, street, floor area. No names.
        | Izdane dozvole: datum, vrsta, ulica, površina. Bez imena.
        | Издадени дозволи: датум, вид, улица, површина. Без имиња.
        | Lejet e dhëna: data, lloji, rruga, sipërfaqja. Pa emra.
        | 내준 허가의 날짜, 종류, 거리, 면적입니다. 이름은 없습니다.
    Every report with its kind, place and outcome.
        | Sve prijave s vrstom, mjestom i ishodom. | Сите пријави со вид, место и исход.
        | Çdo raportim me llojin, vendin dhe përfundimin. | 모든 신고의 종류, 장소, 결과입니다.
    Streets with length, surface and the year of renewal.
        | Ulice s duljinom, vrstom zastora i godinom obnove. | Улици со должина, вид на подлога и година на обнова.
        | Rrugët me gjatësinë, shtresën dhe vitin e rinovimit.
        | 도로의 길이, 포장 종류, 정비한 해입니다.
    The old record, kept until 2022.
        | Stara evidencija, vođena do 2022. | Стара евиденција, водена до 2022.
        | Regjistri i vjetër, i mbajtur deri më 2022. | 2022년까지 쓰던 옛 대장입니다.
    The state of every bridge, by year.
        | Ocjene stanja svakog mosta, po godini. | Состојбата на секој мост, по година.
        | Gjendja e çdo ure, sipas vitit. | 다리마다 해마다의 상태입니다.
    Monthly analyses by part of town: chlorine, turbidity, bacteria.
        | Mjesečne analize po dijelu grada: klor, mutnoća, bakterije.
        | Месечни анализи по дел од градот: хлор, матност, бактерии.
        | Analiza mujore sipas lagjes: klori, turbullira, bakteret. | 동네별 월간 검사 결과입니다(염소, 탁도, 세균).
    Contracts, meters and use by household.
        | Ugovori, brojila i potrošnja po kućanstvu. | Договори, броила и потрошувачка по домаќинство.
        | Kontratat, matësit dhe konsumi sipas familjes. | 계약, 계량기, 가구별 사용량입니다.
    What a household uses tells who is at home, and when. Sums by part of town are given on request.
        | Potrošnja kućanstva govori tko je i kada kod kuće. Zbrojevi po dijelu grada daju se na zahtjev.
        | Потрошувачката кажува кој е дома и кога. Збирови по дел од градот се даваат на барање.
        | Konsumi i një familjeje tregon kush është në shtëpi dhe kur. Shumat sipas lagjes jepen me kërkesë.
        | 사용량으로 누가 언제 집에 있는지 알 수 있습니다. 동네별 합계는 요청하면 드립니다.
    Which container stands where, and how often it is emptied.
        | Gdje stoji koji spremnik i koliko se često prazni. | Каде стои кој контејнер и колку често се празни.
        | Ku ndodhet secili kontejner dhe sa shpesh zbrazet. | 어느 수거함이 어디에 있고 얼마나 자주 비우는지입니다.
    Tonnes by kind of waste and quarter.
        | Tone po vrsti otpada i tromjesečju. | Тони по вид отпад и тримесечје.
        | Tonët sipas llojit të mbetjeve dhe tremujorit. | 폐기물 종류와 분기별 무게(톤)입니다.
    Every lamp: place, kind, power, year.
        | Svaka svjetiljka: mjesto, vrsta, snaga, godina. | Секоја светилка: место, вид, моќност, година.
        | Çdo llambë: vendi, lloji, fuqia, viti. | 가로등마다 위치, 종류, 전력, 설치한 해입니다.
    Every tree on public ground: kind, girth, health.
        | Svako stablo na javnoj površini: vrsta, opseg, stanje.
        | Секое дрво на јавна површина: вид, обем, состојба.
        | Çdo pemë në hapësirë publike: lloji, perimetri, gjendja. | 공공 터에 있는 나무마다 종류, 둘레, 상태입니다.
    Equipment, ground, and the day of the last check.
        | Sprave, podloga i datum zadnjeg pregleda. | Справи, подлога и датум на последниот преглед.
        | Pajisjet, shtresa dhe data e kontrollit të fundit. | 놀이기구, 바닥, 마지막 점검일입니다.
    Free places every hour in four car parks.
        | Slobodna mjesta svaki sat u četiri garaže. | Слободни места секој час во четири гаражи.
        | Vendet e lira çdo orë në katër garazhe. | 주차장 네 곳의 시간별 빈자리입니다.
    Number of permits by zone and year.
        | Broj dozvola po zoni i godini. | Број на дозволи по зона и година. | Numri i lejeve sipas zonës dhe vitit.
        | 구역과 해별 허가 수입니다.
    Number plates and names are not published.
        | Registarske oznake i imena ne objavljuju se. | Регистарските ознаки и имињата не се објавуваат.
        | Targat dhe emrat nuk publikohen. | 차량 번호와 이름은 공개하지 않습니다.
    Orders of the communal police and how they ended.
        | Nalozi komunalnog redarstva s ishodom postupka. | Налози на комуналното редарство и како завршиле.
        | Urdhrat e policisë bashkiake dhe si përfunduan. | 생활질서 단속의 처분과 그 결과입니다.
    Having been fined is personal; yearly sums stand in the report.
        | Kažnjavanje je osobni podatak; godišnji zbrojevi objavljuju se u izvješću.
        | Казнувањето е личен податок; годишните збирови се објавуваат во извештајот.
        | Gjobitja është e dhënë personale; shumat vjetore janë në raport.
        | 처벌 사실은 개인정보입니다. 한 해의 합계는 보고서에 있습니다.
    Stops with their lines, shelters and ramps.
        | Stajališta s linijama, nadstrešnicom i rampom. | Постојки со линии, настрешница и рампа.
        | Stacionet me linjat, strehët dhe rampat. | 정류장의 노선, 지붕, 경사로입니다.
    All lines of public transport for the next season.
        | Sve linije gradskog prijevoza za sljedeću sezonu. | Сите линии на градскиот превоз за следната сезона.
        | Të gjitha linjat e transportit urban për sezonin e ardhshëm. | 다음 철의 모든 시내버스 노선입니다.
    Samples taken at ten beaches during the season.
        | Uzorci uzeti na deset plaža tijekom sezone. | Примероци земени на десет плажи во текот на сезоната.
        | Mostra të marra në dhjetë plazhe gjatë sezonit. | 철마다 해변 열 곳에서 뜬 물의 검사 결과입니다.
    Free and taken berths by length of boat.
        | Broj slobodnih i zauzetih vezova po duljini plovila. | Слободни и зафатени врски по должина на пловилото.
        | Vendet e lira dhe të zëna sipas gjatësisë së anijes. | 배 길이별 빈자리와 찬 자리 수입니다.
    The names of owners of boats are not published.
        | Imena vlasnika plovila ne objavljuju se. | Имињата на сопствениците на пловила не се објавуваат.
        | Emrat e pronarëve të anijeve nuk publikohen. | 배 주인의 이름은 공개하지 않습니다.
    How many reports come in, and how many are solved in time.
        | Koliko prijava stigne, koliko ih je riješeno u roku. | Колку пријави стигнуваат и колку се решени навреме.
        | Sa raportime vijnë dhe sa zgjidhen në kohë. | 신고가 얼마나 들어오고 얼마나 제때 해결되는지입니다.
    Published: stops say whether there is a ramp.
        | Objavljeno: stajališta imaju stupac o rampi. | Објавено: постојките имаат колона за рампа.
        | U publikua: stacionet tregojnë nëse ka rampë. | 공개했습니다. 정류장에 경사로가 있는지 적혀 있습니다.
    Checks are being entered; they come next.
        | Pregledi se unose; objavljujemo ih sa sljedećim. | Прегледите се внесуваат; ги објавуваме со следното.
        | Kontrollet po futen; publikohen herën tjetër. | 점검 결과를 넣고 있습니다. 다음에 함께 공개합니다.
    What a household uses tells who is at home. We publish sums by part of town.
        | Iz potrošnje kućanstva vidi se tko je kod kuće. Objavljujemo zbrojeve po dijelu grada.
        | Потрошувачката кажува кој е дома. Објавуваме збирови по дел од градот.
        | Konsumi i një familjeje tregon kush është në shtëpi. Publikojmë shumat sipas lagjes.
        | 사용량으로 누가 집에 있는지 알 수 있습니다. 동네별 합계를 공개합니다.
"""


def cells(table: str) -> list[list[str]]:
    """Cells between bars; a row goes on where a line begins with a bar."""
    joined = table.strip().replace("\n        |", "|")
    return [[cell.strip() for cell in row.split("|")] for row in joined.splitlines()]


_OTHERS = {english: dict(zip(_LANGUAGES, others, strict=True)) for english, *others in cells(_WORDS)}


def said(serbian: str, english: str) -> dict[str, str]:
    """Words in all languages of the demo."""
    return {"sr": serbian, "en": english, **_OTHERS[english]}
