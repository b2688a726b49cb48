# Where the marks are under operators, subscripts, calls, attributes.
from _report import report

a, b, c, none, text, items = 1, 2, 0, None, "text", [1, 2]


def divide(): return a + b / c - 1
def add(): return (a + b) + (text + a)
def spaces(): return   a   +    text   # comment
def parens(): return (a) + (text)
def nested(): return ((a + (b * (text / 2))))
def unary(): return -text
def inverted(): return ~(1.5)
def compare(): return a < b < text
def contains(): return a in b
def subscript(): return items[0] + items[5]
def subscript_expr(): return items[a + b]
def slice_(): return items["a":"b"]
def deep_subscript(): return {"k": {"l": []}}["k"]["l"][3]
def attribute(): return text.upper().nothing.other
def call(): return len(text, a)
def call_of_call(): return (lambda: none)()()
def keyword(): return sorted(items, foo=1)
def star(): return print(*1)
def double_star(): return print(**1)
def await_like(): return none.a.b.c
def augmented():
    x = a
    x += text
def augmented_item():
    items[0] += text
def augmented_attr():
    report.nothing += 1
def power(): return text ** 2 ** 3
def matmul(): return a @ b
def walrus(): return (y := text + 1)
def conditional(): return a if text + 1 else b
def boolean(): return a and text - 1 or b
def fstring(): return f"{a} {text + a} {b}"
def fstring_format(): return f"{a:{text}}"
def lambda_(): return (lambda x: x + text)(1)
def comprehension(): return [x / c for x in items if x]
def generator(): return sum(x / c for x in items)
def dict_comp(): return {x: x / c for x in items}
def unicode_(): return "äöü" + "日本" + 1 + "é"
def after_wide(): return len("日本語") + len("x") + text
def tabs():	return	a	+	text
def starred(): a, *b = none
def delete(): del items[7]
def delete_attr(): del text.x
def store_item(): none[0] = a
def store_slice(): none[0:1] = a
def store_attr(): none.x = a
def unpack(): x, y, z = items
def unpack_many(): x, = items
def name(): return a + undefined_name + b
def assert_(): assert a == b, text + "!"
def raise_(): raise (text)
def raise_call(): raise ValueError(a + b)
def import_(): import nothing_here, os
def from_import(): from os import nothing_here, path


report(*[f for f in list(globals().values()) if callable(f) and f is not report and getattr(f, "__module__", "") == "__main__"])
