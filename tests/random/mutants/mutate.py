"""Runs damaged scripts under heapstep: nothing may crash it, hang it or leak.

Each mutant is one of the scripts given with a few tokens, lines or pieces
changed, moved, doubled or taken from another script. What it prints does not
matter; refused are a death by a signal, a report of a sanitizer, an object left
in the heap, and a run without end where CPython's ends. Number N of a seed is
the same mutant every time. A mutant that fails is kept in the folder named.
"""

import argparse
import concurrent.futures
import io
import keyword
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import tokenize

SECONDS = 10          # of processor time a mutant may take
OUTPUT = 4 << 20      # bytes it may write
OBJECTS_LEFT = 99     # heapstep's status when its heap is not empty
SANITIZER = 97

# What a script names when it reaches outside of itself.
OUTSIDE = ("posix", "import os", "open(", "subprocess", "shutil", "signal",
           "tempfile", "pathlib", "socket", "_thread", "time.sleep",
           "__file__", "getallocatedblocks")

NUMBERS = ("0", "1", "-1", "2", "255", "256", "-5", "2**31", "2**63", "-2**63",
           "10**30", "1.5", "1e308", "-0.0", "2j", "True", "0x7fffffff",
           "float('nan')", "float('inf')")
STRINGS = ("''", "'x'", "b''", "b'ab'", "'\\ud800'", "'\\0'", "'\\U0001f600'",
           "'%s'", "'{}'", "'{0.x[1]}'", "f'{x!r:>{y}}'", "'__class__'",
           "'a' * 70000")
ATOMS = ("None", "...", "NotImplemented", "[]", "()", "{}", "set()", "object",
         "type", "lambda *a, **k: a", "(yield)", "[*x]", "{**x}", "x[::-1]",
         "iter(())", "object()", "int", "str", "super()", "memoryview(b'ab')",
         "bytearray(b'abc')", "slice(None, 3, -1)", "range(10**20)",
         "Exception('e')", "globals()", "locals()", "print", "self", "__class__",
         "(lambda: (yield))()", "type('T', (), {})", "dict", "list", "zip([1])",
         "sys", "vars()", "frozenset([1])")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|",
             "^", "~", "<", "<=", "==", "!=", "is", "in", "not in", "and", "or",
             "=", "+=", "*=", "|=", ":=", "->", ".", ",", ":", ";", "(", ")",
             "[", "]", "{", "}", "not", "await", "yield", "yield from", "*",
             "**", "if", "else", "lambda")
LINES = ("pass", "del x", "return", "return x", "break", "continue", "raise",
         "raise x", "raise x from x", "global x", "nonlocal x", "x = x",
         "import gc; gc.collect()", "x.__class__ = x", "x.__dict__ = {}",
         "del x.__dict__", "x.clear()", "x.append(x)", "x[:] = x", "x += x",
         "for x in x: x", "while x: x = x[1:]", "try: x", "finally: x",
         "except: x", "except* x: pass", "with x as x: x", "yield x", "await x",
         "async def x(): await x", "def x(x=x, /, *, y=x): return x",
         "class x(x): pass", "class x(metaclass=x): pass", "match x:",
         "    case [x, *_]: pass", "    case {'x': x, **y}: pass",
         "x.__bases__ = (x,)", "x.__del__ = lambda *a: x", "x.close()",
         "x.throw(ValueError)", "x.send(x)", "exec('x = x')", "assert x, x",
         "x.sort(key=lambda y: x.clear())", "import sys; sys.setrecursionlimit(60)",
         "def x(): return x()", "x()", "x.__init__()", "x.__setstate__(x)",
         "x.release()", "x.extend(x)", "x.update(x)", "x.pop()", "del x[0]",
         "x.__globals__.clear()", "x.__code__ = x.__code__", "repr(x)", "hash(x)",
         "x = type(x)", "x = iter(x)", "x = [x]", "x = {x: x}", "x = x.__class__",
         "import weakref; x = weakref.ref(x)", "x = memoryview(x)", "x = super(x)")


