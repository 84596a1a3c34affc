"""The tale is English that fifty letters can write, and there is enough of it."""

from chainrule import data


def test_the_tale_is_long_enough_and_of_few_letters():
    tale = data.lighthouse()
    assert 17_000 < len(tale) < 21_000
    assert len(set(tale)) <= 50
    assert "\n\n" not in tale


def test_every_month_is_told():
    months = "January February March April May June July August September October November December"
    lines = data.lighthouse().splitlines()
    assert [line for line in lines if line.rstrip(".") in months.split()] == [
        f"{month}." for month in months.split()
    ]
