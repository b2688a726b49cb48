# Marks where truth tests, iterations and displays fail.
from _report import report


class Bad:
    def __bool__(self): raise TypeError("no truth")
    def __eq__(self, other): return self
    def __lt__(self, other): return self
    def __hash__(self): raise TypeError("no hash")
    def __contains__(self, x): return self
    def __exit__(self, *a): raise TypeError("exit")
    def __enter__(self): return self


class EndsBadly:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 1: raise LookupError("next")
        return 1


bad, five, text = Bad(), 5, "text"


def if_name():
    if bad: pass
def if_compare():
    if 1 == 1 and bad == 1: pass
    else: pass
def if_not():
    if not bad:
        pass
def elif_():
    if 0 == five: pass
    elif bad:
        pass
def while_():
    while bad: pass
def while_compare():
    while bad == 2 or five:
        break
def chain():
    if 1 < bad < 3: pass
def chain_value(): return 1 < 2 < bad < 4 < 5
def contains(): return 1 in bad
def not_(): return five + (not bad)
def and_(): return bad and five or text
def or_(): return five and (bad or text)
def if_exp(): return 1 if bad else 2
def if_exp_compare(): return 1 if bad == 2 else 2
def assert_name(): assert bad
def assert_compare(): assert five == 6
def assert_message(): assert five == 6, f"message {text}"
def assert_and(): assert five and text == five
def assert_or(): assert text == five or not text
def assert_exp(): assert text == five if five < 9 else text, "msg"
def assert_not(): assert not five
def assert_chain(): assert 1 < five < 3
def assert_lines():
    assert (five ==
            6), (text,
                 five)
def assert_call(): assert len(text) == len("x"), "lengths"
def assert_lambda(): assert (lambda: five == 6)(), "lambda"
def for_int():
    for x in five: pass
def for_one_line():
    for x in five + 1: print(x)
def for_next():
    for x in EndsBadly(): pass
def for_unpack():
    for x, y in [(1, 2), (3,)]: pass
def for_target():
    for five.x in [1]: pass
def comp_iter(): return [x for x in five]
def comp_iter_2(): return [x for x in [1] for y in five]
def comp_if(): return [x for x in [1] if bad]
def comp_if_compare(): return [x for x in [1] if bad == x]
def comp_element(): return [five.x for x in [1] if x == 1]
def comp_next(): return [x for x in EndsBadly()]
def comp_unpack(): return [x for x, y in [(1,)]]
def set_comp(): return {bad for x in [1]}
def set_comp_if(): return {bad for x in [1] if x == 1}
def set_comp_nested(): return {[] for x in [1] for y in [2] if y}
def dict_comp(): return {bad: x for x in [1]}
def dict_comp_if(): return {[]: x for x in [1] if x == 1}
def gen_next(): return list(x for x in EndsBadly())
def set_display(): return {1, bad, five}
def dict_display(): return {1: 2, bad: 3}
def star_list(): return [1, *five, 2]
def star_tuple(): return 1, *five
def star_dict(): return {1: 2, **five}
def star_args(): return print(1, *five, sep="")
def star_kwargs(): return print(1, **{"a": 1}, **five)
def star_twice(): return print(**{"sep": ""}, **{"sep": ""})
def with_exit():
    with bad: pass
def with_raise():
    with bad:
        1 / 0
def with_as():
    with bad as (x, y): pass
def with_none():
    with five: pass
def yield_from(): yield from five
def run_yield_from(): list(yield_from())
def except_bad():
    try: 1 / 0
    except five: pass
def except_tuple():
    try: 1 / 0
    except (KeyError, five): pass
def star_except():
    try: 1 / 0
    except* five: pass
def match_value():
    match 1:
        case five.real.x: pass
def match_class():
    match 1:
        case five(): pass
def match_args():
    match 1:
        case Bad(1): pass
        case int(1, 2): pass
def match_guard():
    match 1:
        case x if bad: pass
def match_mapping():
    match {1: 2}:
        case {five.nothing: 1}: pass
def del_item(): del text[0], five
def del_attr_chain(): del five.x.y
def global_name():
    global nowhere
    del nowhere
def local_name():
    print(five); five = 1
def free_name():
    def inner(): return later
    inner(); later = 1
def class_base():
    class A(five, text): pass
def class_keyword():
    class A(x=1): pass
def class_slots():
    class A(int, str): pass
def decorated():
    @five
    def f(): pass
def decorated_class():
    @(lambda c: c.x)
    class A: pass
def annotation(): 
    def f(x: five.x) -> text.y: pass
def annotation_local():
    x: five.y = text.z
def default(): return lambda x=five.x: x
def walrus(): return [y := five.x, y]
def starred_assign(): (*a, b), c = [[], 1]
def nested_unpack(): a, (b, c) = 1, (2, 3, 4)
def item_of_none(): None[0] = five
def aug_name():
    x = five
    x @= text
def aug_attr(): text.count += five
def aug_item(): text[0] += five
def aug_chain(): text.upper().x.y -= five
def return_call(): return five()
def call_kw(): return five(a=1, *[2])
def method_lines(): return (text
    .upper()
    .lower(5)
    .title())
def attr_lines(): return (text
    .upper
    .nothing
    .more)
def attr_store():
    (text
     .x
     .y) = 5
def attr_aug():
    (text
     .count
     ) += 5
def attr_del():
    del (text
         .x), five
def import_name(): import nothing.there as x, os
def import_from(): from json import nothing, loads


report(*[f for f in list(globals().values()) if callable(f) and f is not report and f.__name__ not in ("Bad", "EndsBadly", "yield_from")])
