"""Right answers to parts of assignment 2, written as different people would write them."""

import builtins
import io
import keyword
import random
import re
import tokenize
from itertools import pairwise
from pathlib import Path

# Where ⟨…¦…⟩ stands, there are several ways to write it; the usual ones come first.
TEXT = Path(__file__).with_name("varied_answers.txt").read_text(encoding="utf-8")
TEMPLATES = dict(part.split("\n", 1) for part in TEXT.removeprefix("== ").split("\n== "))
INNERMOST = re.compile("⟨([^⟨⟩]*)⟩")
KEPT = {"np", "axis", "keepdims", "dtype", "strict", *dir(builtins)}


def written(template, choose):
    """An answer, each choice in it made by `choose`."""
    while INNERMOST.search(template):
        template = INNERMOST.sub(lambda found: choose(found[1].split("¦")), template)
    return template


def usual(options, draw):
    """An option: often the first, seldom the last."""
    weights = [2.0**-place for place in range(len(options))]
    return draw.choices(options, weights)[0]


def independent_class(students, seed):
    """By question, then by student, the answers of people who know nothing of each other."""
    draw = random.Random(seed)
    return {
        question: {
            f"student {who:03}": written(template, lambda options: usual(options, draw))
            for who in range(students)
        }
        for question, template in TEMPLATES.items()
    }


def renamed(source):
    """The same answer with names, layout and comments of one's own."""
    lines = source.splitlines()
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    for before, token in reversed(list(pairwise(tokens))):
        theirs = token.type == tokenize.NAME and before.string not in ("def", ".")
        if theirs and not (token.string in KEPT or keyword.iskeyword(token.string)):
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = f"{line[:start]}my_{token.string}{line[end:]}"
    return "\n".join(f"{line}  # mine\n" for line in lines)
