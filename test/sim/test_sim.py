"""Tests of the simulator: python3 test/sim/test_sim.py.

The tests are in tests/, one file a topic; this file runs them all.
"""

import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent / "tests"


def load_tests(loader, standard_tests, pattern):
    """Called by unittest: gives it the tests of the directory."""
    # A loader of its own, because one loader has one top-level directory.
    return unittest.TestLoader().discover(str(TESTS), top_level_dir=str(TESTS))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
