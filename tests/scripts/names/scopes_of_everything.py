# Which scope a name is in: functions, classes, comprehensions, lambdas, exec, handlers.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


x = "module"
def reads(): return x
def binds(): x = "local"; return x
def deep():
    x = "deep"
    def one():
        def two(): return x
        return two
    return one()()
def skips_class():
    x = "function"
    class C:
        x = "class"
        def m(self): return x
        l = lambda: x
        def n(self, x=x): return x
    return C().m(), C.l(), C().n()
def late():
    def inner(): return y
    y = 1
    return inner()
def handler():
    e = "before"
    try: raise ValueError("v")
    except ValueError as e: pass
    return e
def del_then():
    z = 1
    del z
    return z
def cell_del():
    q = 1
    def inner(): return q
    del q
    return inner()
def loops():
    for i in range(3): pass
    for j in []: pass
    return i, j
def imports():
    import sys as s
    from os import path as p
    return s.__name__, p is not None
def conditional(flag):
    if flag: v = 1
    return v
def global_in_class():
    class G:
        global from_class
        from_class = 5
        def from_method(self): pass
    return from_class, sorted(k for k in vars(G) if "_" != k[0])
def nonlocal_chain():
    v = 0
    def a():
        nonlocal v
        v += 1
        def b():
            nonlocal v
            v += 10
        b()
    a(); a()
    return v
def default_sees():
    k = 1
    def inner(a=k, *, b=[k]): return a, b
    k = 2
    return inner()
def annotation_names(a: "undefined" = 1) -> "also": return a
def counters():
    def make():
        n = 0
        def up():
            nonlocal n
            n += 1
            return n
        return up, lambda: n
    (u1, g1), (u2, g2) = make(), make()
    return u1(), u1(), u2(), g1(), g2()
def shadow_builtin():
    len = lambda o: "mine"
    return len("abc"), [len(1) for _ in "a"]
def class_comp():
    class K:
        items = [1, 2]
        ok = [i for i in items]
        try: bad = [items for _ in "a"]
        except NameError as e: bad = str(e)
    return K.ok, K.bad
def star_locals(*args, **kw): return sorted(locals().items())
def locals_snapshot():
    a = 1
    l = locals(); a = 2; b = 3
    return l, locals() is l, sorted(l)
attempt(reads, binds, deep, skips_class, late, handler, del_then, cell_del, loops, imports, lambda: conditional(0), lambda: conditional(1), global_in_class, nonlocal_chain, default_sees, annotation_names, counters, shadow_builtin, class_comp, lambda: star_locals(1, k=2), locals_snapshot, lambda: undefined_name, lambda: (lambda: x)(), lambda: [x for x in "ab"] + [x])
