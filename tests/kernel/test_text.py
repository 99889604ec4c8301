"""Scripts, folding, sorting and cleaning: plain Python, no database."""

import csv
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.kernel.text import folding, languages, plain, scripts, sorting

SHARED = Path(__file__).parents[3] / "shared" / "data" / "learning" / "languages"
CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"


def rows(name: str) -> list[Any]:
    if not SHARED.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{SHARED} is not here"))]
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("cyrillic-to-latin.csv"))
def test_shared_words_become_latin(row: dict[str, str]) -> None:
    assert scripts.to_latin(row["cyrillic"]) == row["latin"]


@pytest.mark.parametrize("row", rows("latin-to-cyrillic.csv"))
def test_shared_words_become_cyrillic(row: dict[str, str]) -> None:
    assert scripts.to_cyrillic(row["latin"]) == row["cyrillic"]


@pytest.mark.parametrize("row", rows("alphabets.csv"))
def test_shared_letters_become_latin(row: dict[str, str]) -> None:
    assert scripts.to_latin(row["cyrillic"]) == row["latin"]
    assert scripts.to_latin(row["cyrillic_capital"]) == row["latin_title_case"]
    assert scripts.to_latin("АБ" + row["cyrillic_capital"]) == "AB" + row["latin_all_caps"]


@pytest.mark.parametrize("row", rows("search-pairs.csv"))
def test_shared_pairs_share_stems_as_well_as_was_measured(row: dict[str, str]) -> None:
    found = set(folding.stems(row["query"])) <= set(folding.stems(row["text"]))
    if row["stem_or_bigram_match"] == "yes":
        assert found
    if row["should_match"] == "no" and row["text"] != "лист":  # a leaf and a list share their stem
        assert not found


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Његош и ЊЕГОШ", "Njegoš i NJEGOŠ"),
        ("Љ. Петровић из ЖАБАЉ", "Lj. Petrović iz ŽABALJ"),
        ("с́утра з́еница", "śutra źenica"),
        ("Ѓорче, ќерка, ѕвезда, ЅИДОТ", "Ǵorče, ḱerka, dzvezda, DZIDOT"),
        ("сè уште ѐ", "sè ušte è"),
        ("пиши на ана@град.срб или https://град.срб/њ", "piši na ана@град.срб ili https://град.срб/њ"),
        ("시민 Ž", "시민 Ž"),
    ],
)
def test_cyrillic_becomes_latin(cyrillic: str, latin: str) -> None:
    assert scripts.to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("injekcija i konj", "инјекција и коњ"),
        ("NADŽIVETI BUDŽET", "НАДЖИВЕТИ БУЏЕТ"),
        ("ǈubav i ǆep", "Љубав и џеп"),
        ("II svetski rat, XIX vek", "II светски рат, XIX век"),
        ("predmet K-2026-000123 na korzo.rs", "предмет K-2026-000123 на korzo.rs"),
        ("Facebook i Müller", "Facebook и Müller"),
        ("Śutra", "С́утра"),
    ],
)
def test_latin_becomes_cyrillic(latin: str, cyrillic: str) -> None:
    assert scripts.to_cyrillic(latin) == cyrillic


@given(st.text(CYRILLIC + " ,.", max_size=60))
def test_cyrillic_survives_the_way_there_and_back_but_for_the_listed_ambiguities(text: str) -> None:
    latin = scripts.to_latin(text)
    assert not any("\u0400" <= c <= "\u04ff" for c in latin)
    assert scripts.to_latin(latin) == latin
    assert scripts.to_latin(text.lower()) == scripts.to_latin(text).lower()


def test_markup_is_left_alone() -> None:
    page = '<p lang="sr">Ж</p><p title="Ж">Ж &amp; <code>Ж</code> <b translate="no">Ж<br>Ж</b> Ж<!-- Ж --></p>'
    assert scripts.in_markup(page, scripts.to_latin) == (
        '<p lang="sr">Ж</p><p title="Ж">Ž &amp; <code>Ж</code> <b translate="no">Ж<br>Ж</b> Ž<!-- Ж --></p>'
    )


def test_slugs() -> None:
    assert scripts.slug("Ђорђе из Ѓорче: рупа № 5!") == "djordje-iz-gjorce-rupa-no-5"
    assert scripts.slug("시민 참여") == "simin-camyeo"
    assert scripts.slug("реч " * 40, limit=10) == "rec-rec"
    assert scripts.slug("???") == ""


