"""The HTTP API through its own door, with real worker processes; what they do is told by the document's bytes."""

from __future__ import annotations

import io
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Limits
from extractor.errors import DamagedInput, EngineError
from extractor.pipeline import Options
from extractor.results import Extraction, Failure, Status
from extractor.web import create_app

LIMIT = 200_000


def act(content: bytes, options: Options) -> dict[str, Any]:
    """A worker's part, as the first word of the document says."""
    word = content.split(b" ")[0].decode("ascii", "replace")
    if word == "sleep":
        time.sleep(60)
    if word == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "engine":
        raise EngineError("Tesseract is not installed", hint="or choose --engine rapidocr", code="tesseract_missing")
    if word == "damaged":
        raise DamagedInput("it is cut short")
    if word == "bug":
        raise RuntimeError("an inner secret")
    if word == "fails":
        code = content.split(b" ")[1].decode()
        return Extraction(options.name or "", 0, None, Status.FAILED, None, error=Failure(code, f"{code}!")).to_json()
    said = {"schema": options.schema, "engine": options.engine, "page_only": options.page_only, "password": options.password}
    return {"source": options.name, "error": None, "options": said, "pid": os.getpid()}


def act_each(content: bytes, options: Options) -> list[dict[str, Any]]:
    return [act(part, options) for part in content.split(b"; ")]


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of the application on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(
        create_app(limits=Limits(bytes=LIMIT, pages=2, seconds=1.5), jobs=2, extract=act, extract_each=act_each, read=act)
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def vendors(tmp_path_factory: pytest.TempPathFactory) -> str:
    table = tmp_path_factory.mktemp("server") / "vendors.csv"
    table.write_text("name,vat id\nACME Tools Limited,GB434031494\n")
    return str(table)


@pytest.fixture(scope="module")
def real(vendors: str) -> Iterator[httpx.Client]:
    with served(create_app(limits=Limits(bytes=LIMIT, pages=2), vendors=vendors)) as opened:
        yield opened


def error(response: Any) -> tuple[int, str]:
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["message"]
    return response.status_code, response.json()["error"]["code"]


def test_a_document_is_handed_to_a_worker_with_its_options(client: httpx.Client) -> None:
    form = {"schema": "invoice", "engine": "tesseract", "page_only": "true", "password": "x"}
    answer = client.post("/v1/extract", files={"file": ("C:\\in\\a\x1b.pdf", b"ok")}, data=form)
    assert answer.status_code == 200
    assert answer.json()["options"] == {"schema": "invoice", "engine": "tesseract", "page_only": True, "password": "x"}
    assert answer.json()["source"].startswith("a")
    assert answer.json()["source"].endswith(".pdf")
    assert answer.json()["pid"] != os.getpid()


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each", "/v1/ocr"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"sleep", (504, "time_limit_exceeded")),
        (b"crash", (500, "worker_crashed")),
        (b"engine", (503, "tesseract_missing")),
        (b"damaged", (422, "damaged_input")),
        (b"bug", (500, "processing_error")),
    ],
)
def test_a_worker_that_fails_is_answered_with_its_code(client: httpx.Client, path: str, content: bytes, expected: tuple[int, str]) -> None:
    answer = client.post(path, files={"file": ("a", content)})
    assert error(answer) == expected
    assert "secret" not in answer.text
    assert client.post(path, files={"file": ("a", b"ok")}).status_code == 200  # the next one finds a worker


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("empty_input", 422),
        ("damaged_input", 422),
        ("password_needed", 422),
        ("unsupported_input", 415),
        ("limit_exceeded", 413),
        ("time_limit_exceeded", 504),
        ("processing_error", 500),
    ],
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each"])
def test_a_document_that_cannot_be_read_has_the_status_of_its_code(client: httpx.Client, path: str, code: str, status: int) -> None:
    assert error(client.post(path, files={"file": ("a", f"fails {code}".encode())})) == (status, code)


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each", "/v1/ocr"])
def test_a_hint_says_what_to_send(client: httpx.Client, real: httpx.Client, tmp_path: Path, path: str) -> None:
    locked = Canvas(str(tmp_path / "locked.pdf"), encrypt="sesame")
    locked.drawString(72, 740, "ACME Tools Ltd")
    locked.save()
    files = {"file": ("--password.pdf", (tmp_path / "locked.pdf").read_bytes())}
    refused = real.post(path, files=files)
    assert error(refused) == (422, "password_needed")
    said = "--password.pdf is protected by a password (give it with the part `password` of the form)"
    assert refused.json()["error"]["message"] == said
    assert real.post(path, files=files, data={"password": "sesame"}).status_code == 200
    answer = client.post(path, files={"file": ("a", b"engine")})
    assert answer.json()["error"]["message"] == "Tesseract is not installed (or choose engine=rapidocr)"


