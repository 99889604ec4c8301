"""Letters as they come over the wire: read however broken, own words found, machines recognised."""

import base64
import importlib.util
import quopri
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.mails import ANA, mail

from korzo.kernel.messages.arriving import parsing
from korzo.kernel.messages.arriving.html import as_text
from korzo.kernel.messages.arriving.quoted import own_words

OURS = ("report@city.example",)


def raw(head: str, body: bytes = b"Hello") -> bytes:
    return head.replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


# What somebody wrote themselves ------------------------------------------------------------------------------------
OWN = {
    "nothing quoted": ("Рупа је дубока.\nМолим вас.", "Рупа је дубока.\nМолим вас."),
    "gmail, English": ("It is by the school.\n\nOn Wed, Mar 11, 2026 at 10:00 AM Korzo <report@city.example> wrote:\n> Where?\n", "It is by the school."),
    "gmail, Serbian": ("Код школе.\n\nсре, 11. мар 2026. у 10:00 Korzo <report@city.example> је написао/ла:\n> Где?", "Код школе."),
    "gmail, Latin, broken over two lines": ("Kod škole.\n\nsre, 11. mar 2026. u 10:00 Korzo\n<report@city.example> je napisao/la:\n> Gde?", "Kod škole."),
    "a language nobody listed": ("By the school.\n\nKorzo <report@city.example> kirjoitti ke 11.3.2026 klo 10.00:\n\nWhere?", "By the school."),
    "outlook": ("Код школе.\n\n________________________________\nFrom: Korzo\nSent: today\nTo: Ana\nSubject: Где?\n\nГде?", "Код школе."),
    "outlook without a line, Serbian": ("Kod škole.\n\nOd: Korzo\nPoslato: danas\nZa: Ana\nPredmet: Gde?\n\nGde?", "Kod škole."),
    "original message": ("By the school.\n-----Original Message-----\nWhere?", "By the school."),
    "signature": ("By the school.\n-- \nAna Anić\nDirector", "By the school."),
    "telephone": ("By the school.\n\nSent from my phone", "By the school."),
    "answers between the lines stay": ("> Where?\nBy the school.\n> Since when?\nMonday.", "> Where?\nBy the school.\n> Since when?\nMonday."),
    "answer below": ("> Where?\n\nBy the school.", "> Where?\n\nBy the school."),
    "a list with hyphens is no signature": ("Broken:\n- lamp\n- bench", "Broken:\n- lamp\n- bench"),
    "a neighbour wrote": ("On 3.4. my neighbour wrote:\nthe lamp is broken", "On 3.4. my neighbour wrote:\nthe lamp is broken"),
    "one field is no header": ("To: the mayor\nPlease mend it.", "To: the mayor\nPlease mend it."),
    "only quoted: better all than nothing": ("> The lamp is broken.", "> The lamp is broken."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "own"), OWN.values(), ids=OWN)
def test_own_words(text: str, own: str) -> None:
    assert own_words(text, OURS) == own


