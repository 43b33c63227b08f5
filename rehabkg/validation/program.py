"""What is asked of a thing, arranged so that sound things cost little.

Nearly every record is sound. So each property that a thing has is looked at once, with a test for each constraint on
it; only a shape of which some test failed is gone through in full, as the reference does, to tell what broke it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from rehabkg.validation.literals import Test
from rehabkg.validation.result import CheckResult
from rehabkg.validation.statements import Node, Statements

# Writes what a thing, with its properties, breaks to a list.
Check = Callable[[Statements, str, Node, list[CheckResult]], None]


@dataclass(slots=True)
class Asked:
    """What is asked of one property: a test of each value, and limits of their number, beside the check if it fails."""

    tests: list[tuple[Test, Check]] = field(default_factory=list)
    limits: list[tuple[int, Check]] = field(default_factory=list)


@dataclass(slots=True)
class Program:
    """The checks of one or more shapes.

    `required` are properties that must be there, `closed` sets of properties beside which there must be no other,
    each with the check to run if it is not so; `always` are checks that nothing shortens.
    """

    asked: dict[str, Asked] = field(default_factory=dict)
    required: list[tuple[str, Check]] = field(default_factory=list)
    closed: list[tuple[frozenset[str], Check]] = field(default_factory=list)
    always: list[Check] = field(default_factory=list)

    def add(self, other: Program) -> None:
        """Take in the checks of another program."""
        for name, asked in other.asked.items():
            own = self.asked.setdefault(name, Asked())
            own.tests += asked.tests
            own.limits += asked.limits
        self.required += other.required
        self.closed += other.closed
        self.always += other.always

    def add_property(
        self,
        check: Check,
        properties: Collection[str] | None,
        tests: Sequence[Test],
        least: int | None,
        most: int | None,
    ) -> None:
        """Take in a property shape. *properties* are those that its path chooses from, None for another path."""
        counted = least is not None or most is not None
        if properties is None or (counted and len(properties) > 1) or (least or 0) > 1:
            self.always.append(check)
            return
        for name in properties:
            asked = self.asked.setdefault(name, Asked())
            asked.tests.extend((test, check) for test in tests)
            if most is not None:
                asked.limits.append((most, check))
            if least:
                self.required.append((name, check))

    def run(self, statements: Statements, focus: str, node: Node, found: list[CheckResult]) -> None:
        """Write what *focus* breaks to *found*."""
        for check in (*self._failed_values(statements, node), *self._failed_names(node), *self.always):
            check(statements, focus, node, found)

    def _failed_values(self, statements: Statements, node: Node) -> Collection[Check]:
        failed: dict[Check, None] = {}
        of_property = self.asked.get
        for name, values in node.items():
            asked = of_property(name)
            if asked is None:
                continue
            for test, check in asked.tests:
                for value in values:
                    if not test(statements, value):
                        failed[check] = None
            for limit, check in asked.limits:
                if len(values) > limit:
                    failed[check] = None
        return failed

    def _failed_names(self, node: Node) -> list[Check]:
        names = node.keys()
        missing = [check for name, check in self.required if name not in node]
        return missing + [check for allowed, check in self.closed if not names <= allowed]
