"""What of all tests a day takes, where a run takes a share only."""

from collections import Counter, defaultdict

TURNS = 3  # days in which every batch of slow tests is run once


def share_of(items, day):
    """A day's share: slow batches take turns, and of long lists each case comes up in time."""
    turn, today, seen = turns(items), day % TURNS, Counter()
    for item in items:
        slow = item.get_closest_marker("slow") is not None
        mark = item.get_closest_marker("share")
        if mark is not None:
            test = (item.path, item.originalname)
            seen[test] += 1
            # Of what is slow each day that a batch has its turn counts as one.
            if (seen[test] + (day // TURNS if slow else day)) % mark.args[0]:
                continue
        if not slow or turn[batch(item)] == today:
            yield item


def turns(items):
    """The turn of each slow batch, so that all days are about as long."""
    total, turn, seconds = [0.0] * TURNS, {}, seconds_of(items)
    for name in sorted(seconds, key=lambda name: (-seconds[name], name)):
        turn[name] = total.index(min(total))
        total[turn[name]] += seconds[name]
    return turn


def seconds_of(items):
    """How long each slow batch takes, by its marks."""
    seconds = defaultdict(float)
    for item in items:
        slow = item.get_closest_marker("slow")
        if slow is not None:
            seconds[batch(item)] = max(seconds[batch(item)], slow.kwargs.get("seconds", 5))
    return seconds


def batch(item):
    """The name of those that stay together: they share what one of them makes, or a file."""
    together = item.get_closest_marker("xdist_group")
    return together.args[0] if together else item.nodeid.split("::")[0]