@given(
    st.lists(st.sampled_from([*"\n\r >-_:@", "wrote:", "From: x", "11.3. <report@city.example>", "Рупа"]), max_size=60)
)
def test_own_words_are_words_of_the_mail(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = own_words(text, OURS)
    lines = text.replace("\r", "\n").split("\n")
    assert {line.strip() for line in found.split("\n")} <= {line.strip() for line in lines} | {""}
    assert bool(found) == bool(text.strip())


def test_what_an_html_mail_quotes_is_left_out() -> None:
    said = "<style>p{color:red}</style><p>Код &nbsp;школе.<br>Хвала</p><div class='gmail_quote'><div>Где?</div></div>"
    assert as_text(said).split() == ["Код", "школе.", "Хвала"]
    assert as_text("<blockquote>All is quoted").strip() == "All is quoted"
    assert as_text("Yes<!--[if mso]><p>no</p><![endif]--> and<!-- no").strip() == "Yes and"


@pytest.mark.parametrize("piece", ["<a ", "<a b='", "<!--", "<a///", "<div class='"])
def test_a_letter_of_broken_tags_is_read_at_once(piece: str) -> None:
    broken = piece * (200_000 // len(piece))  # looking for the end of each anew took minutes
    assert as_text(f"Yes {broken}").startswith("Yes")


@pytest.mark.parametrize("charset", [b"punycode", b"idna"])
def test_charsets_of_host_names_are_not_believed(charset: bytes) -> None:
    letter = b"From: a@b.example\nContent-Type: text/plain; charset=" + charset + b"\n\nbcher-kva"
    assert parsing.read(letter).text == "bcher-kva"


# Ugly mails ----------------------------------------------------------------------------------------------------------
def test_a_decent_mail() -> None:
    read = parsing.read(mail(Message_ID="<1@example.org>", In_Reply_To="<2@x>", References="<3@x> <2@x>"))
    assert (read.sender, read.subject, read.text) == (ANA, "Рупа", "Рупа је дубока.")
    assert read.message_id == "1@example.org"
    assert read.references == ("2@x", "3@x")
    assert read.automatic == ""


LIES = {
    "says utf-8, is Windows": (b"Content-Type: text/plain; charset=utf-8", "Šaht je otvoren".encode("cp1250")),
    "says nothing, is Windows": (b"X: y", "Šaht je otvoren".encode("cp1250")),
    "says nothing, is utf-8": (b"X: y", "Šaht je otvoren".encode()),
    "says what nobody knows": (b"Content-Type: text/plain; charset=x-user-defined-99", "Šaht je otvoren".encode()),
    "says zlib": (b"Content-Type: text/plain; charset=zlib", "Šaht je otvoren".encode()),
    "says it with a nul": (b'Content-Type: text/plain; charset="utf-8\0"', "Šaht je otvoren".encode()),
    "windows-1251 that is not": (b"Content-Type: text/plain; charset=windows-1250", "Šaht je otvoren".encode("cp1250")),
    "quoted-printable": (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
        quopri.encodestring("Šaht je otvoren".encode()),
    ),
    "broken base64": (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64",
        base64.b64encode("Šaht je otvoren".encode()).rstrip(b"=") + b"\r\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body"), LIES.values(), ids=LIES)
def test_charsets_that_lie(head: bytes, body: bytes) -> None:
    read = parsing.read(b"From: ana@example.org\r\nSubject: x\r\n" + head + b"\r\n\r\n" + body)
    assert read.text == "Šaht je otvoren"


SENDERS = {
    "Ana <ANA@Example.org>": ANA,
    "=?utf-8?b?0JDQvdCw?= <ana@example.org>": ANA,
    '"Anić, Ana" <ana@example.org>': ANA,
    "ana@example.org (Ana)": ANA,
    "Ana ana@example.org": ANA,
    '"Ana @ Home" <ana@example.org>, other@example.org': ANA,
    "Ана <ana@example.org>": ANA,
    "<ana@example.org": ANA,
    "Ana": "",
    "<>": "",
    "": "",
}


@pytest.mark.parametrize(("written", "address"), SENDERS.items())
def test_who_wrote(written: str, address: str) -> None:
    assert parsing.read(raw(f"From: {written}")).sender == address


SUBJECTS = {
    "=?utf-8?Q?Re:_=D0=A0=D1=83=D0=BF=D0=B0?=": "Рупа",
    "Re: RE: Fwd: Одг: hole": "hole",
    "=?windows-1250?Q?=8Aaht?=": "Šaht",
    "=?nonsense?Q?hole?=": "hole",
    "=?utf-8?b?!!!?=": None,
    "Одг:Рупа": "Рупа",
    "Šaht": "Šaht",
    "hole\n\tin the road": "hole in the road",
    "a" * 500: None,
}


@pytest.mark.parametrize(("written", "subject"), SUBJECTS.items())
def test_subjects(written: str, subject: str | None) -> None:
    read = parsing.read(raw(f"From: {ANA}\nSubject: {written}"))
    assert len(read.subject) <= parsing.SUBJECT_LIMIT
    assert subject is None or read.subject == subject


MACHINES = {
    "Auto-Submitted: auto-replied": "Auto-Submitted",
    "Auto-Submitted: no": "",
    "Precedence: bulk": "Precedence",
    "List-Id: <news.example.org>": "List-Id",
    "List-Unsubscribe: <mailto:x@y>": "List-Unsubscribe",
    "Return-Path: <>": "Return-Path",
    "Return-Path: < >": "Return-Path",
    "Return-Path: <ana@example.org>": "",
    "X-Autoreply: yes": "X-Autoreply",
    "Content-Type: multipart/report; boundary=x": "multipart/report",
}


@pytest.mark.parametrize(("header", "why"), MACHINES.items())
def test_machines_are_recognised(header: str, why: str) -> None:
    assert parsing.read(raw(f"From: {ANA}\n{header}")).automatic == why


def test_the_same_letter_is_known_and_another_is_not() -> None:
    first = parsing.read(mail(Message_ID="<same@x>")).fingerprint
    assert parsing.read(b"Received: again\r\n" + mail(Message_ID="<same@x>")).fingerprint == first
    assert parsing.read(mail("Друго.", Message_ID="<same@x>")).fingerprint != first, "a reused id hides nothing"
    none = parsing.read(mail()).fingerprint
    assert parsing.read(mail(Date="Thu, 12 Mar 2026 10:00:00 +0100")).fingerprint != none, "no id, another day"


def test_files_and_html() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = ANA, "x"
    made.set_content("<p>By the school.</p><blockquote>Where?</blockquote>", subtype="html")
    made.add_attachment(b"\xff\xd8jpeg", maintype="image", subtype="jpeg", filename="слика.jpg")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "other@example.org", "inner"
    inner.set_content("Somebody else's words")
    made.add_attachment(inner)
    read = parsing.read(made.as_bytes())
    assert read.text == "By the school."
    assert [(each.name, each.content) for each in read.attachments] == [("слика.jpg", b"\xff\xd8jpeg")]


def test_a_mail_of_a_thousand_parts_ends() -> None:
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 3000
    read = parsing.read(raw("From: ana@example.org\nContent-Type: multipart/mixed; boundary=b", parts + b"--b--"))
    assert read.text.count("x") <= parsing.MOST_PARTS
    deep = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(2000))
    with suppress(parsing.Unreadable):
        parsing.read(raw("From: ana@example.org\nContent-Type: multipart/mixed; boundary=b0", deep))


# Never anything but Unreadable -----------------------------------------------------------------------------------------
_HEADERS = st.sampled_from(
    ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Auto-Submitted", "MIME-Version"]
)  # fmt: skip
_VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"multipart/mixed; boundary=b", b"multipart/alternative", b"text/html; charset=utf-7", b"text/plain; charset=''",
         b"base64", b"uuencode", b"attachment; filename*=utf-8''%ff%fe", b"attachment; filename*0*=x'", b"=?utf-8?b?/w==?=",
         b"message/rfc822", b"=?utf-8?q?=3Ca=00b=40x=3E?=", b"=?utf-8?q?a=00=40b=2Eorg?=", b"=?idna?q?=00?=", b'"', b"<@>", b"text/plain; charset*=us'en'", b"text/plain; charset=punycode"]
    ),
)  # fmt: skip
_BODIES = st.lists(
    st.one_of(st.binary(max_size=80), st.sampled_from([b"--b\r\n", b"--b--", b"\r\n", b"\r\n\r\n", b"begin 666 x\r\n", b"<p>", b"<![CDATA["])),
    max_size=12,
).map(b"".join)  # fmt: skip


@settings(max_examples=600)
@given(st.lists(st.tuples(_HEADERS, _VALUES), max_size=8), _BODIES)
def test_whatever_comes_is_read_or_held(headers: list[tuple[str, bytes]], body: bytes) -> None:
    made = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers) + b"\r\n" + body
    try:
        read = parsing.read(made)
    except parsing.Unreadable:
        return
    assert len(read.fingerprint) == 64
    names = [file.name for file in read.attachments]
    for each in (read.sender, read.subject, read.text, read.name, read.message_id, *read.references, *names):
        each.encode()  # it can be stored
        assert "\0" not in each


def test_pythons_own_ugly_mails() -> None:
    """The mails with which Python tests its own reader, where they are installed."""
    found = importlib.util.find_spec("test.test_email")
    folder = Path(found.origin).parent / "data" if found and found.origin else Path("/nowhere")
    mails = sorted(folder.glob("*.txt"))
    if not mails:
        pytest.skip("needs the test data of CPython (test.test_email), which is not installed here")
    for path in mails:
        try:
            parsing.read(path.read_bytes())
        except parsing.Unreadable as error:
            pytest.fail(f"{path.name}: {error}")
