"""A freed object's place is the next one's of its type."""
print(id([]) == id([]), id({}) == id({}), id(object()) == id(object()))
class A: pass
print(id(A()) == id(A()))
a = [1]; n = id(a); del a; b = [2]; print(id(b) == n)