def tokens_of(text):
    """The tokens as (kind, text) pieces that joined give the source again."""
    pieces = []
    at = (1, 0)
    lines = text.splitlines(keepends=True)

    def between(start, end):
        if start[0] == end[0]:
            return lines[start[0] - 1][start[1]:end[1]]
        return "".join([lines[start[0] - 1][start[1]:]]
                       + lines[start[0]:end[0] - 1]
                       + [lines[end[0] - 1][:end[1]] if end[0] <= len(lines)
                          else ""])

    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.start[0] > len(lines):
            break
        if token.start > at:
            pieces.append(("space", between(at, token.start)))
        if token.end > token.start:
            pieces.append((tokenize.tok_name[token.type], token.string))
        at = max(at, token.end)
    return pieces


def solid(pieces, kinds=None):
    return [i for i, (kind, _) in enumerate(pieces)
            if kind not in ("space", "NEWLINE", "NL", "INDENT", "COMMENT")
            and (kinds is None or kind in kinds)]


def text_of(path):
    """Its text, or None: it is about other encodings."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


class Mutator:
    def __init__(self, scripts):
        self.sources = [(path, text) for path in scripts
                        if (text := text_of(path)) is not None]
        self.pieces = {}

    def tokens(self, number):
        if number not in self.pieces:
            try:
                self.pieces[number] = tokens_of(self.sources[number][1])
            except (tokenize.TokenError, SyntaxError):
                self.pieces[number] = []
        return self.pieces[number]

    def mutant(self, seed):
        """The path of the script it comes from, and its text."""
        dice = random.Random(seed)
        number = dice.randrange(len(self.sources))
        path, text = self.sources[number]
        names = [t for k, t in self.tokens(number)
                 if k == "NAME" and not keyword.iskeyword(t)] or ["x"]
        for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            change = dice.choice((self.change_token, self.change_token,
                                  self.change_token, self.change_line,
                                  self.change_line, self.insert_line,
                                  self.splice, self.change_bytes))
            text = change(dice, text, names)
        return path, text

    def change_token(self, dice, text, names):
        try:
            pieces = tokens_of(text)
        except (tokenize.TokenError, SyntaxError, IndexError):
            return self.change_line(dice, text, names)
        places = solid(pieces)
        if not places:
            return text
        i, j = dice.choice(places), dice.choice(places)
        kind, old = pieces[i]
        what = dice.randrange(7)
        if what == 0:
            pieces[i] = (kind, "")
        elif what == 1:
            pieces[i] = (kind, old + " " + old)
        elif what == 2:
            pieces[i], pieces[j] = pieces[j], pieces[i]
        elif what == 3:
            pieces[i] = (kind, pieces[j][1])
        else:
            pieces[i] = (kind, self.other(dice, kind, old, names))
        return "".join(piece for _, piece in pieces)

    def other(self, dice, kind, old, names):
        if kind == "OP" or keyword.iskeyword(old):
            return dice.choice(OPERATORS)
        pool = dice.choice((NUMBERS, STRINGS, ATOMS, names, names))
        if kind == "NUMBER" and dice.random() < 0.6:
            pool = NUMBERS
        if kind == "NAME" and dice.random() < 0.5:
            pool = names
        return self.named(dice, dice.choice(pool), names)

    def named(self, dice, text, names):
        """The text with names of the script for x and y."""
        try:
            pieces = tokens_of(text)
        except (tokenize.TokenError, SyntaxError, IndexError):
            return text
        return "".join(dice.choice(names) if piece in ("x", "y") else piece
                       for _, piece in pieces)

    def change_line(self, dice, text, names):
        lines = text.splitlines(keepends=True) or ["\n"]
        i, j = dice.randrange(len(lines)), dice.randrange(len(lines))
        what = dice.randrange(6)
        if what == 0:
            del lines[i]
        elif what == 1:
            lines.insert(i, lines[j])
        elif what == 2:
            lines[i], lines[j] = lines[j], lines[i]
        elif what == 3:
            lines[i] = " " * dice.choice((1, 2, 4, 8)) + lines[i]
        elif what == 4:
            lines[i] = lines[i][dice.choice((1, 4)):]
        else:
            lines[i:i] = lines[min(i, j):min(i, j) + 6]
        return "".join(lines)

    def insert_line(self, dice, text, names):
        lines = text.splitlines(keepends=True) or ["\n"]
        i = dice.randrange(len(lines))
        indent = lines[i][:len(lines[i]) - len(lines[i].lstrip())].strip("\n")
        line = self.named(dice, dice.choice(LINES), names)
        lines.insert(i, indent + line + "\n")
        return "".join(lines)

    def splice(self, dice, text, names):
        _, other = dice.choice(self.sources)
        mine, theirs = text.splitlines(True), other.splitlines(True)
        i = dice.randrange(len(mine) + 1)
        j = dice.randrange(len(theirs) + 1)
        return "".join(mine[:i] + theirs[j:j + dice.choice((3, 10, 400))]
                       + (mine[i:] if dice.random() < 0.5 else []))

    def change_bytes(self, dice, text, names):
        if not text:
            return text
        i = dice.randrange(len(text))
        what = dice.randrange(4)
        if what == 0:
            return text[:i]
        if what == 1:
            return text[:i] + text[i + 1:]
        character = dice.choice("\0\t\n\f\r \\'\"()[]{}#:,.@*=\x7f\xa0\xe9"
                                "\u2028\u00b2\U0001d7d8\ufeff0aj_e")
        return text[:i] + character + text[i + (what == 2):]


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limits_of_python():
    limits()
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


def environment():
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("PYTHON")}
    return kept | {
        "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8", "HEAPSTEP_CENSUS": "1",
        "ASAN_OPTIONS": f"exitcode={SANITIZER}:detect_leaks=0:"
                        "allocator_may_return_null=1:hard_rss_limit_mb=3000:"
                        "handle_segv=1",
        "UBSAN_OPTIONS": f"exitcode={SANITIZER}:halt_on_error=1"}


def run(command, path, folder, before):
    with open(folder / "out", "wb") as out, open(folder / "err", "wb") as err:
        try:
            status = subprocess.run(
                [*command, str(path)], stdin=subprocess.DEVNULL, stdout=out,
                stderr=err, cwd=folder, env=environment(), preexec_fn=before,
                timeout=6 * SECONDS).returncode
        except subprocess.TimeoutExpired:
            status = -24
    return status, (folder / "err").read_bytes()[-4000:]


def interrupted(status, last):
    """Did the script raise KeyboardInterrupt?  That ends it so."""
    return status == -signal.SIGINT and last[:1] \
        and last[0].startswith("KeyboardInterrupt")


def verdict(options, path, folder):
    """What is wrong with a run of the mutant, or None."""
    status, error = run([options.heapstep, "run"], path, folder,
                        limits if options.sanitized else limits_of_python)
    last = error.decode("utf-8", "replace").strip().splitlines()[-1:]
    if status == SANITIZER or b"Sanitizer" in error \
            or b"runtime error:" in error:
        if b"hard rss limit" in error:
            return None
        return "sanitizer " + "".join(last)
    if status in (-24, -9):
        again, _ = run([options.python], path, folder, limits_of_python)
        return None if again in (-24, -9, -25) else "no end"
    if status == OBJECTS_LEFT and b"in the heap" in error:
        return "objects left: " + "".join(last)
    if status < 0 and status != -25:
        return None if interrupted(status, last) else f"signal {-status}"
    return None


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--heapstep", default="./heapstep")
    parser.add_argument("--python", default="/usr/bin/python3.11")
    parser.add_argument("--sanitized", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--keep", type=pathlib.Path, default="mutants")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    return parser.parse_args()


def scripts_of(paths):
    for path in paths:
        for script in sorted(path.rglob("*.py")):
            text = script.read_text(errors="replace")
            if not any(word in text for word in OUTSIDE):
                yield script


def try_one(options, mutator, seed):
    origin, text = mutator.mutant(seed)
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name, "mutant.py")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        if any(word in text for word in OUTSIDE):
            return seed, origin, None
        found = verdict(options, path, pathlib.Path(name))
    if found:
        options.keep.mkdir(exist_ok=True, parents=True)
        (options.keep / f"{seed}.py").write_bytes(
            text.encode("utf-8", "surrogatepass"))
    return seed, origin, found


def main():
    options = parse_arguments()
    options.heapstep = str(pathlib.Path(options.heapstep).resolve())
    mutator = Mutator(list(scripts_of(options.paths)))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        seeds = range(options.seed, options.seed + options.count)
        for seed, origin, found in pool.map(
                lambda seed: try_one(options, mutator, seed), seeds):
            if found:
                failed += 1
                print(f"# mutant {seed} of {origin.name}: {found}", flush=True)
    word = "not ok" if failed else "ok"
    print(f"{word} 1 - {options.count} mutants from seed {options.seed} on, "
          f"{failed} failed")
    print("1..1")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
