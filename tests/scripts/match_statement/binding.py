"""What patterns bind, and when: failed cases, guards, or-patterns, globals and closures."""


def partial(x):
    a = b = "unset"
    match x:
        case [a, 1]:
            pass
        case [_, b] if False:
            pass
        case _:
            pass
    return a, b

print(partial([5, 1]), partial([5, 2]), partial([5, 2, 3]))


def guards(x):
    log = []

    def note(v):
        log.append(v)
        return False
    match x:
        case n if note(("first", n)):
            pass
        case [*n] if note(("second", n)):
            pass
        case m:
            log.append(("last", m))
    return log

print(guards([1, 2]), guards(3))


def ors(x):
    match x:
        case [1, y] | [y, 2] | {"y": y}:
            return y
        case (("a" as z) | ("b" as z)):
            return z
        case [("x" | "y") as p, (int() | None) as q]:
            return p, q

for x in ([1, 5], [6, 2], {"y": 7}, "a", "b", ["x", 3], ["y", None], ["z", 3]):
    print(ors(x))


def closure(x):
    match x:
        case [inner, *others]:
            return lambda: (inner, others)

print(closure([1, 2, 3])())


def globally(x):
    global found
    match x:
        case {"found": found}:
            pass

globally({"found": 1})
print(found)


class Body:
    match (1, 2):
        case attr, _:
            pass

print(Body.attr)
match = {"match": 1}
case = "case"
match match:
    case {"match": case}:
        print(match, case)
match[case] = 2
print(match)
match (match):
    case _ as whole:
        print(whole is match)
_ = "untouched"
match 5:
    case _:
        print(_)