@given(st.text(max_size=80))
def test_slugs_fit_in_addresses(text: str) -> None:
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in scripts.slug(text, limit=20))
    assert len(scripts.slug(text, limit=20)) <= 20


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folding.tokens(" ".join(folding.tokens(text))) == folding.tokens(text) or max(text) >= "가"
    assert all(folding.fold(token) == token for token in folding.tokens(text))


@given(st.text(CYRILLIC + " ", max_size=60))
def test_alphabets_find_each_other(text: str) -> None:
    assert folding.tokens(text) == folding.tokens(scripts.to_latin(text)) == folding.tokens(text.upper())


def test_tokens() -> None:
    assert folding.tokens("К-2026/000123: Ђорђе") == ["k", "2026", "000123", "dorde"]
    assert folding.tokens("시민참여예산 서") == ["시민", "민참", "참여", "여예", "예산", "서"]
    assert folding.stems("gradjani грађанима 000123") == ["gradan", "gradan", "123"]


@pytest.mark.parametrize("language", ["sr", "mk", "sr-latn", "cnr", "sq"])
def test_alphabets_sort(language: str) -> None:
    keys = [sorting.sort_key(letter, language) for letter in sorting._ALPHABETS[language].split()]
    assert keys == sorted(set(keys))


def test_sorting_words() -> None:
    words = ["Zec", "Šid", "Čačak", "Ćuprija", "Cetinje", "Njegoš", "Novi Sad", "Nužda", "2. maj", "10. avgust", "Џеп"]
    assert sorted(words, key=lambda word: sorting.sort_key(word, "sr-latn")) == [
        "2. maj", "10. avgust", "Cetinje", "Čačak", "Ćuprija", "Џеп", "Novi Sad", "Nužda", "Njegoš", "Šid", "Zec",
    ]  # fmt: skip
    assert sorting.sort_key("Éva", "hr") == sorting.sort_key("eva", "hr")


@given(st.text(max_size=40))
def test_sort_keys_are_digits(text: str) -> None:
    for language in languages.OWN_NAME:
        assert all(c in "0123456789" for c in sorting.sort_key(text, language))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ред\r\nред\u2028ред \t \n\n\n\nкрај ", "ред\nред\nред\n\nкрај"),
        ("a\u202eb\u200bc\ufeff\x00\x1b", "abc"),
        ("s\u0301", "ś"),
        ("👩\u200d👩\u200d👧 a\u200db", "👩\u200d👩\u200d👧 ab"),
        ("Z\u0300\u0301\u0302\u0303algo", "Z\u0300\u0301algo"),
        ("plain", "plain"),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert plain.clean(typed) == kept


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_and_fits_xml(text: str) -> None:
    clean = plain.clean(text)
    assert plain.clean(clean) == clean == unicodedata.normalize("NFC", clean)
    assert all(c in "\n\t" or ord(c) >= 32 for c in clean)
    assert "\n" not in plain.clean(text, lines=False)


def test_nobodys_words_are_cut_silently() -> None:
    with pytest.raises(plain.TooLong):
        plain.clean("predugo", limit=3)
    assert plain.shorten("jedna dva tri", 10) == "jedna dva…"


@given(st.text(max_size=60), st.integers(2, 30))
def test_shortened_fits(text: str, limit: int) -> None:
    assert len(plain.shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("sr-ME", "cnr"),
        ("cnr-ME,en;q=0.4", "cnr"),
        ("sh", "sr-latn"),
        ("sr-Latn-RS", "sr-latn"),
        ("sr-Cyrl-RS", "sr"),
        ("sr", "sr"),
        ("hr-HR,en;q=0.8", "hr"),
        ("fr,sq-XK;q=0.5", "sq"),
        ("en;q=0.2,ko;q=0.9", "ko"),
        ("sr;q=0,*", "sr-latn"),
        ("fr", None),
        ("q=;;,x;q=9,", None),
    ],
)
def test_what_browsers_in_the_region_mean(header: str, code: str | None) -> None:
    assert languages.best(header, list(languages.OWN_NAME)) == code


def test_a_croatian_reader_is_served_before_english_by_relatives() -> None:
    assert languages.best("hr,en;q=0.9", ["sr", "sr-latn", "en"]) == "sr-latn"


@given(st.text(max_size=100))
def test_no_header_breaks_it(header: str) -> None:
    assert languages.best(header, ["sr", "en"]) in {"sr", "en", None}
