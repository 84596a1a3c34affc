"""Wrong answers that nobody made up: right ones with one small change in their text.

The changes are the usual ones of mutation testing. They know nothing of the mistakes that the
checks know.
"""

from tests.exercises.mutants.change import Mutant, mutants
from tests.exercises.mutants.sources import Program, programs

__all__ = ["Mutant", "Program", "mutants", "programs"]
