# ruff: noqa: E501 -- a sentence is one line
"""What one goes to in the invented city: events, services, partners; and what invented people say."""

from typing import Any

EVENTS: tuple[dict[str, Any], ...] = (
    {
        "in_days": 4, "hour": 18, "hours": 2, "office": "parks", "categories": ["town"],
        "details": {"venue": {"sr": "Градска кућа, сала у приземљу", "en": "City hall, hall on the ground floor", "mk": "Градска куќа, сала во приземјето"}, "registration": "open", "capacity": 80, "organiser": {"sr": "Паркови и зеленило", "en": "Parks and greenery"}},
        "sr": ("Разговор о шеталишту", "Погледајте нацрте и реците шта мислите.", "Сала има индукциону петљу. Улаз је без степеника."),
        "en": ("Talk about the promenade", "Look at the drawings and say what you think.", "The hall has a hearing loop. The entrance has no steps."),
        "mk": ("Разговор за шеталиштето", "Погледнете ги нацртите и кажете што мислите.", "Салата има индуктивна јамка. Влезот е без скали."),
    },
    {
        "in_days": 9, "hour": 9, "hours": 5, "office": "beach", "categories": ["town"],
        "details": {"venue": {"sr": "Плажа код светионика", "en": "Beach at the lighthouse"}, "registration": "none"},
        "sr": ("Чистимо плаже заједно", "Рукавице и кесе чекају вас на улазу.", "После подне је рибља чорба за све."),
        "en": ("Cleaning beaches together", "Gloves and bags wait for you at the entrance.", "In the afternoon there is fish soup for everybody."),
        "hr": ("Čistimo plaže zajedno", "Rukavice i vrećice čekaju vas na ulazu.", "Poslijepodne je riblja juha za sve."),
    },
    {
        "in_days": 15, "hour": 20, "hours": 3, "office": "city", "categories": ["town"], "picture": "sunset",
        "details": {"venue": {"sr": "Трг галебова", "en": "Gulls’ Square"}, "registration": "none"},
        "sr": ("Летње вече: хор и дувачи", "Концерт под отвореним небом, улаз слободан.", "Столице стоје од 19 сати. Ако пада киша, свира се у градској кући."),
        "en": ("Summer evening: choir and brass", "A concert in the open, free for everybody.", "Chairs are out from 19:00. If it rains, they play in the city hall."),
        "sq": ("Mbrëmje vere: kor dhe frymorë", "Koncert në natyrë, hyrja e lirë.", "Karriget janë gati nga ora 19. Nëse bie shi, luhet në bashki."),
    },
    {
        "in_days": 22, "hour": 10, "hours": 2, "office": "city", "categories": ["money"],
        "details": {"venue": {"sr": "На мрежи", "en": "Online"}, "online_url": "https://example.org/galebinje/budget", "status": "online", "registration": "approval", "capacity": 40},
        "sr": ("Како се чита градски буџет", "Час за почетнике, с питањима.", "Треба вам само прегледник. Снимак остаје месец дана."),
        "en": ("How to read a city’s budget", "A lesson for beginners, with questions.", "All you need is a browser. The recording stays for a month."),
    },
    {
        "in_days": 30, "hour": 17, "hours": 2, "office": "roads", "categories": ["traffic"],
        "details": {"venue": {"sr": "Школа на Брду", "en": "School on the Hill"}, "registration": "none", "status": "postponed"},
        "sr": ("Безбедан пут до школе", "Родитељи, деца и одељење за путеве обилазе прелазе.", "Нови дан јављамо кад нацрт буде готов."),
        "en": ("Safe way to school", "Parents, children and the roads department walk the crossings.", "We tell the new day when the drawing is ready."),
    },
    {
        "in_days": -20, "hour": 11, "hours": 6, "office": "beach", "categories": ["town"], "picture": "harbour",
        "details": {"venue": {"sr": "Лука", "en": "Harbour"}, "registration": "none"},
        "sr": ("Регата галебова", "Четрдесет једрилица и једна победница.", "Победила је посада „Бура“. Слике стоје у албуму."),
        "en": ("Gulls’ Regatta", "Forty boats and one winner.", "The crew of “Bora” won. Pictures stand in the album."),
    },
)  # fmt: skip
_HOURS = "Mo-Fr 08:00-15:30\nWe 08:00-18:00"
SERVICES: tuple[dict[str, Any], ...] = (
    {
        "office": "city", "categories": ["home"], "hours": _HOURS, "phone": "+381 11 000 0120",
        "sr": ("Лична карта", "Нова, замена или изгубљена.", "Дођите лично; децу доводи родитељ.", ("Ко је напунио 16 година", "Стара карта, ако је имате\nИзвод из матичне књиге рођених", "12 евра; изгубљена 20 евра", "10 дана")),
        "hr": ("Osobna iskaznica", "Nova, zamjena ili izgubljena.", "Dođite osobno; djecu dovodi roditelj.", ("Tko je navršio 16 godina", "Stara iskaznica, ako je imate\nIzvadak iz matice rođenih", "12 eura; izgubljena 20 eura", "10 dana")),
        "bs": ("Lična karta", "Nova, zamjena ili izgubljena.", "Dođite lično; djecu dovodi roditelj.", ("Ko je napunio 16 godina", "Stara karta, ako je imate\nIzvod iz matične knjige rođenih", "12 eura; izgubljena 20 eura", "10 dana")),
        "cnr": ("Lična karta", "Nova, zamjena ili izgubljena.", "Dođite lično; djecu dovodi roditelj.", ("Ko je napunio 16 godina", "Stara karta, ako je imate\nIzvod iz matičnog registra rođenih", "12 eura; izgubljena 20 eura", "10 dana")),
        "mk": ("Лична карта", "Нова, замена или изгубена.", "Дојдете лично; децата ги носи родител.", ("Кој наполнил 16 години", "Старата карта, ако ја имате\nИзвод од матичната книга на родените", "12 евра; изгубена 20 евра", "10 дена")),
        "sq": ("Letërnjoftimi", "I ri, zëvendësim ose i humbur.", "Ejani vetë; fëmijët i sjell prindi.", ("Kush ka mbushur 16 vjeç", "Letërnjoftimi i vjetër, nëse e keni\nCertifikata e lindjes", "12 euro; i humbur 20 euro", "10 ditë")),
        "en": ("Identity card", "New, replaced or lost.", "Come yourself; children come with a parent.", ("Everybody from the age of 16", "The old card, if you have it\nBirth certificate", "12 euros; lost 20 euros", "10 days")),
        "ko": ("신분증", "새 발급, 교체, 분실.", "본인이 와 주세요. 아이는 부모와 함께 옵니다.", ("만 16세 이상", "있으면 이전 신분증\n출생증명서", "12유로, 분실 시 20유로", "10일")),
    },
    {
        "office": "city", "categories": ["home"], "hours": _HOURS,
        "sr": ("Извод из матичне књиге", "Рођење, венчање, смрт.", "Може и поштом на кућну адресу.", ("Свако за себе и најближе", "Лична карта", "3 евра", "Одмах")),
        "en": ("Certificates of birth, marriage and death", "For yourself and those closest to you.", "By post to your address too.", ("Everybody, for themselves and their closest", "Identity card", "3 euros", "At once")),
    },
    {
        "office": "water", "categories": ["home"], "hours": "Mo-Fr 07:00-15:00", "phone": "+381 11 000 0130",
        "sr": ("Прикључак на водовод", "Нова кућа, стан или башта.", "Мајстор долази да погледа пре него што платите.", ("Власници и они с њиховом сагласношћу", "Доказ о власништву\nСкица", "Од 180 евра", "30 дана")),
        "en": ("Connection to the water main", "A new house, flat or garden.", "Somebody comes and looks before you pay.", ("Owners, and others with their consent", "Proof of ownership\nSketch", "From 180 euros", "30 days")),
    },
    {
        "office": "waste", "categories": ["home"], "hours": "Mo-Sa 07:00-19:00",
        "sr": ("Рециклажно двориште", "Старе ствари, уље, боје, апарати.", "Возило се мери на улазу.", ("Становници", "Лична карта", "Бесплатно до 500 kg годишње", "Одмах")),
        "en": ("Recycling yard", "Old things, oil, paint, appliances.", "Vehicles are weighed at the entrance.", ("Residents", "Identity card", "Free up to 500 kg a year", "At once")),
    },
    {
        "office": "parking", "categories": ["traffic"], "hours": "Mo-Fr 08:00-16:00",
        "sr": ("Паркинг за становнике", "Дозвола за вашу улицу.", "Важи годину дана; подсећамо вас месец раније.", ("Ко у улици станује", "Саобраћајна дозвола\nПотврда о пребивалишту", "24 евра годишње", "3 дана")),
        "en": ("Parking for residents", "A permit for your street.", "It is good for a year; we remind you a month before.", ("Whoever lives in the street", "Vehicle registration\nProof of residence", "24 euros a year", "3 days")),
    },
    {
        "office": "inspection", "categories": ["home"], "hours": "Tu,Th 09:00-14:00",
        "sr": ("Грађевинска дозвола", "Шта сме без ње, а шта не сме.", "Пре предаје можете доћи на разговор.", ("Власници и инвеститори", "Пројекат\nДоказ о власништву\nСагласности", "Према површини", "28 дана")),
        "en": ("Building permit", "What may be built without one, and what may not.", "Come for a talk before you apply.", ("Owners and builders", "Plans\nProof of ownership\nConsents", "By floor area", "28 days")),
    },
    {
        "office": "transport", "categories": ["traffic"], "hours": "Mo-Su 06:00-21:00",
        "sr": ("Повластице у превозу", "Старији од 65, ђаци, особе с инвалидитетом.", "Картица се добија на лицу места.", ("Старији од 65, ђаци, особе с инвалидитетом", "Лична карта или ђачка књижица", "Бесплатно", "Одмах")),
        "en": ("Cheaper and free travel", "Over 65, pupils, people with disabilities.", "You get the card on the spot.", ("Over 65, pupils, people with disabilities", "Identity card or pupil’s booklet", "Free", "At once")),
    },
    {
        "office": "police", "categories": ["town"], "hours": "Mo-Fr 08:00-12:00",
        "sr": ("Столови на тротоару", "Дозвола за башту кафића.", "Мора остати 1,8 метара за пролаз, колицима и белом штапу.", ("Угоститељи", "Скица с мерама\nДозвола за рад", "2 евра по квадрату месечно", "14 дана")),
        "en": ("Tables on the pavement", "A permit for your café’s garden.", "1.8 metres must stay free, for wheelchairs and white canes.", ("Cafés and restaurants", "Sketch with measures\nLicence", "2 euros a square metre a month", "14 days")),
    },
)  # fmt: skip
PARTNERS: tuple[dict[str, Any], ...] = (
    {"country": "HR", "url": "https://example.org/luka-mira", "sr": ("Град Лука Мира", "Побратим од 1998: луке, регата, размена учитеља.", ""), "en": ("City of Luka Mira", "Twin town since 1998: harbours, a regatta, exchange of teachers.", "")},
    {"country": "AL", "url": "https://example.org/bregu", "sr": ("Општина Брегу", "Заједно рачунамо воду.", ""), "en": ("Municipality of Bregu", "Together we count water.", ""), "sq": ("Bashkia Bregu", "Bashkë e numërojmë ujin.", "")},
    {"country": "MK", "url": "https://example.org/ezero", "sr": ("Град Езеро", "Стари градови уче један од другог.", ""), "en": ("City of Ezero", "Old towns learn from one another.", ""), "mk": ("Град Езеро", "Старите градови учат еден од друг.", "")},
)  # fmt: skip
TESTIMONIALS: tuple[dict[str, Any], ...] = (
    {
        "person": "Нада Лампић", "role": {"sr": "становница Брда, измишљена", "en": "resident of the Hill, invented"},
        "sr": ("Пријавила сам рупу у уторак", "", "У петак је није било. А знала сам све време ко је на реду."),
        "en": ("I reported a pothole on Tuesday", "", "On Friday it was gone. And I knew all the time whose turn it was."),
    },
    {
        "person": "Besim Vala", "role": {"sr": "рибар, измишљен", "en": "fisherman, invented"},
        "sr": ("Читам на свом језику", "", "Писмо о лукама стигло је на албанском. Нисам морао никога да питам."),
        "en": ("I read in my language", "", "The letter about harbours came in Albanian. I did not have to ask anybody."),
        "sq": ("Lexoj në gjuhën time", "", "Letra për portet erdhi shqip. Nuk m’u desh të pyes askënd."),
    },
    {
        "person": "", "is_anonymous": True, "role": {"sr": "службеница, измишљена", "en": "clerk, invented"},
        "sr": ("Мање телефона, више посла", "", "Људи виде сами докле је њихов предмет."),
        "en": ("Fewer calls, more work done", "", "People see for themselves how far their case is."),
    },
)  # fmt: skip
CATEGORIES: tuple[tuple[str, str, str], ...] = (
    ("town", "Град и море", "Town and sea"),
    ("traffic", "Саобраћај", "Traffic"),
    ("home", "Кућа и породица", "Home and family"),
    ("money", "Новац града", "The city’s money"),
)
INVENTED = {
    "sr": "*Измишљено, као и цело Галебиње.*",
    "hr": "*Izmišljeno, kao i cijelo Galebinje.*",
    "bs": "*Izmišljeno, kao i cijelo Galebinje.*",
    "cnr": "*Izmišljeno, kao i cijelo Galebinje.*",
    "mk": "*Измислено, како и целото Галебиње.*",
    "sq": "*E sajuar, si gjithë Galebinja.*",
    "en": "*Invented, as is all of Galebinje.*",
    "ko": "*갈레비네의 모든 것처럼 지어낸 이야기입니다.*",
}
