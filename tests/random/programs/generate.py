"""Writes random programs: generate.py SEED COUNT.

One file of COUNT programs, each a function in a namespace of its own.  After
each statement it prints the count of every live name, who is whom, what was
finalized and the young counter.  A program that fails is named by its seed:
generate.py SEED 1 writes it alone.
"""
import random
import sys

PRELUDE = '''\
import gc
import re
import sys
import weakref

gc.disable()
freed = []
refs = sys.getrefcount
at = re.compile(" at 0x[0-9a-f]+")


class Node:
    def __init__(self, name, *links):
        self.name = name
        self.links = links

    def __del__(self):
        freed.append(self.name)

    def method(self):
        return self


class Slotted:
    __slots__ = ("a", "b", "__weakref__")


def hold(value):
    def inner():
        return value
    return inner


def walk(value):
    yield value
    yield [value]


def dead(ref):
    freed.append("ref")


def kind(value):
    return type(value).__name__


def told(names, base):
    live = [n for n in "abcdefgh" if n in names]
    print(" ".join([str(refs(names[n]) - 1)
                    for n in live if counted(names[n])]))
    print("".join(str(int(names[x] is names[y]))
                  for x in live for y in live))
    print(freed, gc.get_count()[0] - base)


def counted(value):
    shared = (type(None), int, str, bool, type, frozenset)
    return value != () and not isinstance(value, shared)


def run(number, program):
    codes = [compile(text, "random", "exec") for text in program]
    freed.clear()
    gc.collect()
    base = gc.get_count()[0]
    print("program", number)
    names = {}
    for code in codes:
        try:
            exec(code, globals(), names)
        except Exception as error:
            print(type(error).__name__, at.sub("", str(error)))
            del error
        told(names, base)
    names.clear()
    print(gc.collect(), freed)


'''

EXPRESSIONS = [
    "[]", "{{}}", "set()", "[{x}]", "[{x}, {y}]", "({x},)", "({x}, {y}, {z})",
    "{{'k': {x}}}", "{{'k': {x}, 'l': {y}}}", "Node({n})", "Node({n}, {x})",
    "Node({n}, {x}, {y})", "Slotted()", "hold({x})", "walk({x})", "object()",
    "{x}", "{x}.links", "{x}.method", "{x}.method()", "{x}[0]", "{x}[:]",
    "{x}[1:]", "{x}[::-1]", "{x}['k']", "list({x})", "tuple({x})",
    "dict({x})", "{x}.copy()", "{x} + {y}", "{x} * 2", "{x}()", "next({x})",
    "iter({x})", "weakref.ref({x})", "weakref.ref({x}, dead)",
    "[i for i in {x}]", "list(zip({x}, {y}))", "sorted({x}, key=kind)",
    "list(reversed({x}))", "dict(a={x}, b={y})", "[*{x}, {y}]",
    "{{**{x}}}", "(lambda v={x}: v)", 
    "ValueError({x})", "slice({x}, {y})", "frozenset()",
    "getattr({x}, 'a', {y})", "list({x}.items())", "{x}.values()",
]

STATEMENTS = [
    "{x}.append({y})", "{x}.a = {y}", "{x}['k'] = {y}", "{x}[0] = {y}",
    "{x}[:] = [{y}, {z}]", "del {x}", "del {x}[0]", "del {x}.a",
    "{x}.pop()", "{x}.clear()", "{x}.extend(tuple({y}))", "{x} += [{y}]",
    "{x}, {y} = {y}, {x}", "{x}.update(k={y})", "print(gc.collect())",
    "print(gc.collect(0))", "print(gc.collect(1))", "{x} = {y} = []", "raise {x}", "{x}.send(None)",
    "{x}.close()", "{x}.throw(KeyError({y}))",
    "for {x} in {y}: pass", "with {x}: pass",
    "try: raise ValueError({x})\nexcept ValueError as e: {y} = e",
    "try: {x}.none\nexcept AttributeError: pass",
    "{x}.links = {y}", "{x}.b = {y}; {x}.a = {x}",
    "assert {x} is {y}", "{x}.insert(0, {y})", "{x}.setdefault('k', {y})",
]


def statement(rnd):
    names = {slot: rnd.choice("abcdefgh") for slot in "xyz"}
    names["n"] = rnd.randrange(100)
    if rnd.random() < 0.6:
        text = rnd.choice("abcdefgh") + " = " + rnd.choice(EXPRESSIONS)
    else:
        text = rnd.choice(STATEMENTS)
    return text.format(**names)


def program(seed):
    rnd = random.Random(seed)
    start = ["%s = %s" % (name, rnd.choice(["[]", "Node(0)", "{}", "()"]))
             for name in "abcdefgh"]
    return start + [statement(rnd) for _ in range(rnd.randrange(5, 30))]


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    print(PRELUDE)
    for number in range(seed, seed + count):
        print("run(%d, [" % number)
        for text in program(number):
            print("    %r," % text)
        print("])\n")


main()
