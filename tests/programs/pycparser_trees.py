# needs: pycparser
"""pycparser: C source parsed, shown as a tree and written again."""
import io

from pycparser import c_ast, c_generator, c_parser

SOURCE = r"""
typedef unsigned long size_t;
typedef struct node { struct node *next; int key : 5; union { int i; } u; } node;
enum colour { RED, GREEN = 1 << 3, BLUE };
static const char *const names[] = {"a", [2] = "b", 0};
extern int printf(const char *format, ...);
_Static_assert(sizeof(int) == 4, "int");
static inline int add(int a, register int b) { return a + (b ? a++ : --b); }
int (*table[3])(int, int) = {&add, add};
node *insert(node *list, int key)
{
    node fresh = {.next = list, .key = key}, *p = &fresh;
    for (size_t i = 0; i < sizeof(node) / sizeof *p; i++) {
        if (p->key == key && !(p->u.i | 7)) continue; else break;
    }
    switch (key) { case RED: case 1: goto done; default: key ^= 0x1fUL; }
    do { key -= 'x'; } while (key > -1.5e3f);
    while (1) { p = (node *)0; break; }
done:
    return p;
}
"""
parser = c_parser.CParser()
for k in range(15):
    tree = parser.parse(SOURCE, f"file{k}.c")
out = io.StringIO()
tree.show(buf=out, attrnames=True, nodenames=True, showcoord=True)
print(out.getvalue())
print(c_generator.CGenerator().visit(tree))


class Calls(c_ast.NodeVisitor):
    def visit_ID(self, node):
        print(node.name, node.coord)


Calls().visit(tree)
for wrong in "int x", "int f( { }", "struct { int }; int;;", "x y z;", "'":
    try:
        parser.parse(wrong, "wrong.c")
        print("fine", wrong)
    except c_parser.ParseError as e:
        print(e)
