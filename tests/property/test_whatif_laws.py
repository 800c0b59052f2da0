"""What-ifs against a look at every sheet, on drawn methods, lawful and lawless."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Any

import attrs
from brute import Brute
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pamms_core import Answers, Method, Rater, State, read_method
from pamms_core.rating.whatif.asking import sheet_with, state_label
from pamms_core.rating.whatif.ranges import Certainty
from pamms_core.testing import any_methods, methods, question_sets, scales

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pamms_core.rating.distance import Threshold
    from pamms_core.rating.verdict import Verdict

# Each example is tried on all its sheets, so a part of the profile's examples is plenty.
FEWER = settings(max_examples=max(settings().max_examples // 4, 1))
MOST = settings(max_examples=max(settings().max_examples // 2, 1))
MOST_COMPLETED = 400


@attrs.frozen(kw_only=True)
class Case:
    """A rater, a sheet, and the questions that are open on it."""

    rater: Rater
    states: tuple[int | None, ...]
    flags: dict[str, bool]
    open: tuple[int, ...]
    not_assessed: bool

    @property
    def answers(self) -> Answers:
        """The sheet."""
        asked = self.rater.question_set
        blank = Answers(set_id=asked.id, edition=asked.edition, flags=self.flags)
        return sheet_with(self.rater, blank, dict(enumerate(self.states)))

    @property
    def codes(self) -> list[str]:
        """The codes of the open questions."""
        return [self.rater.questions[at].code for at in self.open]

    def may(self, at: int) -> list[int | None]:
        """List what an open question may be."""
        most = self.rater.questions[at].most
        ranks = len(self.rater.question_set.framework.scale)
        found: list[int | None] = [*range(ranks if most is None else most + 1)]
        if self.not_assessed:
            found.append(ranks if most is None else None)
        return found

    def completed(self) -> Iterator[tuple[dict[int, int | None], list[Verdict]]]:
        """Yield every way the open questions may be answered, and the verdicts then."""
        for told in product(*map(self.may, self.open)):
            chosen = dict(zip(self.open, told, strict=True))
            yield chosen, self.rated(chosen)

    def rated(self, chosen: Mapping[int, int | None]) -> list[Verdict]:
        """Rate the sheet with some states in the place of its own."""
        states = [chosen.get(at, state) for at, state in enumerate(self.states)]
        return self.rater.verdicts(states, self.flags)


def judged() -> Method:
    """Make a method whose children may be left to judgement, with carried scores and a flag."""
    mean = {"score": "mean of questions", "bands": {"a": "5/2", "b": "3/2"}}
    case = {"rating": "a", "when": {"children": "a", "at_least": "all"}}
    limit = {"id": "cap", "at_most": "b", "when": {"flag": "breach"}}
    return read_method(
        {
            "id": "judged",
            "edition": "1",
            "title": "Judged",
            "points": {"a": 3, "b": 2, "c": 1},
            "scale": {"id": "abc", "levels": [{"key": key, "label": key.upper()} for key in "abc"]},
            "flags": {"breach": "whether there is a breach"},
            "tree": {
                "inputs": [{"code": code} for code in "vwxyz"],
                "nodes": [
                    {"code": "top", "rule": "top", "children": ["left", "right", "z"]},
                    {"code": "left", "rule": "left", "children": ["v", "w"]},
                    {"code": "right", "rule": "right", "children": ["x", "y"]},
                ],
            },
            "rules": {
                "top": {**mean, "score": "mean of children's scores", "limits": [limit]},
                "left": {"score": "mean of questions", "cases": [case], "otherwise": "undetermined"},
                "right": mean,
            },
        }
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a small set or a tree, a method of any rules or a lawful one, and a sheet."""
    kind = draw(st.sampled_from(["lawful", "lawless", "tree", "judged"]))
    if kind == "judged":
        rater = Rater.of_method(judged())
    elif kind == "tree":
        rater = Rater.of_method(draw(any_methods()))
    else:
        scale = draw(scales(max_size=4))
        asked = draw(question_sets(scale, max_standards=3, max_questions=3))
        rater = Rater(asked, draw(methods(scale) if kind == "lawful" else any_methods(asked)))
    options = Brute(rater).options
    states = [draw(st.sampled_from(each)) for each in options]
    places = st.lists(st.integers(0, len(options) - 1), unique=True, max_size=4)
    flags = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(rater.method.flags, st.booleans())))
    case = Case(
        rater=rater,
        states=tuple(states),
        flags=flags,
        open=tuple(sorted(draw(places))),
        not_assessed=draw(st.booleans()),
    )
    assume(prod(len(case.may(at)) for at in case.open) <= MOST_COMPLETED)
    return case


