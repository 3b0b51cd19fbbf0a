"""The vocabulary of faults. A scenario names these; a new one is a function in one of these files and a line in a scenario.

Each takes the running lab and the step's own keys. Whoever cuts a path cuts both directions.
"""

import steps_host
import steps_network
import steps_tailnet
from vocabulary import STEPS, misused

AREAS = (steps_network, steps_host, steps_tailnet)

__all__ = ["AREAS", "STEPS", "misused"]
