"""A run that fixes five files fails, or is killed, at each of its operations: no file is damaged, undo gives all back.

The same is done to the undo itself. `test_strace.py` does it to the system calls of the real command.
"""

import contextlib
import errno

import pytest

FAULTS = ["kill", errno.ENOSPC, errno.EIO]
SYSTEMS = [
    pytest.param({}, id="exchange"),
    pytest.param({"exchanges": False}, id="portable"),
    pytest.param({"links": False}, id="copies"),
]


def named(fault):
    return fault if isinstance(fault, str) else errno.errorcode[fault]


@pytest.mark.parametrize("kind", SYSTEMS)
@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_run_that_fails_anywhere_damages_nothing(new_place, faulty, killed, fault, kind):
    count = operations_of(new_place(), faulty, kind)
    assert count > 60
    seen = set()
    for at in range(1, count + 1):
        place = new_place()
        system = faulty(fault, at, **kind)
        errors = None
        with contextlib.suppress(killed, OSError):
            errors = place.rewrite(system)
        context = f"{named(fault)} at {system.operations[at - 1]}, operation {at} of {count}"
        ages = place.ages()
        seen.update(ages.values())
        assert "DAMAGED" not in ages.values(), context
        if errors is not None:  # what was said is true
            assert {name: "old" if error else "new" for name, error in errors.items()} == ages, context
        place.recover()
        assert not place.remains(), context
        assert place.ages() == ages, context
        assert place.undo() == {}, context
        assert place.is_as_it_was(inodes=kind.get("links", True)), context
        assert not place.remains(), context
    assert seen == {"old", "new"}  # some faults came too early, some too late to stop a file
    print(f"{named(fault)}: {count} faults, 0 damaged files, undo gave every byte back")


@pytest.mark.parametrize("kind", SYSTEMS)
@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_an_undo_that_fails_anywhere_damages_nothing(new_place, faulty, killed, fault, kind):
    place = new_place()
    place.rewrite(faulty(**kind))
    system = faulty(**kind)
    place.undo(system)
    count = len(system.operations)
    assert count > 40
    seen = set()
    for at in range(1, count + 1):
        place = new_place()
        place.rewrite(faulty(**kind))
        system = faulty(fault, at, **kind)
        with contextlib.suppress(killed, OSError):
            place.undo(system)
        context = f"{named(fault)} at {system.operations[at - 1]}, operation {at} of {count}"
        seen.update(place.ages().values())
        assert "DAMAGED" not in seen, context
        assert place.undo() == {}, context
        assert place.is_as_it_was(inodes=kind.get("links", True)), context
        assert not place.remains(), context
    assert seen == {"old", "new"}
    print(f"undo, {named(fault)}: {count} faults, 0 damaged files, every byte came back")


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_without_undo_a_run_that_fails_anywhere_damages_nothing_either(new_place, faulty, killed, fault):
    count = operations_of(new_place(), faulty, {}, keep=False)
    assert count > 40
    seen = set()
    for at in range(1, count + 1):
        place = new_place()
        system = faulty(fault, at)
        try:
            place.rewrite(system, keep=False)
        except (killed, OSError):
            pass
        else:
            assert fault == "kill" or len(place.remains()) <= 1
        seen.update(place.ages().values())
        assert "DAMAGED" not in seen, f"{named(fault)} at {system.operations[at - 1]}, {at}"
        assert len(system.operations) >= at
    assert seen == {"old", "new"}
    print(f"without undo, {named(fault)}: {count} faults, 0 damaged files")


def operations_of(place, faulty, kind, *, keep=True):
    system = faulty(**kind)
    assert set(place.rewrite(system, keep=keep).values()) == {None}
    assert set(place.ages().values()) == {"new"}
    return len(system.operations)


def test_faults_follow_on_each_other(new_place, faulty, killed):
    """A run is killed, the settling of its remains is killed too, and so on."""
    count = operations_of(new_place(), faulty, {})
    kills = 0
    for first in range(5, count, 7):
        for second in range(1, 30, 3):
            place = new_place()
            for at in (first, second):
                try:
                    place.rewrite(faulty("kill", at))
                except killed:
                    kills += 1
            assert "DAMAGED" not in place.ages().values(), (first, second)
            place.recover()
            assert place.undo() == {}, (first, second)
            assert place.is_as_it_was(), (first, second)
            assert not place.remains(), (first, second)
    print(f"kills that follow on each other: {kills}, 0 damaged files")
    assert kills > 200
