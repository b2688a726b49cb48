"""Two names on one list, and what rebinding does to that."""
l1 = [1, 2, 3]
l2 = l1
l2[0] = 55
print(l1, l2)
p1 = [1, 2, 3]
p2 = p1
p1[0] = 44
print(p1, p2)
L1 = [1, 2, 3]
L2 = L1
L2 = [1, 2, 3]
L2[0] = 55
print(L1, L2)
h1 = [1, 2, 3]
h2 = h1[0:2]
h3 = h1[:]
print(h2, h3, h3 is h1)
m = [1, 2, 3, 4]
n = m
print(m == n, m is n)
a = [1, 2, 3]
b = [1, 2, 3]
print(a == b, a is b)