def test_an_e_invoice_without_pages_has_no_words_and_the_hint_says_where_its_record_is(real: httpx.Client) -> None:
    xml = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
    answer = real.post("/v1/ocr", files={"file": ("a.xml", xml)})
    assert error(answer) == (422, "empty_input")
    assert "POST /v1/extract)" in answer.json()["error"]["message"]


def test_of_several_documents_one_that_fails_fails_alone(client: httpx.Client) -> None:
    answer = client.post("/v1/extract-each", files={"file": ("a", b"ok; fails processing_error; ok")}, data={"schema": "receipt"})
    assert answer.status_code == 200
    read, failed, again = answer.json()["documents"]
    assert read == again
    assert read["options"]["schema"] == "receipt"
    assert (failed["status"], failed["error"]["code"]) == ("failed", "processing_error")


def test_a_file_that_is_too_large_is_refused_by_its_declared_length(client: httpx.Client) -> None:
    assert error(client.post("/v1/extract", files={"file": ("a", b"x" * (LIMIT + 100_000))})) == (413, "limit_exceeded")


def test_a_file_that_is_too_large_is_refused_while_it_arrives(client: httpx.Client) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(40):
            sent += 50_000
            yield b"x" * 50_000
        yield b"\r\n--b--\r\n"

    answer = client.post("/v1/extract", content=body(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert error(answer) == (413, "limit_exceeded")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"schema": "nope"}, (404, "schema_error")),
        ({"schema": "os.path:join"}, (404, "schema_error")),
        ({"schema": "/tmp/x.py:X"}, (404, "schema_error")),
        ({"engine": "replay:/etc/passwd"}, (422, "unknown_engine")),
        ({"page_only": "perhaps"}, (422, "bad_request")),
        ({"accept_above": "2"}, (422, "bad_request")),
        ({"language": "xx"}, (422, "bad_request")),
        ({"shcema": "invoice"}, (422, "bad_request")),
    ],
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each"])
def test_options_are_checked_before_the_work(client: httpx.Client, path: str, form: dict[str, str], expected: tuple[int, str]) -> None:
    assert error(client.post(path, files={"file": ("a", b"ok")}, data=form)) == expected


def test_every_refusal_has_one_shape(client: httpx.Client) -> None:
    assert error(client.post("/v1/extract")) == (422, "bad_request")
    assert error(client.post("/v1/extract", content=b"{", headers={"content-type": "application/json"})) == (422, "bad_request")
    assert error(client.get("/v1/nowhere")) == (404, "not_found")
    assert error(client.get("/v1/extract")) == (405, "method_not_allowed")
    assert error(client.get("/v1/schemas/nope")) == (404, "schema_error")


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each", "/v1/ocr"])
def test_a_form_that_is_wrong_says_what_to_send(client: httpx.Client, path: str) -> None:
    document = ("a.pdf", b"ok")
    two, text, none = (
        client.post(path, files=[("file", document), ("file", ("b.pdf", b"ok"))]),
        client.post(path, files={"engine": (None, "auto")}, data={"file": "a.pdf"}),
        client.post(path, files={"engine": (None, "auto")}),
    )
    misspelt = client.post(path, files={"file": document}, data={"forceocr": "true"})
    for answer, said in ((two, "one document a request"), (text, "and no file"), (none, "is missing"), (misspelt, "no part 'forceocr'")):
        assert error(answer) == (422, "bad_request")
        assert said in answer.json()["error"]["message"]
    assert "/docs" in client.get("/v1/nowhere").json()["error"]["message"]


def test_the_root_leads_to_the_page_that_lets_one_try(client: httpx.Client) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "://" not in page.text  # it works where nothing else can be reached, and tells nobody that it was looked at
    for path in re.findall(r'fetch\("(/[^"]+)"', page.text):
        assert client.get(path).status_code in (200, 405), path
    assert client.get("/redoc").status_code == 404


def test_health_and_schemas(client: httpx.Client) -> None:
    health = client.get("/v1/health").json()
    assert (health["status"], health["workers"]) == ("ok", 2)
    names = [schema["name"] for schema in client.get("/v1/schemas").json()]
    assert {"invoice", "receipt", "ticket", "form"} <= set(names)
    assert "invoice_number" in client.get("/v1/schemas/invoice").json()["properties"]