class TestOneAnswer:
    """Issue "6 of 6": a single change re-rates only its path, and is what re-rating gives."""

    @MOST
    @given(case=cases(), data=st.data())
    def test_a_worked_sheet_is_the_re_rated_sheet(self, case: Case, data: st.DataObject) -> None:
        """Trying, changing and copying answers gives what rating the changed sheet gives."""
        sheet = case.rater.sheet(case.answers)
        assert sheet.verdicts == case.rated({})
        changes: dict[int, int | None] = {}
        for _ in range(3):
            at = data.draw(st.integers(0, len(case.states) - 1))
            state = data.draw(st.sampled_from(Brute(case.rater).options[at]))
            then = case.rated({**changes, at: state})
            climb = sheet.try_answer(at, state)
            assert {place: verdict for place, _, verdict in climb}.items() <= dict(
                enumerate(then)
            ).items()
            touched = {place for place, _, _ in climb}
            now = case.rated(changes)
            assert all(then[place] == now[place] for place in range(len(now)) if place not in touched)
            before, sheet = sheet, sheet.copy()
            sheet.put(at, state)
            changes[at] = state
            assert sheet.verdicts == then
            assert before.verdicts == now
            outcome = case.rater.outcome(sheet.answers, sheet.states)
            assert sheet.outcome == outcome
            assert [each.score for each in sheet.outcome.values()] == [
                each.score for each in outcome.values()
            ]

    @FEWER
    @given(case=cases())
    def test_influence_is_re_rating(self, case: Case) -> None:
        """Every alternative's verdicts, of a question or of a whole branch, are the re-rated ones."""
        rater = case.rater
        influence = rater.influence(case.answers, not_assessed=case.not_assessed)
        places = {node.code: place for place, node in enumerate(rater.nodes)}
        now = case.rated({})
        assert {code: now[places[code]] for code in influence.now} == dict(influence.now)
        ranks = len(rater.question_set.framework.scale)
        for at, question in enumerate(rater.questions):
            found = influence[question.code]
            others = [state for state in case.may(at) if state != case.states[at]]
            assert [each.answer for each in found.alternatives] == [
                state_label(rater, at, state) for state in reversed(others)
            ]
            for state, each in zip(reversed(others), found.alternatives, strict=True):
                then = case.rated({at: state})
                assert all(then[places[code]] == verdict for code, verdict in each.verdicts)
        for branch in influence.branches:
            node = rater.nodes[places[branch.code]]
            below = [at for at in range(node.start, node.stop) if rater.questions[at].most is None]
            for rank, each in zip(reversed(range(ranks)), branch.alternatives, strict=True):
                then = case.rated(dict.fromkeys(below, rank))
                assert all(then[places[code]] == verdict for code, verdict in each.verdicts)

    @FEWER
    @given(case=cases())
    def test_pivotal_questions_and_near_limits_are_those_that_turn(self, case: Case) -> None:
        """A question is pivotal, and a limit near, exactly where one other answer changes that."""
        rater = case.rater
        influence = rater.influence(case.answers, not_assessed=case.not_assessed)
        now = case.rated({})
        turned: set[tuple[str, str]] = set()
        near: dict[tuple[str, str, bool], set[str]] = {}
        for at, question in enumerate(rater.questions):
            for state in case.may(at):
                for node, one, other in zip(rater.nodes, now, case.rated({at: state}), strict=True):
                    if (one.symbol, one.possible) != (other.symbol, other.possible):
                        turned.add((node.code, question.code))
                    before, after = ({limit.id for limit in each.acting} for each in (one, other))
                    for limit in before ^ after:
                        near.setdefault((node.code, limit, limit in before), set()).add(question.code)
        for node in rater.nodes:
            assert {each.code for each in influence.pivotal(node.code)} == {
                code for place, code in turned if place == node.code
            }
        found = {(e.node, e.limit, e.acts): {code for code, _ in e.answers} for e in influence.limits}
        assert found == near


