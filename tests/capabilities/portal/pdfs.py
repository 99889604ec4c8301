"""Small PDFs of one page, with and without what makes them readable for everybody."""

import zlib


def _objects(*, tagged: bool, language: str, title: str) -> list[bytes]:
    more = (b"/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R" if tagged else b"") + (
        f"/Lang({language})".encode() if language else b""
    )
    about = f"/Title({title})".encode() if title else b""
    return [
        b"<</Type/Catalog/Pages 2 0 R" + more + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<<" + about + b"/Producer(invented)>>",
        b"<</Type/StructTreeRoot>>",
    ]


def plain(*, tagged: bool = False, language: str = "", title: str = "") -> bytes:
    """A PDF 1.4: every object stands open."""
    out, at = b"%PDF-1.4\n", []
    for number, each in enumerate(_objects(tagged=tagged, language=language, title=title), 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % each for each in at)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + rows
    return out + b"trailer<</Size 6/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def packed(*, tagged: bool = False, language: str = "", title: str = "") -> bytes:
    """A PDF 1.5: all objects lie in a packed stream."""
    objects, head, body = _objects(tagged=tagged, language=language, title=title), b"", b""
    for number, each in enumerate(objects, 1):
        head += b"%d %d " % (number, len(body))
        body += each + b" "
    stream = zlib.compress(head + body)
    kind = b"<</Type/ObjStm/N 5/First %d/Filter/FlateDecode/Length %d>>" % (len(head), len(stream))
    return b"%PDF-1.5\n6 0 obj\n" + kind + b"stream\n" + stream + b"\nendstream\nendobj\nstartxref\n0\n%%EOF\n"