def test_openapi_describes_every_route_its_options_and_its_errors(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/v1/extract",
        "/v1/extract-each",
        "/v1/ocr",
        "/v1/health",
        "/v1/schemas",
        "/v1/schemas/{name}",
    }
    for path in ("/v1/extract", "/v1/extract-each"):
        post = described["paths"][path]["post"]
        assert {"200", "404", "413", "415", "422", "500", "503", "504"} <= set(post["responses"])
        (content,) = post["requestBody"]["content"].values()
        body = described["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[-1]]
        assert {"file", "schema", "engine", "page_only", "force_ocr", "language", "password", "accept_above"} == set(body["properties"])
        for refused in ("413", "422"):
            assert post["responses"][refused]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorAnswer")
    page = (Path(__file__).resolve().parents[2] / "docs" / "http-api.md").read_text(encoding="utf-8")
    for name in (*body["properties"], *described["paths"]):
        assert f"{name}`" in page, f"docs/http-api.md does not name {name}"


def make_pdf(path: Path, pages: int = 1) -> bytes:
    canvas = Canvas(str(path), invariant=True)
    for _ in range(pages):
        canvas.drawString(72, 740, "ACME Tools Ltd  VAT No: GB434031494")
        canvas.drawString(72, 700, "Invoice Number: A-17")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def test_the_answer_is_what_the_command_line_prints(real: httpx.Client, vendors: str, tmp_path: Path) -> None:
    from extractor.pipeline import extract

    content = make_pdf(tmp_path / "a.pdf")
    answer = real.post("/v1/extract", files={"file": ("a.pdf", content)}, data={"schema": "invoice"}).json()
    expected = extract(content, Options(schema="invoice", name="a.pdf", vendors=vendors)).to_json()
    assert answer | {"timings": 0} == expected | {"timings": 0}
    assert (answer["vendor"]["name"], answer["vendor"]["proof"]) == ("ACME Tools Limited", ["vat_id"])
    assert answer["record"]["invoice_number"] == "A-17"
    each = real.post("/v1/extract-each", files={"file": ("a.pdf", content)}, data={"schema": "invoice"}).json()
    assert [made | {"timings": 0} for made in each["documents"]] == [expected | {"timings": 0}]


def test_all_documents_on_one_scan_are_answered(real: httpx.Client) -> None:
    sheet = Image.new("L", (1000, 560), 60)
    for left, total in ((60, "5.30"), (540, "39.50")):
        paper = Image.new("L", (400, 440), 250)
        for row, text in enumerate(("CORNER SHOP LTD", "Date: 14/03/2025", "Milk and bread", f"TOTAL {total}", f"CASH {total}")):
            ImageDraw.Draw(paper).text((30, 40 + row * 75), text, fill=30, font=ImageFont.load_default(32))
        sheet.paste(paper, (left, 50 + left // 20))
    file = io.BytesIO()
    sheet.save(file, "PNG")

    def posted(path: str) -> Any:
        form = {"schema": "receipt", "engine": "rapidocr"}
        return real.post(path, files={"file": ("scan.png", file.getvalue())}, data=form).json()

    documents = posted("/v1/extract-each")["documents"]
    assert [(made["source"], made["record"]["total"]) for made in documents] == [("scan.png#1", "5.30"), ("scan.png#2", "39.50")]
    assert [issue["severity"] for made in documents for issue in made["issues"] if issue["code"] == "several_documents"] == ["info"] * 2
    first = posted("/v1/extract")
    assert first["record"] == documents[0]["record"]
    assert [issue["severity"] for issue in first["issues"] if issue["code"] == "several_documents"] == ["error"]


def test_words_are_answered(real: httpx.Client, tmp_path: Path) -> None:
    answer = real.post("/v1/ocr", files={"file": ("a.pdf", make_pdf(tmp_path / "a.pdf"))}).json()
    assert [word["text"] for word in answer["pages"][0]["words"]][-3:] == ["Invoice", "Number:", "A-17"]
    assert answer["error"] is None


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/extract-each", "/v1/ocr"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (422, "empty_input")),
        (b"just text", (415, "unsupported_input")),
        (b"%PDF-1.7 broken", (422, "damaged_input")),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", (422, "damaged_input")),
        (b"x" * (LIMIT + 1), (413, "limit_exceeded")),
    ],
)
def test_real_documents_that_cannot_be_read(real: httpx.Client, path: str, content: bytes, expected: tuple[int, str]) -> None:
    assert error(real.post(path, files={"file": ("a.pdf", content)})) == expected


def test_too_many_pages_are_refused(real: httpx.Client, tmp_path: Path) -> None:
    assert error(real.post("/v1/extract", files={"file": ("a.pdf", make_pdf(tmp_path / "a.pdf", 3))})) == (413, "limit_exceeded")


def test_an_xml_upload_is_parsed_without_entities(real: httpx.Client) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    answer = real.post("/v1/extract", files={"file": ("a.xml", bomb)})
    assert answer.status_code in (415, 422)
    assert "root:" not in answer.text
