"""Worked examples of the rules: what is given, and the figures that follow, both written by hand.

Each example is tested and shown on the page 口径, so the page never says more than the rules do. `computed()` sends
what is given through the rules themselves and words the outcome as `expected` does. Rule and words: docs/method.md.
"""

from lib.rules.examples.indicators import INDICATOR_EXAMPLES
from lib.rules.examples.kinds import INDICATOR_KIND_WORDS, Example, Facts
from lib.rules.examples.moments import MOMENT_EXAMPLES
from lib.rules.examples.rates import RATE_EXAMPLES
from lib.rules.examples.tasks import TASK_EXAMPLES

__all__ = [
    "INDICATOR_EXAMPLES", "INDICATOR_KIND_WORDS", "MOMENT_EXAMPLES", "RATE_EXAMPLES", "TASK_EXAMPLES", "Example", "Facts",
]  # fmt: skip
