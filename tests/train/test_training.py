"""Training of what ships, on tiny data: documents are read once, rows say what is right, trees become plain numbers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.learned import Curve, learned_of, signs
from extractor.reliability import expected_error
from tools.train import answers, confidence, ner, scorer
from tools.train.documents import Example, Made, examples, transcript
from tools.train.rows import rows_of, same

LINES = [
    {"text": text, "box": [40, 30 * at, 40 + 9 * len(text), 30 * at + 20]}
    for at, text in enumerate(("CORNER BOOKS", "12 High Street, Bath", "Date: 12/03/2024", "Total 12.50"), 1)
]


def receipt(name: str = "Corner Books") -> Example:
    truth = {"file": "a.jpg", "fields": {"merchant.name": name, "merchant.address": "12 High Street, Bath", "total": "12.50"}}
    return Example("sroie_text", "receipt", 1.0, truth, (transcript(LINES),))


def test_a_transcript_is_read_as_it_stands() -> None:
    assert [line.text for line in transcript(LINES).lines] == [line["text"] for line in LINES]


def test_made_documents_are_read_once(tmp_path: Path) -> None:
    said: list[str] = []
    wanted = (Made("receipt", "clean", 2, 0.5),)
    first = examples(tmp_path, None, made=wanted, jobs=1, tell=said.append)
    again = examples(tmp_path, None, made=wanted, jobs=1, tell=said.append)
    assert said == ["2 documents, 2 of them to read", "2 documents, 0 of them to read"]
    assert [example.truth["fields"] for example in first] == [example.truth["fields"] for example in again]
    assert all(example.readings[0].words and example.weight == 0.5 for example in first)


def test_sets_that_may_not_be_trained_on_are_not_looked_at(tmp_path: Path) -> None:
    for name in ("funsd", "wildreceipt", "facturx"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "truth.jsonl").write_text(json.dumps({"file": "a.png", "fields": {}}) + "\n")
    assert examples(tmp_path / "work", tmp_path / "data", made=(), jobs=1, tell=lambda text: None) == []


def test_rows_say_which_candidates_are_right() -> None:
    (prepared,) = answers.prepare([receipt()], jobs=1)
    rows = list(rows_of(prepared.example.truth, prepared.found.candidates, prepared.specs))
    assert {row["family"] for row in rows if row["right"]} == {"letterhead_name", "letterhead_address", "money"}
    assert any(not row["right"] for row in rows)
    assert answers.vendor(prepared.example) == "cornerbooks"
    assert answers.recall([prepared])["total"] == answers.Recall(1, 1)


def test_a_truth_that_is_not_in_what_was_read_is_counted_apart() -> None:
    recall = answers.recall(answers.prepare([receipt(), receipt("Corner Cooks")], jobs=1))
    assert recall["merchant.name"] == answers.Recall(shows=2, among=1, legible=1, among_legible=1)
    assert recall["merchant.address"] == answers.Recall(shows=2, among=2, legible=2, among_legible=2)


def test_what_is_taken_off_is_right_with_its_minus_sign() -> None:
    lines = ("CORNER BOOKS", "Subtotal 14.00", "Discount -1.50", "Total 12.50")
    reading = transcript([{"text": text, "box": [40, 30 * at, 40 + 9 * len(text), 30 * at + 20]} for at, text in enumerate(lines, 1)])
    truth = {"file": "a.jpg", "fields": {"discount_total": "1.50", "total": "12.50"}}
    (prepared,) = answers.prepare([Example("sroie_text", "receipt", 1.0, truth, (reading,))], jobs=1)
    assert any(candidate.value == Decimal("-1.50") for candidate in prepared.found.candidates if candidate.path == "discount_total")
    candidates = [candidate for candidate in prepared.found.candidates if candidate.path == "discount_total"]
    assert next(row["right"] for row in rows_of(truth, candidates, prepared.specs, prepared.model.rules))
    assert answers.recall([prepared])["discount_total"] == answers.Recall(1, 1)
    assert not any(row["right"] for row in rows_of(truth, candidates, prepared.specs))


@pytest.mark.parametrize(
    ("found", "expected", "equal"),
    [
        (Decimal("12.5"), "12.50", True),
        (Decimal("1250"), "1,250.00", True),
        (Decimal("12.5"), "n/a", False),
        ("Röhr & Co.", "RÖHR & CO", True),
    ],
)
def test_values_are_equal_as_what_they_are(found: object, expected: str, equal: bool) -> None:
    assert same(found, expected) is equal


def test_trees_are_plain_numbers_that_order_what_they_learned() -> None:
    chance = random.Random(1)
    rows = []
    for _ in range(400):
        near, noise = chance.random(), chance.random()
        rows.append({"family": "money", "features": {"strength": near, "noise": noise}, "right": near > 0.5})
    model = json.loads(json.dumps(scorer.fit_all(rows, 30)))
    assert model == json.loads(json.dumps(scorer.fit_all(rows, 30)))
    forest = learned_of(model).families["money"]
    assert forest.log_odds({"strength": 0.9, "noise": 0.5}) > 0.8 > -0.8 > forest.log_odds({"strength": 0.1, "noise": 0.5})


def test_trees_start_from_the_weighed_signs() -> None:
    """Where these are right already, nothing is left to correct."""
    chance = random.Random(2)
    rows = [{"family": "money", "features": {"near": near}, "signs": 6.0 if near > 0.5 else -6.0, "right": near > 0.5}
            for near in (chance.random() for _ in range(400))]  # fmt: skip
    families = scorer.fit_all(rows, 10)["families"]
    added = learned_of({"families": families}).families["money"].log_odds({"near": 0.9}) if families else 0.0
    assert abs(added) < 0.5


def test_an_origin_with_many_documents_does_not_outvote_one_with_few() -> None:
    rows = [{"family": "money", "features": {"near": float(at % 2)}, "right": at % 2 == 0, "origin": "few"} for at in range(200)]
    rows += [{"family": "money", "features": {"near": float(at % 2)}, "right": at % 2 == 1, "origin": "many"} for at in range(600)]
    undecided = learned_of(scorer.fit_all(rows, 20)).families.get("money")
    assert undecided is None or abs(undecided.log_odds({"near": 1.0}) - undecided.log_odds({"near": 0.0})) < 0.2


def test_confidences_are_fitted_to_the_share_that_is_right() -> None:
    chance = random.Random(4)
    given = [(said, chance.random() < said**2) for said in (chance.uniform(0.3, 0.99) for _ in range(2000))]
    held = [confidence.Answered(("any",), "sroie", signs(said, 1, 0.0), right) for said, right in given]
    curve = Curve(*confidence.curve(held))
    after = [(curve.of(said), right) for said, right in given]
    assert (expected_error(after) or 0) < 0.05 < (expected_error(given) or 0)


def test_what_is_said_again_and_what_has_no_rival_are_believed_more_where_they_are_righter() -> None:
    chance = random.Random(5)
    given = [(chance.choice((1, 3)), chance.choice((0.01, 0.4))) for _ in range(2000)]
    held = [
        confidence.Answered(("any",), "sroie", signs(0.8, times, rival), chance.random() < 0.6 + 0.15 * (times > 1) + 0.15 * (rival < 0.1))
        for times, rival in given
    ]
    curve = Curve(*confidence.curve(held))
    assert curve.of(0.8, 3, 0.01) == pytest.approx(0.9, abs=0.05)
    assert curve.of(0.8, 1, 0.4) == pytest.approx(0.6, abs=0.05)


def test_answers_in_repeated_blocks_are_held_against_the_row_of_their_number() -> None:
    lines = ("Boarding pass", "Passenger", "Ada Example", "Flight", "UV 7592", "Seat", "24C", "From", "Bath", "To", "York")
    reading = transcript([{"text": text, "box": [40, 30 * at, 40 + 9 * len(text), 30 * at + 20]} for at, text in enumerate(lines, 1)])
    rows = [{"number": "UV 7592", "seat": "24D"}]
    ticket = Example("made_tickets_clean", "ticket", 1.0, {"file": "a.pdf", "fields": {"reservations": rows}}, (reading,))
    held = [a for a in confidence.out_of_fold(answers.prepare([ticket], jobs=1)) if "blocks" in a.keys]
    assert sorted(answered.right for answered in held) == [False, True]
    assert {answered.origin for answered in held} == {"made_tickets"}


def test_confidences_are_learned_from_documents_of_every_origin() -> None:
    truth = receipt().truth
    known = [replace(receipt(), source="made_receipts_clean", truth={**truth, "file": f"{number}.jpg"}) for number in range(50)]
    held = list(confidence.out_of_fold(answers.prepare([receipt(), *known], jobs=1)))
    assert {answered.origin for answered in held} == {"sroie", "made_receipts"}


def test_a_family_that_is_hardly_ever_right_gets_no_model() -> None:
    rows = [{"family": "odd", "features": {"a": float(at)}, "right": at < 5} for at in range(100)]
    assert scorer.fit_all(rows, 5)["families"] == {}


def test_running_needs_no_training_library() -> None:
    code = (
        "import sys; from extractor import find, scorer; scorer.score([], []); print({'lightgbm', 'spacy', 'sklearn'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_a_value_is_found_in_a_text_that_was_misread() -> None:
    text = "CORNER B0OKS\n12 Hgh Street. Bath\n"
    name, address = ner.place(text, "Corner Books"), ner.place(text, "12 High Street, Bath")
    assert name is not None
    assert text[slice(*name)] == "CORNER B0OKS"
    assert address is not None
    assert text[slice(*address)] == "12 Hgh Street. Bath"
    assert ner.place(text, "Nowhere Limited") is None


def test_a_read_head_ends_soon_after_what_is_labelled() -> None:
    (head,) = ner.read_heads([receipt()])
    assert [(head.text[start:end], label) for start, end, label in head.spans] == [
        ("CORNER BOOKS", "ORG"),
        ("12 High Street, Bath", "ADDRESS"),
    ]
    assert head.text.startswith("CORNER BOOKS")
    assert list(ner.read_heads([receipt("Nobody Knows This Shop")])) == []


def test_made_heads_are_labelled_where_their_values_stand() -> None:
    heads = list(ner.made_heads(48, random.Random(3)))
    assert heads == list(ner.made_heads(48, random.Random(3)))
    for head in heads:
        ends = 0
        for start, end, _ in head.spans:
            assert ends <= start < end <= len(head.text)
            assert head.text[start:end].strip()
            ends = end
    assert {label for head in heads for _, _, label in head.spans} == {"ORG", "ADDRESS", "PERSON", "PRODUCT", "REFERENCE"}
    assert not any(set("{}") & set(head.text) for head in heads)


def test_a_pipeline_is_made_and_scored_by_label(tmp_path: Path) -> None:
    heads = [replace(head, kept_back=number % 4 == 0) for number, head in enumerate(ner.made_heads(24, random.Random(3)))]
    scores = ner.train(heads, tmp_path / "ner", steps=2)
    assert scores.keys() >= {"all", "ADDRESS", "ORG"}
    assert all(0 <= score <= 1 for score in scores.values())
    assert "ADDRESS+" in json.loads((tmp_path / "ner" / "vocab" / "strings.json").read_text())


def test_entities_stay_where_they_stand_in_a_text_that_is_misread() -> None:
    name, street = "Hollow Oak Garden Centre", "12 Mill Lane"
    for seed in range(40):
        text, spans = ner.worn(
            f"{name}\n{street}\n", ((0, len(name), "ORG"), (len(name) + 1, len(name) + 1 + len(street), "ADDRESS")), random.Random(seed)
        )
        (start, end, _), (begin, stop, _) = spans
        assert (start, text[end], text[stop:]) == (0, "\n", "\n")
        assert text[begin - 1] == "\n"


def test_slips_are_few_and_none_where_none_are_wanted() -> None:
    text = "Hollow Oak Garden Centre, 12 Mill Lane"
    assert ner.slips(text, 0.0, random.Random(1)) == text
    assert ner.slips(text * 20, 0.03, random.Random(1)) != text * 20
