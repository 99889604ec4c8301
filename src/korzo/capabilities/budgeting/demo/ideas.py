"""The ideas, as their invented authors wrote them."""

# ruff: noqa: E501 -- a row is one line

from dataclasses import dataclass
from decimal import Decimal

# what became of it | envelope | theme | district | cost | office | title | text | who benefits | the office's reason
# shortlisted, left (off the shortlist), not possible, improved (after it came back), joined (to the one before), open
_LAST = """
shortlisted | city | streets | centar | 46000 | roads | Bezbedan put do škole „Galeb“ | Deca prelaze ulicu na tri mesta bez pešačkog prelaza. Uzdignuti prelazi i svetla bi usporili automobile ispred škole. | Učenici i roditelji, oko 600 dece svakog dana. | Tri uzdignuta prelaza su moguća uz postojeću rasvetu.
shortlisted | city | access | stari-grad | 38500 | roads | Rampe i rukohvati u Starom gradu | Stepenice prema tvrđavi nemaju ni rukohvat ni rampu. Sa kolicima ili štapom se ne može. | Stariji, roditelji sa kolicima, osobe sa invaliditetom. | Moguće na četiri stepeništa; peto je zaštićeno i ostaje kakvo jeste.
joined | city | access | stari-grad | 9000 | roads | Rukohvat na stepeništu kod crkve | Moja majka ima 78 godina i ne može sama do pijace. Treba samo rukohvat. | Stariji ljudi iz Starog grada. |
shortlisted | city | sea | duga-plaza | 29000 | beach | Tuševi i kabine na Dugoj plaži | Na celoj plaži radi jedan tuš. Predlažem još četiri sa dugmetom koje štedi vodu i dve kabine. | Svi koji dolaze na plažu. | Priključci za vodu postoje na dva mesta.
improved | city | culture | centar | 24000 | parks | Letnja pozornica u Gradskom parku | Mala drvena pozornica za koncerte, predstave i čitanje. Bez ozvučenja posle 22 sata. | Škole, horovi, udruženja i publika. | Sa manjom pozornicom i pravilom o buci može da se izvede.
shortlisted | city | young | vodenice | 31000 | parks | Igralište za malu decu u Vodenicama | U Vodenicama nema nijedne ljuljaške. Zemljište pored česme je gradsko i prazno. | Porodice sa malom decom. | Zemljište je gradsko, pristup postoji.
shortlisted | city | streets | istok | 22500 | lighting | Rasvjeta na putu prema Istoku | Od stadiona do prvih kuća nema nijedne lampe, a tuda se ide pješice sa autobusa. | Svi koji se vraćaju kući uvečer. | Jedanaest stubova sa štednom rasvetom.
left | city | culture | centar | 18000 | parks | Džinovski šah na trgu | Velika šahovska tabla na trgu, figure u ormariću sa ključem. | Penzioneri i deca, zajedno. | Moguće; figure se moraju zaključavati.
not possible | city | streets | centar | 58000 | parking | Podzemna garaža ispod trga | Nema gde da se parkira. Neka garaža bude ispod trga. | Vozači. | Ispod trga su rimski ostaci koji su zaštićeni zakonom, a garaža košta više nego ceo koverat.
not possible | city | sea | solila | 40000 | beach | Žičara do tvrđave | Turisti bi plaćali, a mi bismo se vozili besplatno. | Turisti i mi. | Zemljište nije gradsko i potrebna je dozvola države; grad to ne može sam.
shortlisted | mirista | streets | mirista | 11500 | roads | Poprečni prelazi u Mirištima | Na kružnom toku nema prelaza na jednoj strani pa svi trče preko trake. | Pešaci iz pet zgrada. | Jedan prelaz sa ostrvom, po propisima.
shortlisted | mirista | young | mirista | 9800 | parks | Stolovi za stoni tenis između zgrada | Dva betonska stola pod drvećem kod Parka mira. | Deca i oni koji su to nekada bili. | Moguće kod Parka mira.
shortlisted | mirista | access | mirista | 8700 | transport | Klupe na svakih sto metara | Od pijace do zgrada nema gde da se sedne. Stariji moraju da stanu i da se odmore. | Stariji iz Mirišta. | Dvanaest klupa sa naslonom.
joined | mirista | access | mirista | 3000 | transport | Klupe uz autobusku stanicu | Molim vas klupe kod stanice, stojimo i po pola sata. | Putnici. |
left | mirista | culture | mirista | 12000 | parks | Zid za crtanje | Jedan zid na kome se sme crtati, pa ostali ostaju čisti. | Mladi. | Moguće na zidu trafostanice, uz saglasnost vlasnika.
not possible | mirista | streets | mirista | 12000 | parking | Rampa samo za naše stanare | Da strani automobili ne ulaze među zgrade. | Stanari jedne zgrade. | Ulica je javna i ne može se zatvoriti za druge.
shortlisted | borik | young | borik | 9900 | parks | Ograda i mreže za malo igralište u Boriku | Lopta svaki dan leti na ulicu. Treba visoka mreža i novi golovi. | Deca iz Borika. | Moguće na postojećim temeljima.
shortlisted | borik | streets | borik | 7400 | lighting | Svetlo u prolazu ispod pruge | Prolaz je mračan i po danu. | Svi koji idu na posao u Solila. | Šest svetiljki koje se teško razbijaju.
shortlisted | borik | green | borik | 8200 | parks | Drveće duž tržnice u Boriku | Petnaest platana umesto tri kontejnera. | Kupci i prodavci. | Moguće za dvanaest stabala zbog cevi.
shortlisted | green | green | masline | 13500 | parks | Hlad na stajalištima | Na pet stajališta leti niko ne može da čeka. Pergola sa biljkama i klupa. | Putnici, najviše stariji i deca. | Pet pergola bez priključka za vodu, sa otpornim biljkama.
shortlisted | green | green | mirista | 14800 | parks | Mala šuma u Mirištima | Gusto posađeno domaće drveće na praznoj livadi, po metodi malih šuma. | Ceo kvart, ptice i pčele. | Livada je gradska; sadi se u novembru.
shortlisted | green | green | centar | 9600 | parks | Vrt mirisa za slepe i slabovide | Gradina me ruzmarinë, livando dhe sherbelë, me tabela në Braille. | Të verbërit dhe të gjithë. | Moguće u donjem delu Gradskog parka.
shortlisted | green | green | stari-grad | 7900 | parks | Пенливи растенија по камените ѕидови | Бугенвилија и јасмин по празните ѕидови, за да биде поладно во лето. | Сите што живеат во Стариот град. | Moguće na šest zidova uz saglasnost vlasnika.
left | green | green | istok | 15500 | parks | Voćnjak za sve | Smokve, nar i masline na gradskoj zemlji, bere ko prođe. | Ceo Istok. | Moguće, ali treba domar u sezoni.
"""
_THIS = """
shortlisted | city | streets | centar | 52000 | roads | Biciklistička staza od Borika do centra | Dva kilometra odvojene staze uz reku, da se ne vozi među kamionima. | Radnici, učenici i svi koji voze bicikl. | Moguća uz reku; uz most se širi trotoar.
shortlisted | city | access | centar | 33000 | transport | Zvučni semafori i taktilne trake | Slijepi ljudi ne znaju kad je zeleno. Na šest raskrsnica fali sve. | Slijepi i slabovidi, ali i djeca. | Šest raskrsnica; dve se rade i bez ovog novca.
shortlisted | city | sea | suncana-uvala | 27500 | beach | Ulaz u more za kolica u Sunčanoj uvali | Rampa sa rukohvatom i plutajuća kolica, da svi mogu u more. | Osobe sa invaliditetom i stariji. | Moguće na zapadnom kraju uvale.
improved | city | culture | stari-grad | 36000 | parks | Čitaonica u staroj carinarnici | Zgrada stoji prazna deset godina. Neka bude čitaonica sa klimom, otvorena i leti. | Učenici, studenti, svi kojima je kod kuće vruće. | Samo prizemlje je bezbedno; za sprat treba sanacija.
shortlisted | city | young | izvor | 21000 | parks | Igralište u Izvoru | Djeca iz sela idu šest kilometara do ljuljaške. | Šezdeset djece. | Moguće kod zadružnog doma.
shortlisted | city | streets | donja-smokva | 19500 | roads | Trotoar do škole u Donjoj Smokvi | Četiri stotine metara trotoara uz put kojim idu kamioni. | Đaci i roditelji. | Moguće uz pomeranje ograde na dva mesta.
joined | city | streets | donja-smokva | 4000 | roads | Stubići na krivini kod škole | Kamioni seku krivinu. | Đaci. |
left | city | culture | centar | 25000 | parks | Fontana sa svetlima | Da nam trg bude kao u velikim gradovima. | Svi koji šetaju. | Moguće, ali potrošnja vode je velika.
not possible | city | sea | duga-plaza | 45000 | beach | Most do ostrva | Pešački most do Galebovog ostrva. | Svi. | Ostrvo je zaštićeno gnezdilište; zakon ne dozvoljava gradnju.
shortlisted | mirista | access | mirista | 10400 | roads | Rampe na svim prelazima u Mirištima | Osamnaest visokih ivičnjaka na putu do doma zdravlja. | Svi sa kolicima, štapom ili koferom. | Osamnaest rampi, tri nedelje radova.
shortlisted | mirista | green | mirista | 11800 | parks | Senka nad peskom | Platna nad peskom na igralištu, leti je pesak vreo. | Mala deca. | Tri platna koja se skidaju zimi.
shortlisted | mirista | young | mirista | 9900 | parks | Poligon za skejt u Mirištima | Mala rampa na starom parkingu. | Mladi od 8 do 30. | Moguće, uz ogradu prema ulici.
left | mirista | culture | mirista | 12000 | parks | Bioskop na zidu | Projektor i platno za letnje večeri. | Ceo kvart. | Moguće samo do 22 sata.
shortlisted | borik | streets | borik | 8900 | roads | Usporivači u Zmajevoj ulici | Ljudi voze osamdeset pored vrtića. | Deca iz vrtića. | Četiri usporivača.
shortlisted | borik | culture | borik | 9700 | parks | Sto za sastanke pod lipom | Veliki sto, krov i struja za komšijska okupljanja. | Komšije. | Moguće; struja sa stuba rasvete.
shortlisted | borik | access | borik | 7300 | transport | Klupa i krov na stajalištu Borik 2 | Pada kiša, a mi stojimo. | Putnici linije 4. | Moguće bez oglasnih panoa.
shortlisted | green | green | vodenice | 15900 | parks | Drvored do stadiona | Četrdeset jasena duž puta koji leti gori. | Svi koji idu na stadion. | Moguće, zalivanje cisternom prve dve godine.
shortlisted | green | green | centar | 12600 | parks | Kišni vrtovi umesto bara | Na tri mesta voda stoji posle svake kiše. Neka teče u vrtove. | Pešaci i drveće. | Moguće na dva mesta; na trećem su cevi.
shortlisted | green | green | masline | 9400 | parks | Kopshti i përbashkët në Masline | Njëzet lehe të ngritura ku fqinjët mbjellin bashkë. | Familjet pa kopsht. | Moguće na parceli iza vrtića.
not possible | green | green | solila | 16000 | parks | Veštačka trava svuda | Da ne moramo da zalivamo. | Grad. | Plastična trava se leti greje do 70 °C i zagađuje more.
"""
_YOUNG = """
open | city | young | centar | 6000 | parks | Otvorena vežbaonica pod borovima | Šipke i razboji kod Borove šume, da ne plaćamo teretanu. | Svi koji treniraju. |
open | city | culture | stari-grad | 4500 | parks | Noć bendova na tvrđavi | Tri večeri za bendove iz grada, sa pravim zvukom. | Bendovi i publika. | Moguće tri večeri godišnje, do 23 sata.
open | city | young | mirista | 7500 | parks | Prostorija za učenje preko noći | U vreme ispita biblioteka se zatvara u osam. | Studenti i maturanti. |
open | city | green | borik | 3000 | parks | Košnice na krovu škole | Učenici bi brinuli o pčelama sa pčelarom. | Učenici. |
open | city | sea | duga-plaza | 5000 | beach | Ronilački dan čišćenja mora | Oprema za dvadeset ronilaca i kontejner za ono što izvadimo. | More i svi koji u njemu plivaju. |
"""
_TABLES = {"last": _LAST, "this": _THIS, "young": _YOUNG}


@dataclass(frozen=True)
class Told:
    """An idea, what it costs (EUR), and what became of it."""

    fate: str
    track: str
    theme: str
    district: str
    cost: Decimal
    office: str
    title: str
    body: str
    benefits: str
    reason: str

    @property
    def language(self) -> str:
        """In what it was written."""
        if any("Ѐ" <= letter <= "ӿ" for letter in self.title):
            return "mk"
        return "sq" if "ë" in self.title + self.body else "sr-latn"


def of(table: str) -> list[Told]:
    """The ideas of a cycle, in the order in which they came."""
    rows = ([cell.strip() for cell in line.split("|")] for line in _TABLES[table].strip().splitlines())
    return [
        Told(fate, track, theme, district, Decimal(cost), *words) for fate, track, theme, district, cost, *words in rows
    ]
