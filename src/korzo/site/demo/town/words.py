"""The stock of names, by kind of district."""

KINDS = {
    "old_town": """
        Kovačka, Zlatarska, Ribarska, Bačvarska, Solarska, Užarska, Lončarska, Tkačka, Krojačka, Obućarska,
        Pekarska, Svjećarska, Sedlarska, Kazandžijska, Mutapska, Ćurčijska, Abadžijska, Sapundžijska, Mornarska,
        Jedrarska, Kalafatska, Veslarska, Gusarska, Kapetanska, Admiralska, Pomorska stepenica, Prolaz kod cisterne,
        Prolaz pod voltom, Uska, Zavojita, Vjetrovita, Sjenovita, Kamena, Kamenih stepenica, Bunarska, Kod česme,
        Kod tri bunara, Kod crkve svetog Nikole, Kod stare džamije, Sinagoška, Samostanska, Zvonička, Kod
        sahat-kule, Pod bedemom, Iza bedema, Kula stražara, Vrata od mora, Kopnena vrata, Arsenalska, Carinska,
        Solila stara, Žitni trg, Riblji trg, Zelena pijaca, Trg od oružja, Trg cisterni, Prolaz mačaka, Prolaz
        lastavica, Golubinja, Smokvina, Šipkova, Lovorova, Ruzmarinova, Bugenvilijina, Kaparina, Kod loze, Kod
        murve, Kod ploče, Uljarska, Vinarska, Mlekarska, Knjigovezačka, Pisarska, Notarska, Ljekarnička, Stara
        ljekarna, Glasnička, Straža, Bedemska stepenica, Duga stepenica, Kratka stepenica, Gornja kapija, Donja
        kapija, Stara kovnica, Tamnička, Svilarska, Čipkarska, Staklarska, Kamenorezačka, Zidarska, Drvodjeljska,
        Brodotesarska, Konopljarska
    """,
    "centre": """
        Njegoševa, Nikole Tesle, Mihajla Pupina, Ruđera Boškovića, Milutina Milankovića, Ive Andrića, Meše
        Selimovića, Maka Dizdara, Marina Držića, Ivana Gundulića, Desanke Maksimović, Isidore Sekulić, Majke Tereze,
        Migjenija, Naima Frašerija, Braće Miladinov, Koče Racina, Grigora Prličeva, Vuka Karadžića, Svetog Save,
        Jovana Cvijića, Josipa Slavenskog, Stevana Mokranjca, Nadežde Petrović, Uroša Predića, Paje Jovanovića,
        Vlaha Bukovca, Petra Lubarde, Miloša Tenkovića, Slobode, Republike, Oslobođenja, Mira, Omladinska,
        Studentska, Školska, Gimnazijska, Bolnička, Poštanska, Telegrafska, Sudska, Opštinska, Bibliotečka,
        Pozorišna, Muzejska, Muzička, Hotelska, Pijačna, Trgovačka, Zanatska, Novinarska, Štamparska, Fotografska,
        Časovničarska, Knjižarska, Parkovska, Dvije lipe, Kestenova, Platanova, Drvored lipa, Palmina, Oleanderova,
        Magnolijina, Mimozina, Agava, 8. marta, 13. jula, Trg slobode, Trg pomoraca, Trg kestenova, Učiteljska,
        Inženjerska, Svjetioničarska, Ljekarska, Vatrogasna, Radio stanice, Stare gimnazije, Stare pošte, Kraljice
        Teute, Bokeljskih mornara, Dubrovačka, Kotorska, Skadarska, Ohridska, Sarajevska, Mostarska, Beogradska,
        Zagrebačka, Ljubljanska, Skopska, Tiranska
    """,
    "blocks": """
        Jadranska, Jonska, Egejska, Dunavska, Savska, Drinska, Moravska, Vardarska, Neretvanska, Tarska, Pivska,
        Limska, Bojanska, Drimska, Zetska, Cetinska, Unska, Sanska, Bosanska, Vrbaska, Timočka, Ibarska,
        Bregalnička, Crnorečka, Durmitorska, Lovćenska, Orjenska, Prokletijska, Šarplaninska, Pelisterska, Koraba,
        Bjelašnička, Jahorinska, Velebitska, Dinarska, Biokovska, Kopaonička, Zlatiborska, Tarine šume, Biogradska,
        Komska, Sinjajevinska, Radnička, Graditeljska, Zidarskih brigada, Izviđačka, Planinarska, Sportska,
        Olimpijska, Košarkaška, Vaterpolo, Atletska, Veslačkog kluba, Jedriličarska, Dječjih radosti, Vrtićka,
        Pionirska, Solidarnosti, Prijateljstva, Sunčana, Jutarnja, Proljećna, Jesenja, Ljetnja, Zimska,
        Kosmonautska, Sazviježđa, Sjevernjače, Mjesečeva, Danica, Vlašića
    """,
    "suburb": """
        Maslinova, Borova, Čempresova, Hrastova, Jasenova, Javorova, Brezova, Bukova, Jelova, Topolova, Vrbova,
        Bagremova, Orahova, Bademova, Trešnjina, Višnjina, Kruškova, Jabukova, Šljivina, Kajsijina, Breskvina,
        Dunjina, Narova, Limunova, Narandžina, Mandarinska, Rogačeva, Murvina, Drenova, Glogova, Zovina, Lijeskova,
        Kleka, Planika, Vrijeska, Kadulje, Lavande, Majčine dušice, Bosiljka, Mirte, Žukve, Smilja, Ruža, Jorgovana,
        Perunika, Ljubičica, Visibaba, Šafrana, Narcisa, Zumbula, Makova, Suncokreta, Tratinčice, Bršljana, Ševa,
        Lastavica, Slavuja, Kosova, Sjenica, Češljugara, Vrabaca, Grlica, Goluba, Roda, Čaplji, Čiopa, Vodomara,
        Sokolova, Sova, Detlića, Pčelarska, Medarska, Cvjetna, Livadska, Vrtna, Baštenska, Voćarska, Povrtarska,
        Izvorska, Potočna, Vodenička, Stara vodenica, Jaz, Brana, Most na jazu, Brežna, Vidikovac, Strma, Blaga
        padina, Terasasta, Podgorska, Prigradska, Kamenolomska, Ciglarska, Krečarska, Kovačev kraj, Tiha, Mirna,
        Vesela, Dugačka, Kratka, Krivudava, Okretnička, Stara okretnica, Ćilimarska, Vezilja, Pletarska, Korparska,
        Kolarska, Potkivačka, Dunđerska, Saračka, Sedam česmi, Bistrička, Bijela stijena
    """,
    "beach": """
        Dupina, Galebova, Kormorana, Delfinska, Morskih konjica, Morskih zvijezda, Školjkina, Biserna, Koraljna,
        Sunđerska, Sardelina, Skušina, Zubačeva, Oradina, Lubina, Cipolina, Jegulje, Hobotnice, Sipina, Rakova,
        Jastogova, Sidrena, Jedrenjačka, Lađarska, Čamdžijska, Kajakaška, Ronilačka, Svjetionička, Burna,
        Maestralna, Jugova, Levantska, Tramontana, Pulentska, Širočka, Bonaca, Talasa, Plime, Oseke, Pjeska,
        Šljunčana, Žalo, Uvala školjki, Suncobrana, Ljetovališna, Vila, Odmarališta, Borova uvala, Ribarskih mreža,
        Soline, Morske trave
    """,
    "industry": """
        Brodogradilišna, Lučka, Kontejnerska, Skladišna, Željeznička, Ranžirna, Solilska, Livačka, Strugarska,
        Mašinska, Električarska, Hladnjačka, Fabrička, Radionička, Dokerska, Dizaličarska, Pogonska
    """,
    "village": """
        Seoska, Crkveno brdo, Kod zadruge, Kod stare škole, Česma, Guvno, Lokva, Ograda, Dolac, Vrtača, Krš,
        Glavica, Podi, Vrela, Studenac, Pojilo, Torine, Katun, Pasište, Vinogradska, Grozda, Konoba, Kominska, Kod
        mlina, Mekota, Njiva, Oranica, Gumno, Suvomeđa, Kamenjar, Gaj, Dubrava, Lug, Zabran, Cerje, Grabova, Jasik,
        Brijest, Crni bor, Smrekova, Lisičja, Zečja, Vučja glava, Jelenska, Medvjeđa stopa, Orlova stijena,
        Jastrebova, Kod krsta, Raskršće, Stari put, Kaldrma, Stočna staza, Kozja staza, Magareća staza, Ovčarska,
        Kod bora, Kod kruške, Kod oraha, Kod trešnje, Gornji kraj, Donji kraj, Zaselak, Potkućnica, Sinokos,
        Pašnjak, Jablanova, Šumska, Lugarska, Lovačka, Ugljarska, Kod kamenog stola, Savina voda, Ledenica, Pećina,
        Ponor, Sopot, Zmajev kamen, Vilina voda, Vilino kolo, Suvaja
    """,
    "any": """
        Zorina, Večernja, Rosna, Maglena, Sniježna, Dugina, Oblaka, Kišna, Gromova, Oblutka, Sedefna, Smaragdna,
        Safirna, Srebrna, Bakarna, Gvozdena, Mramorna, Granitna, Krečnjačka, Pješčana, Glinena, Peščarska,
        Kestenjara, Vrt lipa, Zvjezdana, Nova, Prva proleterska česma, Dobrih susjeda, Prvog voza, Starih majstora,
        Stare kovačnice, Guslarska, Sviračka, Pjevačka, Tamburaška, Frulaška, Harmonikaška, Igrača kola, Bajkina,
        Pripovjedačka, Pjesnička, Slikarska
    """,
}

VILLAGE_ROADS = {
    "donja-smokva": ["Put za Katun", "Put za Lokve", "Put na Brdo", "Smokvanski put"],
    "vinogradi": ["Put kroz vinograde", "Put za Konobe", "Vinska", "Put na Glavicu"],
    "izvor": ["Izvorski put", "Put na Vrelo", "Put za Klisuru", "Put ka Jasendolu"],
}
