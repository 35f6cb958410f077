"""A score as text tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.cli.common import counted
from extractor.reliability import Answer, expected_error, straight_through

if TYPE_CHECKING:
    from extractor.evaluate import Score, Tally


def report(result: Score) -> str:
    """The score as text tables: by field, by status, by confidence."""
    counts = f"{'n':>6}{'right':>7}{'wrong':>7}{'missed':>8}{'spurious':>10}"
    head = f"{'field':30}{counts}{'precision':>11}{'recall':>8}{'F1':>8}{'let through':>13}"
    lines = [head, "-" * len(head)]
    lines += [_tally_line(name, tally) for name, tally in sorted(result.fields.items())]
    lines += [_tally_line(f"{name} (rows)", tally) for name, tally in sorted(result.lists.items())]
    lines += ["-" * len(head), _tally_line("all fields (micro, no rows)", result.micro), ""]
    lines.append(f"{counted(result.documents, 'document')}, {result.answered} answered, {result.wholly_right} wholly right")
    lines += ["", f"{'status':12}{'documents':>10}{'wholly right':>14}"]
    lines += [f"{name:12}{count:>10}{right:>14}" for name, (count, right) in sorted(result.statuses.items())]
    if result.answers:
        lines += ["", f"{'confidence':14}{'answers':>8}{'mean':>8}{'right':>8}"]
        lines += [f"{b.low:.1f} - {b.high:.1f}{'':5}{b.answers:>8}{b.confidence:>8.3f}{b.right:>8.3f}" for b in result.reliability()]
        lines.append(
            f"expected calibration error {result.calibration_error:.4f}; straight through at 99 %: {result.straight_through:.1%} of answers"
        )
        lines += ["", f"{'confidence by field':30}{'answers':>8}{'right':>8}{'mean':>8}{'error':>8}{'through at 99 %':>17}"]
        lines += [_trust_line(name, found) for name, found in sorted(result.answers_of.items())]
    return "\n".join(lines)


def _trust_line(name: str, answers: Sequence[Answer]) -> str:
    right, mean = (sum(answer[at] for answer in answers) / len(answers) for at in (1, 0))
    return f"{name:30}{len(answers):>8}{right:>8.3f}{mean:>8.3f}{expected_error(answers):>8.3f}{straight_through(answers):>17.1%}"


def _tally_line(name: str, t: Tally) -> str:
    return (
        f"{name:30}{t.n:>6}{t.right:>7}{t.wrong:>7}{t.missed:>8}{t.spurious:>10}"
        f"{t.precision:>11.3f}{t.recall:>8.3f}{t.f1:>8.3f}{t.let_through:>13}"
    )
