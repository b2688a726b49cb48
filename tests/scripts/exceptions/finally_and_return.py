"""What wins: return, break, continue and raise in try, except, else and finally."""


def a():
    try:
        return "try"
    finally:
        return "finally"


def b():
    for k in range(3):
        try:
            return k
        finally:
            continue
    return "after"


def c():
    while True:
        try:
            1 / 0
        finally:
            break
    return "swallowed"


def d():
    x = 1
    try:
        return x
    finally:
        x = 2


def e():
    x = []
    try:
        return x
    finally:
        x.append(1)


def f():
    try:
        try:
            return "inner"
        finally:
            raise KeyError("k")
    except KeyError:
        return "caught"


def g():
    out = []
    for k in range(4):
        try:
            if k == 1:
                continue
            if k == 3:
                break
            out.append(k)
        except ValueError:
            out.append("never")
        else:
            out.append("else")
        finally:
            out.append("f%d" % k)
    else:
        out.append("loop else")
    return out


def h():
    try:
        try:
            raise ValueError(1)
        finally:
            try:
                raise KeyError(2)
            except KeyError:
                pass
    except ValueError as x:
        return repr(x), repr(x.__context__)


def i():
    try:
        return 1 / 0
    except ZeroDivisionError:
        return "except"
    finally:
        print("  finally runs")


def j():
    def gen():
        try:
            yield 1
            yield 2
        finally:
            print("  generator closed")
    for x in gen():
        try:
            return x
        finally:
            print("  leaving")


def k():
    try:
        pass
    except:
        return 1
    else:
        return "else"
    finally:
        print("  last")


def l():
    with open("/dev/null") as file:
        for n in range(2):
            try:
                return file.closed
            finally:
                pass

for function in (a, b, c, d, e, f, g, h, i, j, k, l):
    print(function.__name__, function())