class TestNearness:
    """Issue "6 of 6": the distance of every node to its next threshold, in answers."""

    @FEWER
    @given(case=cases())
    def test_the_fewest_answers_are_the_fewest(self, case: Case) -> None:
        """No fewer answers than said take a score across its threshold, and so many do."""
        rater = case.rater
        choices = [list(range(len(rater.question_set.framework.scale))) for _ in rater.questions]
        for at, question in enumerate(rater.questions):
            if question.most is not None:
                state = case.states[at]
                choices[at] = [*range(question.most + 1)] if state is not None else []
        assume(prod(len(each) + 1 for each in choices) <= MOST_COMPLETED * 5)
        nearness = {each.code: each for each in rater.influence(case.answers).nodes}
        for place, node in enumerate(rater.nodes):
            near = nearness[node.code]
            for turn in (near.up, near.down):
                if turn is not None:
                    fewest = self._fewest(case, choices, place, turn.threshold)
                    if turn.is_exact:
                        assert turn.answers == fewest, (node.code, turn)
                    else:
                        assert fewest is None or fewest > 1

    def _fewest(
        self, case: Case, choices: Sequence[Sequence[int]], place: int, to: Threshold
    ) -> int | None:
        node = case.rater.nodes[place]
        places = range(node.start, node.stop)
        below = case.rater.rate(case.answers)[node.code].score
        assert below is not None
        for count in range(1, len(places) + 1):
            for some in combinations(places, count):
                for told in product(*(choices[at] for at in some)):
                    if self._crosses(case, dict(zip(some, told, strict=True)), node.code, to, below):
                        return count
        return None

    def _crosses(
        self, case: Case, chosen: Mapping[int, int], code: str, to: Threshold, before: Fraction
    ) -> bool:
        score = case.rater.rate(sheet_with(case.rater, case.answers, chosen))[code].score
        return score is not None and self._side(case, code, to, before) != self._side(
            case, code, to, score
        )

    def _side(self, case: Case, code: str, to: Threshold, score: Fraction) -> bool:
        how = next(
            case.rater.method.rule_of(node) for node in case.rater.nodes if node.code == code
        ).score
        assert how is not None
        if score == to.score:
            return to.included
        return (score < to.score) is how.lower_is_better


class TestRange:
    """Issue "6 of 6": the range contains every completed rating, and its ends are reached."""

    @MOST
    @given(case=cases(), most=st.sampled_from([5_000_000, 5_000_000, 40, 0]))
    def test_the_range_is_what_every_completed_sheet_shows(self, case: Case, most: int) -> None:
        """Exact ranges are those of all completed sheets; bounds contain them."""
        found = case.rater.range(
            case.answers, case.codes, not_assessed=case.not_assessed, reopen=True, most=most
        )
        every = [verdicts for _, verdicts in case.completed()]
        for place, node in enumerate(case.rater.nodes):
            seen = [verdicts[place] for verdicts in every]
            ratings = {r for each in seen for r in (each.possible or (each.rating,)) if r is not None}
            states = {each.state for each in seen} - {State.RATED}
            here = found[node.code]
            if here.is_exact:
                assert (here.best, here.worst) == (
                    max(ratings, default=None),
                    min(ratings, default=None),
                )
                assert set(here.states) == states
                assert here.is_settled == (len(ratings) + len(states) == 1)
            else:
                assert most < 5_000_000
                assert states <= set(here.states)
                if ratings:
                    assert here.best is not None
                    assert here.worst is not None
                    assert here.worst <= min(ratings) <= max(ratings) <= here.best
            if here.reached is not None:
                assert set(here.reached) <= ratings

    @FEWER
    @given(case=cases())
    def test_two_sheets_are_used_only_where_the_method_is_monotone(self, case: Case) -> None:
        """Where two sheets are the reason, the rules are monotone by their form, or nothing is open."""
        found = case.rater.range(case.answers, case.codes, reopen=True)
        for node, proven in zip(case.rater.nodes, case.rater.monotone, strict=True):
            if found[node.code].by is Certainty.TWO_SHEETS:
                assert proven or not case.open


