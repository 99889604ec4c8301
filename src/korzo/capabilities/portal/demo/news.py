# ruff: noqa: E501 -- a sentence is one line
"""What the invented city tells: news, pages, publications, an album. Written in Serbian; translated as far as somebody got."""

from typing import Any

NEWS: tuple[dict[str, Any], ...] = (
    {
        "days_ago": 1, "office": "city", "categories": ["town"], "picture": "promenade",
        "sr": ("Обнова Рибарског шеталишта почиње у понедељак", "Радови трају до 15. јуна. Пролаз пешке остаје отворен целим путем.", "Обнављамо плочник, дрвеће и расвету од луке до парка.\n\n## Шта се мења за вас\n\n- Пешице можете проћи у свако доба.\n- Бициклом идите **Улицом мрежа**.\n- Возила за доставу прилазе до 10 сати.\n\n## Кога питати\n\nПаркови и зеленило одговарају сваког радног дана."),
        "hr": ("Obnova Ribarskog šetališta počinje u ponedjeljak", "Radovi traju do 15. lipnja. Prolaz pješice ostaje otvoren cijelim putem.", "Obnavljamo pločnik, drveće i rasvjetu od luke do parka.\n\n## Što se mijenja za vas\n\n- Pješice možete proći u svako doba.\n- Biciklom idite **Ulicom mreža**.\n- Dostavna vozila prilaze do 10 sati.\n\n## Koga pitati\n\nParkovi i nasadi odgovaraju svakog radnog dana."),
        "bs": ("Obnova Ribarskog šetališta počinje u ponedjeljak", "Radovi traju do 15. juna. Prolaz pješice ostaje otvoren cijelim putem.", "Obnavljamo pločnik, drveće i rasvjetu od luke do parka.\n\n## Šta se mijenja za vas\n\n- Pješice možete proći u svako doba.\n- Biciklom idite **Ulicom mreža**.\n- Dostavna vozila prilaze do 10 sati.\n\n## Koga pitati\n\nParkovi i zelenilo odgovaraju svakog radnog dana."),
        "cnr": ("Obnova Ribarskog šetališta počinje u ponedjeljak", "Radovi traju do 15. juna. Prolaz pješice ostaje otvoren cijelim putem.", "Obnavljamo pločnik, drveće i rasvjetu od luke do parka.\n\n## Šta se mijenja za vas\n\n- Pješice možete proći u svako doba.\n- Biciklom idite **Ulicom mreža**.\n- Vozila za dostavu prilaze do 10 sati.\n\n## Koga pitati\n\nParkovi i zelenilo odgovaraju svakog radnog dana."),
        "mk": ("Обновата на Рибарското шеталиште почнува во понеделник", "Работите траат до 15 јуни. Пешачкиот премин останува отворен по целата должина.", "Ги обновуваме плочникот, дрвјата и осветлувањето од пристаништето до паркот.\n\n## Што се менува за вас\n\n- Пешки може да поминете во секое време.\n- Со велосипед одете по **Улицата на мрежите**.\n- Возилата за достава влегуваат до 10 часот.\n\n## Кого да прашате\n\nПаркови и зеленило одговара секој работен ден."),
        "sq": ("Rinovimi i shëtitores së Peshkatarëve fillon të hënën", "Punimet zgjasin deri më 15 qershor. Kalimi në këmbë mbetet i hapur gjatë gjithë rrugës.", "Rinovojmë shtresën, pemët dhe ndriçimin nga porti deri te parku.\n\n## Çfarë ndryshon për ju\n\n- Në këmbë mund të kaloni në çdo kohë.\n- Me biçikletë shkoni nga **Rruga e Rrjetave**.\n- Automjetet e furnizimit hyjnë deri në orën 10.\n\n## Kë të pyesni\n\nParqet dhe gjelbërimi përgjigjen çdo ditë pune."),
        "en": ("Renewal of Fishermen’s Promenade begins on Monday", "Works last until 15 June. You can walk through all the way.", "We renew paving, trees and lights from the harbour to the park.\n\n## What changes for you\n\n- You can walk through at any time.\n- By bicycle, take **Street of the Nets**.\n- Deliveries come in until 10:00.\n\n## Whom to ask\n\nParks and greenery answer every working day."),
        "ko": ("월요일부터 어부 산책로를 새로 꾸밉니다", "공사는 6월 15일까지입니다. 걸어서는 전 구간을 지나갈 수 있습니다.", "항구에서 공원까지 포장, 나무, 조명을 새로 합니다.\n\n## 달라지는 점\n\n- 걸어서는 언제든지 지나갈 수 있습니다.\n- 자전거는 **그물 거리**로 가 주세요.\n- 배달 차량은 오전 10시까지 들어올 수 있습니다.\n\n## 문의\n\n공원녹지공사가 평일에 답합니다."),
    },
    {
        "days_ago": 3, "office": "waste", "categories": ["home"],
        "sr": ("Кабасти отпад: нови распоред од наредног месеца", "Сваки део града има свој дан. Довољно је изнети ствари вече раније.", "Старо покућство односимо бесплатно, једном месечно.\n\n| Део града | Дан |\n| --- | --- |\n| Стари град | први понедељак |\n| Лука | први уторак |\n| Брдо | прва среда |"),
        "en": ("Bulky waste: a new timetable from next month", "Every part of town has its day. Put things out the evening before.", "We take old furniture away for free, once a month.\n\n| Part of town | Day |\n| --- | --- |\n| Old town | first Monday |\n| Harbour | first Tuesday |\n| Hill | first Wednesday |"),
        "sq": ("Mbeturinat e mëdha: orar i ri nga muaji tjetër", "Çdo pjesë e qytetit ka ditën e vet. Nxirrini gjërat mbrëmjen e mëparshme.", "Mobiliet e vjetra i marrim falas, një herë në muaj.\n\n| Pjesa e qytetit | Dita |\n| --- | --- |\n| Qyteti i vjetër | e hëna e parë |\n| Porti | e marta e parë |\n| Kodra | e mërkura e parë |"),
    },
    {
        "days_ago": 6, "office": "transport", "categories": ["traffic"],
        "sr": ("Аутобус 4 сада вози до болнице", "Без преседања, сваких 20 минута, и викендом.", "На стајалишту код болнице нема степеника: у аутобус се улази у равни.\n\nПрви полазак је у 5:10, последњи у 22:50."),
        "en": ("Bus 4 now goes to the hospital", "Without changing, every 20 minutes, at weekends too.", "There is no step at the hospital stop: you board on the level.\n\nThe first bus leaves at 5:10, the last at 22:50."),
        "mk": ("Автобусот 4 сега оди до болницата", "Без преседнување, на секои 20 минути, и за викенд.", "На постојката кај болницата нема скалило: во автобусот се влегува рамно.\n\nПрвото поаѓање е во 5:10, последното во 22:50."),
    },
    {
        "days_ago": 9, "office": "city", "categories": ["town", "money"],
        "sr": ("Буџет становника: 214 идеја, гласа се у мају", "Хвала свима који су предложили. Одељења сада рачунају шта би шта коштало.", "Највише идеја тражи хлад, клупе и безбедан пут до школе.\n\n> Сваку идеју неко прочита, и свака добије одговор."),
        "en": ("Residents’ budget: 214 ideas, the vote is in May", "Thanks to everybody who proposed. Offices now work out what each would cost.", "Most ideas ask for shade, benches and a safe way to school.\n\n> Somebody reads every idea, and each gets an answer."),
    },
    {
        "days_ago": 13, "office": "beach", "categories": ["town"], "picture": "beach",
        "sr": ("Вода за купање: свих седам плажа је одлично", "Узорке узимамо сваке две недеље од маја до септембра.", "Резултати сваког узорка стоје у отвореним подацима. Плажа код светионика има рампу до воде."),
        "en": ("Bathing water: all seven beaches are excellent", "We take samples every two weeks from May to September.", "The result of each sample stands in the open data. The beach at the lighthouse has a ramp into the water."),
        "hr": ("Voda za kupanje: svih sedam plaža je izvrsno", "Uzorke uzimamo svaka dva tjedna od svibnja do rujna.", "Rezultati svakog uzorka stoje u otvorenim podacima. Plaža kod svjetionika ima rampu do vode."),
    },
    {
        "days_ago": 18, "office": "lighting", "categories": ["traffic"],
        "sr": ("Хиљаду штедљивих светиљки у Брдским улицама", "Светле боље, а троше половину.", "Ако нека смета у прозор, пријавите: окренућемо је."),
        "en": ("A thousand thrifty lamps in the streets of the Hill", "They shine better and need half as much.", "If one shines into your window, report it: we turn it."),
    },
    {
        "days_ago": 25, "office": "city", "categories": ["home"],
        "sr": ("Упис у вртиће траје до краја месеца", "Пријава је једна, за све вртиће. Можете и на шалтеру.", "Понесите извод из матичне књиге и потврду о пребивалишту. Ко нема све, може да донесе касније."),
        "en": ("Kindergartens take children until the end of the month", "One application for all of them. You can also come to the counter.", "Bring the birth certificate and proof of residence. What is missing can follow later."),
        "bs": ("Upis u vrtiće traje do kraja mjeseca", "Prijava je jedna, za sve vrtiće. Možete i na šalteru.", "Ponesite izvod iz matične knjige i potvrdu o prebivalištu. Ko nema sve, može donijeti kasnije."),
    },
    {
        "days_ago": 34, "office": "roads", "categories": ["traffic"],
        "sr": ("Кружни ток код пијаце је готов", "Три недеље пре рока. Пешачки прелази су уздигнути.", "Први месец бројимо возила и пешаке; бројеви излазе у отвореним подацима."),
        "en": ("The roundabout at the market is finished", "Three weeks early. Crossings are raised.", "For the first month we count vehicles and people on foot; the figures appear in the open data."),
    },
)  # fmt: skip
PAGES: tuple[dict[str, Any], ...] = (
    {
        "sr": ("Како ради општина", "Ко о чему одлучује, и како да будете саслушани.", "## Скупштина\n\nЗаседа једном месечно. Свако може да слуша.\n\n## Градоначелник\n\nПрима грађане четвртком по подне, без најаве.\n\n## Одељења\n\nСвако одељење има своју страницу са свим што тренутно ради."),
        "en": ("How the city works", "Who decides what, and how you are heard.", "## Assembly\n\nIt meets once a month. Everybody may listen.\n\n## Mayor\n\nReceives people on Thursday afternoons, without appointment.\n\n## Offices\n\nEvery office has a page with all that it is doing."),
        "sq": ("Si punon bashkia", "Kush vendos për çfarë dhe si dëgjoheni.", "## Kuvendi\n\nMblidhet një herë në muaj. Kushdo mund të dëgjojë.\n\n## Kryetari\n\nPret qytetarët të enjten pasdite, pa lajmërim.\n\n## Drejtoritë\n\nÇdo drejtori ka një faqe me gjithçka që po bën."),
    },
    {
        "sr": ("Галебиње у бројкама", "Мали град на мору, река и осам делова града.", "- 60.000 становника\n- 440 улица\n- 7 плажа\n- 12 одељења и предузећа"),
        "en": ("Galebinje in figures", "A small town by the sea, a river and eight quarters.", "- 60,000 residents\n- 440 streets\n- 7 beaches\n- 12 offices and utilities"),
    },
    {
        "sr": ("Кад не знате кога да питате", "Позивни центар 120 ради сваког дана, и празником.", "Реците шта вам треба, и повезаћемо вас. Ако не чујете добро, пишите: одговарамо истог дана."),
        "en": ("When you do not know whom to ask", "Call centre 120 is there every day, on holidays too.", "Say what you need, and we put you through. If you do not hear well, write: we answer on the same day."),
        "mk": ("Кога не знаете кого да прашате", "Повикувачкиот центар 120 работи секој ден, и на празник.", "Кажете што ви треба, и ќе ве поврземе. Ако не слушате добро, пишете: одговараме истиот ден."),
    },
)  # fmt: skip
BROCHURES: tuple[dict[str, Any], ...] = (
    {
        "days_ago": 40, "office": "waste", "categories": ["home"], "file": True, "details": {"publisher": {"sr": "Чистоћа", "en": "Waste and cleaning"}, "year": 2026},
        "sr": ("Шта иде у коју канту", "Једна страна за врата фрижидера.", "Папир, пластика, стакло, био-отпад: с примерима."),
        "en": ("What goes into which bin", "One page for the door of your fridge.", "Paper, plastic, glass, food waste: with examples."),
    },
    {
        "days_ago": 70, "office": "parks", "categories": ["town"], "file": True, "details": {"publisher": {"sr": "Паркови и зеленило", "en": "Parks and greenery"}, "year": 2025},
        "sr": ("Дрвеће Галебиња: шетња од два сата", "Двадесет стабала и њихове приче.", "Пут је раван и има девет клупа."),
        "en": ("Trees of Galebinje: a walk of two hours", "Twenty trees and their stories.", "The way is level and has nine benches."),
    },
)  # fmt: skip
ALBUM: dict[str, Any] = {
    "days_ago": 21, "office": "beach", "categories": ["town"], "details": {"venue": {"sr": "Лука", "en": "Harbour"}},
    "sr": ("Регата галебова", "Слике с воде и с обале.", ""),
    "en": ("Gulls’ Regatta", "Pictures from the water and from the shore.", ""),
    "pictures": (
        ("harbour", "Једра у луци, нацртана", "Sails in the harbour, drawn"),
        ("sunset", "Залазак сунца над водом, нацртан", "Sunset over the water, drawn"),
        ("beach", "Плажа са сунцобранима, нацртана", "A beach with parasols, drawn"),
    ),
}  # fmt: skip
