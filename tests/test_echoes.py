"""Words that a page says more than once settle each other's misread letters; figures, and pages with a text layer, are left alone."""

from __future__ import annotations

import pytest

from extractor.catalog import label_book
from extractor.document import Document, Page, Reading, TextLayer
from extractor.echoes import Echoes, echoed, marked
from extractor.find import Task, find
from extractor.schemas.invoice import Invoice
from tests.find.typewriter import HEIGHT, WIDTH, page


def words(echoes: Echoes) -> list[str]:
    return [word.text for reading in echoes.readings for line in reading.lines for word in line.words]


def scanned(text: str) -> Reading:
    return page(text, engine="rapidocr")


def test_a_letter_misread_in_one_place_is_told_by_another() -> None:
    echoes = echoed((scanned("Verxgroothandel\nIndustrieweg 26\n\nVersgroothandel  Tel: 03/849.09.98"),))
    assert words(echoes).count("Versgroothandel") == 2
    assert [(one.read, one.meant) for one in echoes.settled] == [("Verxgroothandel", "Versgroothandel")]
    assert echoes.readings[0].lines[0].words[0].alternatives == ("Verxgroothandel",)


def test_the_parts_of_web_and_mail_addresses_are_words_too_and_case_is_kept() -> None:
    found = words(echoed((scanned("RIVAFREDDA\nhttps://rivafrcdda.it\ninfo@rivafredda.it"),)))
    assert found == ["RIVAFREDDA", "https://rivafredda.it", "info@rivafredda.it"]


def test_several_places_outweigh_what_is_likelier_as_a_word() -> None:
    found = words(echoed((scanned("Terravista\ncontact@terrovista.es\nTerravista S.L.\nwww.terravista.es"),)))
    assert found == ["Terravista", "contact@terravista.es", "Terravista", "S.L.", "www.terravista.es"]


def test_a_small_word_needs_the_same_neighbours_on_both_sides() -> None:
    assert words(echoed((scanned("29 Flm Street\n\n29 Elm Street"),))).count("Elm") == 2
    assert words(echoed((scanned("29 Flm Street\n\n31 Elm Street"),))).count("Elm") == 1


def test_words_with_a_double_letter_in_capitals_are_words_too() -> None:
    assert words(echoed((scanned("Scnillerstraße 9\n\nSchillerstraße 9"),))).count("Schillerstraße") == 2


def test_pages_of_one_document_tell_each_other() -> None:
    pages = (page("Nieuwstraat 14 Breda", 1, "rapidocr"), page("Nieuwstraot 14 Breda", 2, "rapidocr"))
    assert words(echoed(pages)) == ["Nieuwstraat", "14", "Breda"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 202311468\nCancels 202311469",  # figures
        "Maria Rossi\nMario Rossi",  # what ends otherwise is another name
        "Stand 7 hall\nHand 9 tool",  # no neighbour in common, and not one sign for another
        "Verxgroothandel",  # said once
    ],
)
def test_what_may_be_two_things_stays_as_read(text: str) -> None:
    reading = scanned(text)
    assert echoed((reading,)) == Echoes((reading,))


def test_a_text_layer_is_never_touched() -> None:
    reading = page("Verxgroothandel\nVersgroothandel\nVersgroothandel")
    assert echoed((reading,)).readings == (reading,)


def test_candidates_made_of_settled_words_say_what_was_read() -> None:
    text = "Brass Fittings Limited\n\nInvoice No: 4711\nSeller: Brass Fittimgs Limited\nTotal: 12.00\n\nBrass Fittings Limited"
    echoes = echoed((scanned(text),))
    document = Document("a.png", "image", (Page(1, WIDTH, HEIGHT, TextLayer.USABLE, None),))  # type: ignore[arg-type]  # no picture is looked at
    found = find(document, echoes.readings, Task.of(Invoice, label_book(Invoice))).candidates
    repaired = {(c.path, c.value, c.text) for c in marked(found, echoes) if c.repaired}
    assert ("seller.name", "Brass Fittings Limited", "Brass Fittimgs Limited") in repaired
    assert all("stands elsewhere as" in c.evidence for c in marked(found, echoes) if c.repaired)
    assert marked(found, Echoes(echoes.readings)) == found


def test_of_three_forms_the_one_between_was_printed() -> None:
    found = words(echoed((scanned("Holzxontor\nHolzkontor\nHolzkontar"),)))
    assert found == ["Holzkontor"] * 3


def test_a_capital_misread_within_a_word_leaves_none() -> None:
    found = words(echoed((scanned("Castelnuovo\nCasIelnuovo\nCastelnuovo"),)))
    assert found == ["Castelnuovo"] * 3
