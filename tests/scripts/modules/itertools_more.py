import itertools as it
print(list(it.islice(it.count(3,2), 2, 10, 3)), list(it.accumulate([1,2,3])), list(it.zip_longest([1,2],[3], fillvalue=0)), list(it.compress("abc",[1,0,1])), it.count(4))
