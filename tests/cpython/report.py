"""Runs one of CPython's own test modules and writes a line for each test.

    report.py RESULTS MODULE [LEFT_OUT]

The file RESULTS gets `start NAME` before each test, so that what a crash or a
hang leaves behind tells where it happened, and `ok`, `fail`, `error` or `skip`
with the name after it. LEFT_OUT is a file of names, a line each, that are not
run. Written for any interpreter that has unittest.
"""

import sys
import traceback
import unittest

from test import support


class Lines(unittest.TestResult):
    """A result that writes each test's outcome as soon as it is known."""

    def __init__(self, out):
        super().__init__()
        self.out = out
        self.outcome = None

    def say(self, word, test):
        self.out.write(f"{word} {test.id()}\n")
        self.out.flush()

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "ok"
        self.say("start", test)

    def stopTest(self, test):
        super().stopTest(test)
        self.say(self.outcome, test)

    def explain(self, test, err):
        print("=" * 70)
        print(test.id())
        print("".join(traceback.format_exception(*err, limit=-6)), flush=True)

    def addError(self, test, err):
        self.outcome = "error"
        self.explain(test, err)
        if not hasattr(test, "_testMethodName"):
            self.say("error", test)

    def addFailure(self, test, err):
        self.outcome = "fail"
        self.explain(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            self.outcome = "fail" if failed else "error"
            self.explain(subtest, err)

    def addSkip(self, test, reason):
        self.outcome = "skip"
        if not hasattr(test, "_testMethodName"):
            self.say("skip", test)

    def addExpectedFailure(self, test, err):
        self.outcome = "ok"

    def addUnexpectedSuccess(self, test):
        self.outcome = "fail"


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


def without(suite, names):
    """The suite, its classes kept together, less the tests named."""
    kept = unittest.TestSuite()
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.addTest(without(test, names))
        elif test.id() not in names:
            kept.addTest(test)
    return kept


def main():
    results, module = sys.argv[1:3]
    left_out = set()
    if len(sys.argv) > 3:
        with open(sys.argv[3]) as file:
            left_out = set(file.read().split("\n"))
    sys.argv[1:] = []
    # Whole files ask _testinternalcapi, CPython's inside, about this.
    support.has_no_debug_ranges = lambda: False
    with open(results, "w") as out:
        suite = unittest.defaultTestLoader.loadTestsFromName(module)
        without(suite, left_out).run(Lines(out))
        out.write("end\n")


if __name__ == "__main__":
    main()
