/*
 * Every type names its edges: as many as it traverses, to the same objects,
 * and no edge is without a reference.
 */
#include "tests/vm/fixture.h"

#include <stdlib.h>

static const char everything[] =
    "import itertools, sys\n"
    "import _weakref as weakref, _collections as collections\n"
    "def count(n):\n"
    "    held = [n]\n"
    "    while True:\n"
    "        yield held\n"
    "def outer():\n"
    "    value = {'a': 1}\n"
    "    def inner(keyword=value, *rest, other=3, **more) -> int:\n"
    "        return value, keyword\n"
    "    return inner\n"
    "class Plain:\n"
    "    def method(self): return self.p\n"
    "    @classmethod\n"
    "    def one(cls): pass\n"
    "    @staticmethod\n"
    "    def two(): pass\n"
    "    @property\n"
    "    def three(self): pass\n"
    "class Slots:\n"
    "    __slots__ = ('p', 'q')\n"
    "class Listed(list, metaclass=type('Meta', (type,), {})): pass\n"
    "class Mapped(dict): __slots__ = ('extra',)\n"
    "class Final:\n"
    "    def __del__(self): pass\n"
    "g = count(3); y = next(g)\n"
    "f = outer()\n"
    "c = Plain(); c.p = y; c.q = c.method; c.me = c\n"
    "o = Slots(); o.p = y; o.q = o\n"
    "li = Listed([c, o]); li.x = li\n"
    "ma = Mapped(a=c); ma.extra = ma; final = Final()\n"
    "s = {c, f, 3.5}; fs = frozenset([1, (2, 3)])\n"
    "dq = collections.deque([y, y]); dd = collections.defaultdict(list)\n"
    "dd[y.__len__].append(c); keys, items = dd.keys(), iter(dd.items())\n"
    "it = iter([c, y]); next(it); rev = reversed([c])\n"
    "z = zip([1], [y]); mp = map(str, [y]); en = enumerate([c])\n"
    "fi = filter(None, [c]); sl = slice(c, y); ra = iter(range(10**30))\n"
    "mv = memoryview(bytearray(b'abc')); wr = weakref.ref(f, print)\n"
    "wp = weakref.proxy(c); ch = itertools.chain([c], [y])\n"
    "sup = super(Plain, c); ga = list[int]; un = int | str\n"
    "mod = sys; mpx = type.__dict__['__dict__'].__get__(Plain)\n"
    "part = [i for i in range(3)]; copy = part[:]; copy2 = list(copy)\n"
    "try:\n"
    "    1 / 0\n"
    "except ZeroDivisionError as e:\n"
    "    err = e\n"
    "try:\n"
    "    raise ExceptionGroup('g', [err])\n"
    "except Exception as e:\n"
    "    group = e\n"
    "async def co(): pass\n"
    "cr = co(); cr.close(); fr = sys._getframe()\n"
    "meth = [].append; wrap = ''.__add__; slot = int.__add__\n";

struct list {
    object **at;
    size_t count, room;
};

static void note(object *referent, void *arg)
{
    struct list *list = arg;
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 64;
        list->at = realloc(list->at, list->room * sizeof *list->at);
        cr_assert_not_null(list->at);
    }
    list->at[list->count++] = referent;
}

static void note_edge(const struct heap_edge *edge, void *arg)
{
    note(edge->referent, arg);
}

static int by_address(const void *a, const void *b)
{
    object *const *x = a, *const *y = b;
    return (*x > *y) - (*x < *y);
}

static void sort(struct list *list)
{
    if (list->count)
        qsort(list->at, list->count, sizeof *list->at, by_address);
}

static void compare(object *o, struct list *visited, struct list *named)
{
    const char *type = heap_type_of(the_vm->heap, o)->name;
    visited->count = named->count = 0;
    heap_referents(the_vm->heap, o, note, visited);
    heap_edges(the_vm->heap, o, note_edge, named);
    cr_expect_eq(visited->count, named->count, "%s: %zu visited, %zu named",
                 type, visited->count, named->count);
    sort(visited);
    sort(named);
    for (size_t i = 0; i < visited->count && i < named->count; i++)
        if (visited->at[i] != named->at[i]) {
            cr_expect_fail("%s names another object", type);
            return;
        }
}

VM_TEST(edges, are_named_as_they_are_traversed)
{
    struct list visited = {0}, named = {0};
    const heap *h = the_vm->heap;
    cr_assert(fixture_run(everything));
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        compare(o, &visited, &named);
    free(visited.at);
    free(named.at);
}

VM_TEST(edges, are_references)
{
    heap_graph *graph;
    cr_assert(fixture_run(everything));
    graph = heap_graph_new(the_vm->heap, NULL);
    cr_assert_not_null(graph);
    for (uint32_t n = 1; n <= heap_graph_size(graph).objects; n++) {
        object *o = heap_graph_object(graph, n);
        size_t named = heap_graph_in(graph, n).count;
        named -= heap_graph_unnamed(graph, n) > 0;
        cr_expect_leq(named, heap_refs_told(the_vm->heap, o), "%s",
                      heap_type_of(the_vm->heap, o)->name);
    }
    heap_graph_free(graph);
}
