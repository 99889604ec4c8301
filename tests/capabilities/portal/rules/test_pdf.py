"""What is seen of a PDF, also of one that was made to harm."""

import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.portal import pdfs

from korzo.capabilities.portal.rules import pdf


@given(st.binary(max_size=400), st.integers(0, 400))
def test_nothing_breaks_it(noise: bytes, at: int) -> None:
    made = pdfs.packed(tagged=True, language="sr", title="Plan")
    pdf.check(made[:at] + noise + made[at:])
    pdf.check(noise)


def test_a_locked_one_is_said_to_be_locked() -> None:
    made = pdfs.plain(tagged=True, language="sr", title="Plan").replace(b"/Info 4 0 R", b"/Info 4 0 R/Encrypt 9 0 R")
    assert pdf.check(made) == pdf.Checked(None, (pdf.LOCKED,))


def test_the_title_of_a_bookmark_is_not_the_documents() -> None:
    made = pdfs.plain(tagged=True, language="sr") + b"7 0 obj\n<</Title(Chapter)/Parent 8 0 R>>\nendobj\n%%EOF"
    assert pdf.check(made).lacks == (pdf.NO_TITLE,)


def test_the_language_of_a_paragraph_is_not_the_documents() -> None:
    made = pdfs.plain(tagged=True, title="Plan") + b"7 0 obj\n<</S/P/Lang(sr)>>\nendobj\n%%EOF"
    assert pdf.check(made).lacks == (pdf.NO_LANGUAGE,)


@pytest.mark.parametrize(
    "harm",
    [
        b"<<" * 2_000_000,
        b"/Type/ObjStm" * 300_000,
        b"/Type/Catalog" * 300_000,
        b"/Producer(" * 300_000,
        b"<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(b"/Type/Page " * 5_000_000, 1),
    ],
    ids=["brackets", "streams", "catalogs", "producers", "bomb"],
)
def test_a_harmful_one_takes_little_time(harm: bytes) -> None:
    began = time.process_time()
    pdf.check(b"%PDF-1.7\n" + harm + b"\n%%EOF")
    assert time.process_time() - began < 10  # work done, not time passed: without limits it is hours
