# ruff: noqa: E501 -- a sentence is one line
"""What the invented consultations ask, in the languages of the house (Serbian Latin follows from Cyrillic)."""

_LANGUAGES = ("sr", "hr", "bs", "cnr", "mk", "sq", "en", "ko")
_SHORT = """
    promenade | Како да уредимо Рибарско шеталиште? | Kako urediti Ribarsko šetalište? | Kako urediti Ribarsko šetalište?
        | Kako urediti Ribarsko šetalište? | Како да го уредиме Рибарското шеталиште?
        | Si ta rregullojmë shëtitoren e Peshkatarëve? | How should Fishermen’s Promenade be renewed?
        | 어부 산책로를 어떻게 새로 꾸밀까요?
    promenade-text
        | Идуће године обнављамо шеталиште између луке и парка. Новца има за један појас: шта вам је важније? Одељење за паркове објављује шта ће од тога урадити.
        | Iduće godine obnavljamo šetalište između luke i parka. Novca ima za jedan pojas: što vam je važnije? Parkovi i nasadi objavljuju što će od toga učiniti.
        | Iduće godine obnavljamo šetalište između luke i parka. Novca ima za jedan pojas: šta vam je važnije? Parkovi i zelenilo objavljuju šta će od toga uraditi.
        | Iduće godine obnavljamo šetalište između luke i parka. Novca ima za jedan pojas: šta vam je važnije? Parkovi i zelenilo objavljuju šta će od toga uraditi.
        | Следната година го обновуваме шеталиштето меѓу пристаништето и паркот. Има пари за еден појас: што ви е поважно? Паркови и зеленило објавува што ќе направи.
        | Vitin që vjen rinovojmë shëtitoren mes portit dhe parkut. Ka para për një brez: çfarë është më e rëndësishme për ju? Parqet dhe gjelbërimi publikon çfarë do të bëjë.
        | Next year we renew the promenade between harbour and park. There is money for one strip: what matters more to you? Parks and greenery publishes what it will do about it.
        | 내년에 항구와 공원 사이 산책로를 새로 꾸밉니다. 예산은 한 구간에만 있습니다. 무엇이 더 중요한가요? 공원녹지공사가 무엇을 할지 공개합니다.
    cars | Да ли аутомобили треба да прелазе шеталиште? | Trebaju li automobili prelaziti šetalište? | Trebaju li automobili prelaziti šetalište?
        | Treba li automobili da prelaze šetalište? | Дали автомобили да минуваат преку шеталиштето? | A duhet të kalojnë makina nëpër shëtitore?
        | Should cars cross the promenade? | 자동차가 산책로를 지나가도 될까요?
    never | Никад | Nikad | Nikad | Nikad | Никогаш | Kurrë | Never | 안 된다
    mornings | Само достава до 10 сати | Samo dostava do 10 sati | Samo dostava do 10 sati | Samo dostava do 10 sati
        | Само достава до 10 часот | Vetëm furnizim deri në orën 10 | Deliveries until 10 only | 오전 10시까지 배달 차량만
    always | Увек, као сада | Uvijek, kao sada | Uvijek, kao sada | Uvijek, kao sada | Секогаш, како сега | Gjithmonë, si tani | Always, as now | 지금처럼 언제나
    wanted | Шта највише недостаје? | Što najviše nedostaje? | Šta najviše nedostaje? | Šta najviše nedostaje? | Што најмногу недостига?
        | Çfarë mungon më shumë? | What is missing most? | 무엇이 가장 부족한가요?
    shade | Хлад | Hlad | Hlad | Hlad | Сенка | Hije | Shade | 그늘
    benches | Клупе | Klupe | Klupe | Klupe | Клупи | Stola | Benches | 벤치
    water | Пијаћа вода | Pitka voda | Pitka voda | Pitka voda | Вода за пиење | Ujë i pijshëm | Drinking water | 식수대
    toilets | Тоалет | Toalet | Toalet | Toalet | Тоалет | Tualet | A toilet | 화장실
    play | Игралиште | Igralište | Igralište | Igralište | Игралиште | Kënd lojërash | A playground | 놀이터
    light | Боље светло | Bolja rasvjeta | Bolja rasvjeta | Bolja rasvjeta | Подобро светло | Ndriçim më i mirë | Better light | 더 밝은 조명
    money | Поделите новац: 10 поена | Podijelite novac: 10 bodova | Podijelite novac: 10 bodova | Podijelite novac: 10 bodova | Поделете ги парите: 10 поени
        | Ndani paratë: 10 pikë | Share out the money: 10 points | 예산을 나눠 주세요: 10점
    paving | Поплочавање | Popločenje | Popločavanje | Popločavanje | Поплочување | Shtrimi | Paving | 포장
    trees | Дрвеће | Drveće | Drveće | Drveće | Дрвја | Pemë | Trees | 나무
    cycling | Бициклистичка стаза | Biciklistička staza | Biciklistička staza | Biciklistička staza | Велосипедска патека | Shteg biçikletash | A cycle path | 자전거길
    name | Поређајте имена за нови трг | Poredajte imena za novi trg | Poredajte imena za novi trg | Poređajte imena za novi trg | Подредете ги имињата за новиот плоштад
        | Renditni emrat për sheshin e ri | Put names for the new square in your order | 새 광장 이름을 순서대로 골라 주세요
    gulls | Трг галебова | Trg galebova | Trg galebova | Trg galebova | Плоштад на галебите | Sheshi i Pulëbardhave | Gulls’ Square | 갈매기 광장
    nets | Трг мрежа | Trg mreža | Trg mreža | Trg mreža | Плоштад на мрежите | Sheshi i Rrjetave | Nets’ Square | 그물 광장
    bora | Трг буре | Trg bure | Trg bure | Trg bure | Плоштад на бурата | Sheshi i Burës | Bora Square | 보라 광장
    lines | Како оцењујете шеталиште данас? | Kako ocjenjujete šetalište danas? | Kako ocjenjujete šetalište danas? | Kako ocjenjujete šetalište danas? | Како го оценувате шеталиштето денес?
        | Si e vlerësoni shëtitoren sot? | How do you grade the promenade today? | 지금 산책로를 어떻게 평가하시나요?
    clean | Чистоћа | Čistoća | Čistoća | Čistoća | Чистота | Pastërtia | Cleanliness | 청결
    safe | Безбедност | Sigurnost | Sigurnost | Bezbjednost | Безбедност | Siguria | Safety | 안전
    access | Приступачност | Pristupačnost | Pristupačnost | Pristupačnost | Пристапност | Qasshmëria | Access for everybody | 접근성
    good | Добро | Dobro | Dobro | Dobro | Добро | Mirë | Good | 좋음
    fair | Може | Može | Može | Može | Може | Pranueshëm | Fair | 보통
    bad | Лоше | Loše | Loše | Loše | Лошо | Keq | Bad | 나쁨
    hours | Када центар да буде без аутомобила? | Kada centar treba biti bez automobila? | Kada centar treba biti bez automobila? | Kad centar treba da bude bez automobila?
        | Кога центарот да биде без автомобили? | Kur të jetë qendra pa makina? | When should the centre be free of cars? | 도심은 언제 차 없는 거리가 되어야 할까요?
    hours-text
        | Питамо пунолетне из градских четврти. Ко није на списку, може да се жали.
        | Pitamo punoljetne iz gradskih četvrti. Tko nije na popisu, može se žaliti.
        | Pitamo punoljetne iz gradskih četvrti. Ko nije na spisku, može se žaliti.
        | Pitamo punoljetne iz gradskih četvrti. Ko nije na spisku, može se žaliti.
        | Ги прашуваме полнолетните од градските четврти. Кој не е на списокот, може да се жали.
        | Pyesim të rriturit e lagjeve të qytetit. Kush nuk është në listë, mund të ankohet.
        | We ask adults from the quarters of the town. Who is not on the roll can appeal.
        | 시내 동네의 성인에게 묻습니다. 명부에 없는 분은 이의를 제기할 수 있습니다.
    weekends | Викендом | Vikendom | Vikendom | Vikendom | За викенд | Fundjavave | At weekends | 주말
    evenings | Сваког дана после 18 сати | Svaki dan nakon 18 sati | Svaki dan nakon 18 sati | Svakog dana poslije 18 sati | Секој ден по 18 часот | Çdo ditë pas orës 18 | Every day after 18:00 | 매일 오후 6시 이후
    whole | Увек | Uvijek | Uvijek | Uvijek | Секогаш | Gjithmonë | Always | 항상
    not | Никад | Nikad | Nikad | Nikad | Никогаш | Kurrë | Never | 하지 않는다
    hours-reply
        | Хвала. Од 1. маја центар је без аутомобила викендом и сваког дана после 18 сати. Достава остаје до 10 сати, а становници добијају дозволе. После лета бројимо и питамо поново.
        | Hvala. Od 1. svibnja centar je bez automobila vikendom i svaki dan nakon 18 sati. Dostava ostaje do 10 sati, a stanari dobivaju dozvole. Nakon ljeta brojimo i pitamo ponovno.
        | Hvala. Od 1. maja centar je bez automobila vikendom i svaki dan nakon 18 sati. Dostava ostaje do 10 sati, a stanari dobijaju dozvole. Nakon ljeta brojimo i pitamo ponovo.
        | Hvala. Od 1. maja centar je bez automobila vikendom i svakog dana poslije 18 sati. Dostava ostaje do 10 sati, a stanari dobijaju dozvole. Poslije ljeta brojimo i pitamo opet.
        | Ви благодариме. Од 1 мај центарот е без автомобили за викенд и секој ден по 18 часот. Доставата останува до 10 часот, а жителите добиваат дозволи. По летото броиме и прашуваме повторно.
        | Faleminderit. Nga 1 maji qendra është pa makina fundjavave dhe çdo ditë pas orës 18. Furnizimi mbetet deri në orën 10 dhe banorët marrin leje. Pas verës numërojmë dhe pyesim sërish.
        | Thank you. From 1 May the centre is free of cars at weekends and every day after 18:00. Deliveries stay until 10:00, and who lives there gets a permit. After the summer we count and ask again.
        | 감사합니다. 5월 1일부터 도심은 주말과 매일 오후 6시 이후에 차 없는 거리가 됩니다. 배달은 오전 10시까지 가능하고 주민은 허가증을 받습니다. 여름이 지나면 다시 세어 보고 묻겠습니다.
    roll | Бирачки списак, изведен из измишљеног регистра | Popis birača iz izmišljenog registra | Birački spisak iz izmišljenog registra | Birački spisak iz izmišljenog registra
        | Избирачки список од измислен регистар | Lista e votuesve nga një regjistër i sajuar | Roll of voters from an invented register | 가상의 대장에서 만든 명부
"""


def _read(table: str) -> dict[str, dict[str, str]]:
    cells = (
        [cell.strip() for cell in row.split("|")] for row in table.strip().replace("\n        |", "|").splitlines()
    )
    return {name: dict(zip(_LANGUAGES, said, strict=True)) for name, *said in cells}


WORDS = _read(_SHORT)
"""Each text by its name, in every language."""