class TestChances:
    """Issue "6 of 6": probabilities sum to exactly one and agree with enumeration."""

    @MOST
    @given(case=cases(), data=st.data())
    def test_chances_are_those_of_every_completed_sheet(self, case: Case, data: st.DataObject) -> None:
        """Given any chances, each node's are the sums over all completed sheets, and sum to 1."""
        weights = {
            at: {state: data.draw(st.integers(0, 3)) for state in case.may(at)} for at in case.open
        }
        assume(all(sum(each.values()) for each in weights.values()))
        shares = {
            at: {state: Fraction(weight, sum(each.values())) for state, weight in each.items()}
            for at, each in weights.items()
        }
        told = {
            case.rater.questions[at].code: {
                _told(case, at, state): share for state, share in each.items()
            }
            for at, each in shares.items()
        }
        found = case.rater.chances(case.answers, told, questions=case.codes, reopen=True)
        _check(
            case,
            found,
            (
                (verdicts, prod((shares[at][state] for at, state in chosen.items()), start=Fraction(1)))
                for chosen, verdicts in case.completed()
            ),
        )

    @MOST
    @given(case=cases(), data=st.data())
    def test_questions_that_move_together_do(self, case: Case, data: st.DataObject) -> None:
        """With joint rows for some questions, chances are still those of every completed sheet."""
        assume(len(case.open) > 1)
        size = data.draw(st.integers(2, len(case.open)))
        grouped = data.draw(st.permutations(case.open))[:size]
        every = list(product(*map(case.may, grouped)))
        rows = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
        weights = [data.draw(st.integers(1, 3)) for _ in rows]
        joint = {
            tuple(_told(case, at, state) for at, state in zip(grouped, row, strict=True)): Fraction(
                weight, sum(weights)
            )
            for row, weight in zip(rows, weights, strict=True)
        }
        groups: Any = {tuple(case.rater.questions[at].code for at in grouped): joint}
        found = case.rater.chances(
            case.answers,
            questions=case.codes,
            groups=groups,
            not_assessed=case.not_assessed,
            reopen=True,
        )
        alone = [at for at in case.open if at not in grouped]
        share = Fraction(1, prod(len(case.may(at)) for at in alone))
        _check(
            case,
            found,
            (
                (
                    case.rated(
                        {**dict(zip(grouped, row, strict=True)), **dict(zip(alone, told, strict=True))}
                    ),
                    share * Fraction(weight, sum(weights)),
                )
                for row, weight in zip(rows, weights, strict=True)
                for told in product(*map(case.may, alone))
            ),
        )

    @FEWER
    @given(case=cases(), chance=st.fractions(0, 1, max_denominator=5))
    def test_flags_may_have_chances(self, case: Case, chance: Fraction) -> None:
        """With the chance of a flag, chances are those with it and without it, by that chance."""
        unknown = [name for name in case.rater.method.flags if name not in case.flags]
        found = case.rater.chances(
            case.answers, questions=case.codes, flags=dict.fromkeys(unknown, chance), reopen=True
        )
        case = attrs.evolve(case, not_assessed=False)
        count = prod(len(case.may(at)) for at in case.open)

        def every() -> Iterator[tuple[list[Verdict], Fraction]]:
            for guess in product([False, True], repeat=len(unknown)):
                flags = {**case.flags, **dict(zip(unknown, guess, strict=True))}
                share = prod(
                    (chance if given else 1 - chance for given in guess), start=Fraction(1, count)
                )
                for _, verdicts in attrs.evolve(case, flags=flags).completed():
                    yield verdicts, share

        _check(case, found, every())


def _told(case: Case, at: int, state: int | None) -> Any:
    """Say a state as a person would."""
    if case.rater.questions[at].most is not None:
        return state
    return state_label(case.rater, at, state)


def _check(case: Case, found: Any, every: Any) -> None:
    """Compare the chances of all nodes with the sums over weighed sheets."""
    sums: list[dict[str, Fraction]] = [{} for _ in case.rater.nodes]
    limits: list[dict[str, Fraction]] = [{} for _ in case.rater.nodes]
    for verdicts, share in every:
        for place, verdict in enumerate(verdicts):
            sums[place][verdict.symbol] = sums[place].get(verdict.symbol, Fraction()) + share
            for limit in verdict.acting:
                limits[place][limit.id] = limits[place].get(limit.id, Fraction()) + share
    for place, node in enumerate(case.rater.nodes):
        here = found[node.code]
        told = {**{r.key: c for r, c in here.ratings.items()}, **here.unrated}
        assert sum(told.values()) == 1
        assert {key: c for key, c in told.items() if c} == {
            key: c for key, c in sums[place].items() if c
        }
        assert {key: c for key, c in here.limits.items() if c} == {
            key: c for key, c in limits[place].items() if c
        }
