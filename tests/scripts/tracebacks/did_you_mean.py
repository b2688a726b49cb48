# "Did you mean" for names, attributes and imports.
from _report import report
import math
import os


class Thing:
    attribute, blech, _private = 1, 2, 3
    def method(self): return self.metod
    def forgotten(self): return attribut
    def instance(self): return bleh
class Slots:
    __slots__ = ("first", "second")
class Dynamic:
    def __getattr__(self, name): raise AttributeError(f"dynamic {name}")
    def __dir__(self): return ["dynamo"]
class BadDir:
    def __dir__(self): raise ValueError
class OddDir:
    known = 1
    def __dir__(self): return ["known", 5, None]
class Given:
    def __getattr__(self, name): raise AttributeError("given", name=name, obj=[])


def a1(): Thing().atribute
def a2(): Thing().attributes
def a3(): Thing().zzzzzz
def a4(): Thing().private
def a5(): Thing.blechh
def a6(): Slots().frist
def a7(): Dynamic().dynam
def a8(): BadDir().x
def a9(): OddDir().knwon
def a10(): Given().appendd
def a11(): [].apend(1)
def a12(): "".uper()
def a13(): math.sine
def a14(): os.pth
def a15(): (5).rael
def a16(): None.foo
def a17(): Thing().x
def a18(): Thing().__clas__
def a19(): Thing().Attribute
def a20(): Thing().ATTRIBUTE
def a21(): Thing().method()
def a22(): Thing().attribute_that_is_much_too_long_for_this
def a23(): del Thing().atribute
def n1(): pritn(1)
def n2(): Thign
def n3(): nme = local_nmae = 1; local_name
def n4():
    value = 1
    def inner(): return valeu
    inner()
def n5(): True_
def n6(): ture
def n7(): nul
def n8(): Thing().forgotten()
def n9(): abcdefghij
def n10(): Reportt
def n11(): x
def n12(): self
def n13():
    print(later_)
    later_one = 1
def n14(): math = 1; return mathh
def n15(): time.sleep(1)
def n16(): sys.exit
def n17(): indexx
def n18(): raise NameError("custom", name="repotr")
def n19(): raise NameError("no name")
def n20(): raise NameError("name of number", name=5)
def n21():
    late
    late = 1
def n22():
    lats = 1
    del lats
    lats
def i1(): from math import sinn
def i2(): from os import pth
def i3(): import maht
def i4(): from collections import Ordereddict


report(*[f for n, f in list(globals().items()) if n[0] in "ani" and n[1:].isdigit()])
