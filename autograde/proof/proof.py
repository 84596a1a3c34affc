"""The proof of a release: the solution earns everything, and whoever knows nothing, nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from autograde.course.points import format_points
from autograde.proof.findings import (
    CellVerdict,
    Finding,
    Grade,
    Kind,
    Verdicts,
    by_severity,
)
from autograde.proof.mutants import Mutant, mutants
from autograde.proof.reference import Reference
from autograde.proof.twins import TOOL, TYPE, Twin, twins

Wrong = tuple[str, str]  # an answer, and the mistake in it
MATTER = "check values for which mistakes matter"
PERHAPS = "perhaps they are right all the same"
Progress = Callable[[int, int], None]
NOT_GRADED = CellVerdict(None, 0.0, "The test was not graded.")
REMEDIES = {
    "NameError": "Define the name in the test or in a locked cell; or, if an answer is to make "
    "it, let the solution do so.",
    "FileNotFoundError": "Ship the file: put it into the folder of the assignment.",
    "No such file": "Ship the file: put it into the folder of the assignment.",
    "ModuleNotFoundError": "Ship the module as a file of the assignment, or name its package in "
    "c.Execution.packages.",
    "Stopped after": "Make it quicker, or raise c.Execution.cell_seconds.",
}
OTHERWISE = (
    "Mend the test or the solution; a test that needs more than the seal lets through can be "
    "tagged `inside`."
)


@dataclass(frozen=True)
class Proof:
    """What was tried on an assignment, and what was found.

    Parameters
    ----------
    findings : tuple of Finding
        The worst first.
    submissions : int
        How many were graded.
    """

    findings: tuple[Finding, ...]
    submissions: int

    @property
    def holds(self) -> bool:
        """Whether right answers earn everything, and none earns anything else."""
        return not {finding.kind for finding in self.findings} & {Kind.ERROR, Kind.HOLE}


def prove(
    reference: Reference,
    grade: Grade,
    hasty: Grade,
    *,
    quick: bool = False,
    progress: Progress = lambda done, total: None,
) -> Proof:
    """Grade submissions of which it is known what they should get.

    Parameters
    ----------
    reference : Reference
        The assignment.
    grade : Grade
        Grades as the class will be.
    hasty : Grade
        Grades with less time, for answers that may not come to an end.
    quick : bool
        Whether to leave out the mutants.
    progress : callable
        Is told how many submissions were graded, and of how many.
    """
    invented = list(twins(reference))
    rounds = [] if quick else list(mutant_rounds(reference))
    total, done = 2 + len(invented) + (1 + len(rounds) if rounds else 0), 0

    def graded(by: Grade, answers: Mapping[str, str] | None = None) -> Verdicts:
        nonlocal done
        nb = reference.solved if answers is None else reference.submission(answers)
        verdicts = by(nb)
        done += 1
        progress(done, total)
        return {name: verdicts.get(name, NOT_GRADED) for name in reference.tests}

    solution = graded(grade)
    untouched = graded(grade, {})
    findings = [*about_the_solution(solution), *about_the_untouched(untouched)]
    known = {name: verdict.points or 0.0 for name, verdict in untouched.items()}
    earned = [(twin, graded(hasty, twin.answers)) for twin in invented]
    findings += about_twins(reference, earned, known)
    tried = Tried()
    if rounds:
        in_haste = graded(hasty)
        by = hasty if _same(in_haste, solution) else grade
        for one in rounds:
            tried.add(reference, solution, one, graded(by, one.answers(reference)))
        findings += tried.findings()
    findings += [
        Finding(Kind.INFO, name, "It is not sealed: it is tagged `inside`.")
        for name in reference.not_sealed
    ]
    return Proof(by_severity(findings), done)


def about_the_solution(verdicts: Verdicts) -> Iterator[Finding]:
    """Tests in which the reference answers do not earn everything."""
    for name, verdict in verdicts.items():
        if not verdict.judged:
            said = f"It could not be judged on the reference answer. {verdict.reason}"
        elif not verdict.is_full:
            said = f"The reference answer earns {_share(verdict)} points. {verdict.reason}"
        else:
            continue
        yield Finding(Kind.ERROR, name, said.rstrip(), remedy_for(verdict.reason))


def remedy_for(reason: str) -> str:
    """What to do about a test that fails with this reason."""
    return next((remedy for sign, remedy in REMEDIES.items() if sign in reason), OTHERWISE)


def about_the_untouched(verdicts: Verdicts) -> Iterator[Finding]:
    """Tests that give points to what was handed out."""
    for name, verdict in verdicts.items():
        if verdict.points:
            said = f"It gives {_share(verdict)} points without an answer."
            yield Finding(Kind.HOLE, name, said, "Let it use what the answer is to make.")


def about_twins(
    reference: Reference, earned: list[tuple[Twin, Verdicts]], known: Mapping[str, float]
) -> Iterator[Finding]:
    """Sealed tests that give twins more points than are known of, a finding for each remedy."""
    for name in [name for name in reference.tests if name not in reference.not_sealed]:
        most = known[name]
        for remedy in dict.fromkeys(twin.remedy for twin, _ in earned):
            of = [(twin, verdicts[name]) for twin, verdicts in earned if twin.remedy == remedy]
            points = max(verdict.points or 0.0 for _, verdict in of)
            # Whoever makes the tools as well makes answers like the others'.
            if points > (most if remedy == TOOL else known[name]):
                yield _hole(reference, name, of)
            most = max(most, points)
        doing = [twin.does for twin, verdicts in earned if not verdicts[name].judged]
        if doing:
            said = f"It waits for a person where an answer {_listed(doing)}."
            yield Finding(Kind.WEAK, name, said, _sentence(TYPE))


def _hole(reference: Reference, test: str, of: list[tuple[Twin, CellVerdict]]) -> Finding:
    remedy = of[0][0].remedy
    doing: dict[str, list[str]] = defaultdict(list)
    for twin, verdict in of:
        if verdict.points and not (remedy == TOOL and doing):  # the plainest of these is enough
            doing[_share(verdict)].append(twin.does)
    said = [f"{share} points to an answer that {_listed(does)}" for share, does in doing.items()]
    sentence = f"It gives {', and '.join(said)}."
    names = ", ".join(f"`{name}`" for name in sorted(reference.tools_of(test)))
    if remedy == TOOL and names:
        sentence += f" Of {names} something comes from the student."
    return Finding(Kind.HOLE, test, sentence, _sentence(remedy))


@dataclass(frozen=True)
class Round:
    """A submission of right answers but for some, of which no test sees two.

    Parameters
    ----------
    wrong : dict
        The mutants, by the names of the answers.
    """

    wrong: Mapping[str, Mutant]

    def answers(self, reference: Reference) -> dict[str, str]:
        """All answers, right and wrong."""
        wrong = {name: mutant.source for name, mutant in self.wrong.items()}
        return {**reference.all_answers, **wrong}


def mutant_rounds(reference: Reference) -> Iterator[Round]:
    """All mutants of all answers, as few submissions as will do."""
    of = {name: mutants(source) for name, source in reference.answers.items()}
    for group in apart(reference):
        for i in range(max(len(of[name]) for name in group)):
            yield Round({name: of[name][i] for name in group if i < len(of[name])})


def apart(reference: Reference) -> list[list[str]]:
    """The answers in groups, such that no test depends on two of a group."""
    together = [reference.needs(test) for test in reference.tests]
    groups: list[list[str]] = []
    for name in reference.answers:
        near = set().union(*(needs for needs in together if name in needs))
        for group in groups:
            if not near & set(group):
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


@dataclass
class Tried:
    """The mutants that tests met.

    Parameters
    ----------
    met, passed : dict
        By test, the mutants of answers that it depends on, and those that it gave all points.
    """

    met: dict[str, list[Wrong]] = field(default_factory=lambda: defaultdict(list))
    passed: dict[str, list[Wrong]] = field(default_factory=lambda: defaultdict(list))

    def add(self, reference: Reference, solution: Verdicts, one: Round, verdicts: Verdicts) -> None:
        """Note how each test found the one mutant that it depends on."""
        for test, before in solution.items():
            for name in reference.needs(test) & one.wrong.keys() if before.points else ():
                wrong = (name, one.wrong[name].mistake)
                self.met[test].append(wrong)
                if (verdicts[test].points or 0.0) >= (before.points or 0.0):
                    self.passed[test].append(wrong)

    def findings(self) -> Iterator[Finding]:
        """Tests that no mutant fails, and mutants that fail no test."""
        blind = {test for test, met in self.met.items() if len(self.passed[test]) == len(met)}
        for test in self.met:
            if test in blind:
                met = self.met[test]
                said = f"None of the {len(met)} wrong answers that we tried fails it, such as "
                yield Finding(Kind.WEAK, test, f"{said}{_mistake(met[0])}.", _sentence(MATTER))
        for name, (mistakes, missed) in self._by_answer(blind).items():
            if missed:
                weak = len(missed) > len(mistakes) / 2
                said = f"{len(missed)} of {len(mistakes)} wrong answers fail no test: "
                yield Finding(
                    Kind.WEAK if weak else Kind.INFO,
                    name,
                    f"{said}{'; '.join(missed)}.",
                    _sentence(MATTER if weak else PERHAPS),
                )

    def _by_answer(self, blind: set[str]) -> dict[str, tuple[list[str], list[str]]]:
        """All mistakes of an answer, and those that no test noticed.

        Answers that only blind tests see are left out.
        """
        made = list(dict.fromkeys(wrong for met in self.met.values() for wrong in met))
        seen = {name for test, met in self.met.items() if test not in blind for name, _ in met}
        noticed = {w for test, met in self.met.items() for w in met if w not in self.passed[test]}
        found: dict[str, tuple[list[str], list[str]]] = {}
        for name, mistake in made:
            if name in seen:
                mistakes, missed = found.setdefault(name, ([], []))
                mistakes.append(mistake)
                if (name, mistake) not in noticed:
                    missed.append(mistake)
        return found


def _same(some: Verdicts, others: Verdicts) -> bool:
    return all(some[name].points == others[name].points for name in others)


def _share(verdict: CellVerdict) -> str:
    return f"{format_points(verdict.points)} of {format_points(verdict.worth)}"


def _listed(said: list[str]) -> str:
    """Different things in one clause.

    >>> _listed(["a", "b", "a"]), _listed(["a"])
    ('a, or b', 'a')
    """
    *some, last = dict.fromkeys(said)
    return f"{', '.join(some)}, or {last}" if some else last


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}."


def _mistake(wrong: Wrong) -> str:
    name, mistake = wrong
    return f"{mistake} of {name}"
